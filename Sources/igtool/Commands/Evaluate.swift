import ArgumentParser
import Evaluation
import Explaining
import Foundation
import Inputs

/// `igtool evaluate`: how good maps are, by several methods side by side.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure how good maps are, several methods side by side.",
    discussion: """
      igtool evaluate photo.jpg
      igtool evaluate photos/ --method ig --method idgi --method grad-cam
      igtool evaluate photos/ --fill black --fill blur --metric deletion,insertion
      igtool evaluate rows.csv --model iris --method ig --method gradient
      igtool evaluate photo.jpg --method ig --sanity
      igtool evaluate photos/ --method ig --method grad-cam --truth masks/
      igtool evaluate --builtin

      Explains every input by every method, removes parts of it, and looks at what the network says \
      then. Beside methods stand two maps that know nothing of the network, which they should beat: \
      random, and sobel, the edges of the picture. Means have their standard errors; methods are \
      compared on the same inputs by the exact two-sided sign test.

      Fill, step and kind of score decide how methods are ranked, and stand beside the numbers.
      """)

  @OptionGroup(title: "Input") var inputs: InputArguments
  @OptionGroup(title: "What is evaluated, and how") var options: EvaluateOptions
  @OptionGroup(title: "What is checked in place of metrics") var checks: CheckOptions
  @OptionGroup(title: "The network") var network: ModelOptions
  @OptionGroup(title: "Running") var running: RunningOptions
  @OptionGroup(title: "Settings of single methods") var parameters: MethodParameters
  @OptionGroup(title: "What the network is fed, and what it answers") var meaning: MeaningOptions
  @OptionGroup(title: "Reading pictures") var pictures: PictureOptions
  @OptionGroup(title: "How it is computed") var computing: ComputingOptions

  @Flag(
    help:
      "Write JSON to standard output, and nothing else there; with --sanity, --truth, --builtin.")
  var json = false

  func validate() throws {
    if checks.builtin && !inputs.isEmpty {
      throw ValidationError("--builtin has inputs of its own; leave others out")
    }
    if json && !checks.areAsked {
      throw ValidationError("--json is for --sanity, --truth and --builtin")
    }
  }

  func run() throws {
    if checks.builtin {
      return try BuiltInEvaluation(
        methods: options.method.map(\.text), store: network.store, running: running, json: json
      ).run()
    }
    let requests = try requests()
    let samples = try inputs.request(isQuiet: running.quiet)
    let evaluation = try options.evaluation()
    let network = try self.network.load(
      requests[0].network, isQuiet: running.quiet,
      for: samples.sources + samples.named.map { InputSource(path: $0.path) },
      decoding: requests[0].reading.decoding)
    let explained = try explained(requests, of: network)
    let queue = try network.reader.queue(samples, requests[0].reading)
    if !running.quiet { queue.warnings.forEach(Console.warning) }
    if checks.areAsked {
      return try CheckRun(explained, queue: queue, running: running, json: json).run(checks)
    }
    let evaluator = try Evaluator(
      explained.map(\.explainer), evaluation, running: explained[0].running)
    var batch = Batch(
      count: queue.sources.count, of: network.reader.kind.samples, isQuiet: running.quiet)
    var found: [SampleEvaluation] = []
    for source in queue.sources {
      try batch.attempt { found += try evaluator.evaluate(try queue.read(source)) }
    }
    if let summary = EvaluationSummary(found), !running.quiet {
      for line in EvaluationText(summary).lines { try Console.output(line) }
    }
    try batch.finish()
  }

  /// What is asked of every method.
  private func requests() throws -> [Request] {
    var draft =
      try options.like.map { RequestDraft(try Request(fromReport: $0)) }
      ?? RequestDraft(network: NetworkRequest(model: ModelOptions.standardModel))
    network.write(to: &draft.network)
    meaning.write(to: &draft.network)
    computing.write(to: &draft.network)
    pictures.write(to: &draft.reading)
    return try options.requests(draft, parameters)
  }

  /// Every method, made ready; tells warnings once.
  private func explained(
    _ requests: [Request], of network: ExplainableNetwork
  ) throws -> [EvaluatedMethod] {
    let running = computing.running(requests[0].network, threads: self.running.threadCount)
    let methods = try requests.map { try EvaluatedMethod($0, of: network, running: running) }
    if !self.running.quiet {
      var told: Set<String> = []
      methods.flatMap(\.explainer.warnings).filter { told.insert($0).inserted }
        .forEach(Console.warning)
    }
    return methods
  }
}

/// A method that is evaluated, ready to explain.
struct EvaluatedMethod {
  let explainer: Explainer
  /// What it draws from, if it does.
  let references: [InputSource]
  /// What does not change results.
  let running: Running

  /// Prepares a method.
  init(_ request: Request, of network: ExplainableNetwork, running: Running) throws {
    references = try InputSearch().find(request.settings.texts(.references)).sources
    self.running = running
    explainer = try Explainer(request, of: network, running: running, references: references)
  }

  /// What tables call it.
  var name: String { explainer.request.method }
}
