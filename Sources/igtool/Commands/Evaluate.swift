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

      Explains every input by every method, removes parts of it, and looks at what the network says \
      then. Beside methods stand two maps that know nothing of the network, which they should beat: \
      random, and sobel, the edges of the picture. Means have their standard errors; methods are \
      compared on the same inputs by the exact two-sided sign test.

      Fill, step and kind of score decide how methods are ranked, and stand beside the numbers.
      """)

  @OptionGroup(title: "Input") var inputs: InputArguments
  @OptionGroup(title: "What is evaluated, and how") var options: EvaluateOptions
  @OptionGroup(title: "The network") var network: ModelOptions
  @OptionGroup(title: "Running") var running: RunningOptions
  @OptionGroup(title: "Settings of single methods") var parameters: MethodParameters
  @OptionGroup(title: "What the network is fed, and what it answers") var meaning: MeaningOptions
  @OptionGroup(title: "Reading pictures") var pictures: PictureOptions
  @OptionGroup(title: "How it is computed") var computing: ComputingOptions

  func run() throws {
    let requests = try requests()
    let samples = try inputs.request(isQuiet: running.quiet)
    let evaluation = try options.evaluation()
    let network = try self.network.load(
      requests[0].network, isQuiet: running.quiet,
      for: samples.sources + samples.named.map { InputSource(path: $0.path) },
      decoding: requests[0].reading.decoding)
    let evaluator = try evaluator(requests, evaluation, of: network)
    let queue = try network.reader.queue(samples, requests[0].reading)
    if !running.quiet { queue.warnings.forEach(Console.warning) }
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
  private func evaluator(
    _ requests: [Request], _ evaluation: EvaluationRequest, of network: ExplainableNetwork
  ) throws -> Evaluator {
    let running = computing.running(requests[0].network, threads: self.running.threadCount)
    let explainers = try requests.map { request in
      try Explainer(
        request, of: network, running: running,
        references: try InputSearch().find(request.settings.texts(.references)).sources)
    }
    if !self.running.quiet {
      var told: Set<String> = []
      explainers.flatMap(\.warnings).filter { told.insert($0).inserted }.forEach(Console.warning)
    }
    return try Evaluator(explainers, evaluation, running: running)
  }
}
