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
      igtool evaluate photos/ --fill black --fill linear --metric deletion,insertion
      igtool evaluate -r photos/ -o evaluation --save json,html,svg --resume
      igtool evaluate rows.csv --model iris --method ig --method gradient
      igtool evaluate photo.jpg --method ig --sanity
      igtool evaluate photos/ --method ig --method grad-cam --truth masks/
      igtool evaluate --builtin

      Explains every input by every method, removes parts of it, and looks at what the network says \
      then. Beside methods stand two maps that know nothing of the network, which they should beat: \
      random, and sobel, the edges of the picture. Means have their standard errors; the first \
      method is compared with each other one on the same inputs by the exact two-sided sign test, \
      and --json and --save json compare every two.

      Fill, step (how many features are removed at a time) and kind of score decide how methods are \
      ranked, and stand beside the numbers.

      \(metricLines)

      --save json writes photo.evaluation.json of photo.jpg, and evaluation.json of all; html and \
      svg write evaluation.html and evaluation.svg, the curves. With any of them the run is recorded \
      in evaluations.jsonl, for --resume.
      """)

  /// A line for each metric.
  private static var metricLines: String {
    MetricTable.entries.map { entry in
      let sign =
        switch entry.better {
        case .higher: "large is good"
        case .lower: "small is good"
        case .neither: "neither is good"
        }
      return "\(entry.name): \(entry.summary); \(sign) (\(entry.source))"
    }.joined(separator: "\n")
  }

  @OptionGroup(title: "Input") var inputs: InputArguments
  @OptionGroup(title: "What is evaluated, and how") var options: EvaluateOptions
  @OptionGroup(title: "What is checked in place of metrics") var checks: MapCheckOptions
  @OptionGroup(title: "The network") var network: ModelOptions
  @OptionGroup(title: "Output") var output: EvaluationOutputOptions
  @OptionGroup(title: "Many inputs") var many: BatchOptions
  @OptionGroup(title: "Running") var running: RunningOptions
  @OptionGroup(title: "Settings of single methods") var parameters: MethodParameters
  @OptionGroup(title: "What the network is fed, and what it answers") var meaning: MeaningOptions
  @OptionGroup(title: "Reading pictures") var pictures: PictureOptions
  @OptionGroup(title: "How it is computed") var computing: ComputingOptions

  func validate() throws {
    if many.resume && output.folder.noClobber {
      throw ValidationError("--resume replaces what is not complete, which --no-clobber forbids")
    }
    if checks.builtin && !inputs.isEmpty {
      throw ValidationError("--builtin has inputs of its own; leave others out")
    }
    let meaningless = [
      ("--save", output.save != nil), ("--resume", many.resume), ("--shard", many.shard != nil),
      ("--metric", options.metric != nil), ("--fill", !options.fill.isEmpty),
    ].filter(\.1).map(\.0)
    if checks.areAsked, let option = meaningless.first {
      throw ValidationError(
        "\(option) means nothing to --sanity, --truth and --builtin, which print tables of their own"
      )
    }
  }

  func run() throws {
    if checks.builtin {
      return try BuiltInEvaluation(
        methods: options.method.map(\.text), store: network.store, running: running,
        json: output.json
      ).run()
    }
    let requests = try requests()
    let samples = try inputs.request(
      for: requests[0].network, writingTo: output.folder, isQuiet: running.quiet)
    let evaluation = try options.evaluation()
    let references = try requests.map {
      try InputSearch().find($0.settings.texts(.references)).sources
    }
    let read =
      requests.flatMap(\.files) + references.flatMap { $0.map(\.path) }
      + evaluation.fills.flatMap(\.files) + [options.like].compactMap(\.self)
      + samples.named.map(\.path)
    let network = try self.network.load(
      requests[0].network, isQuiet: running.quiet,
      for: samples,
      decoding: requests[0].reading.decoding)
    let methods = try methods(requests, references, of: network)
    let queue = try network.reader.queue(samples, requests[0].reading)
    if !running.quiet { queue.warnings.forEach(Console.warning) }
    if checks.areAsked {
      return try MapCheckRun(methods, queue: queue, running: running, json: output.json).run(checks)
    }
    let evaluator = try Evaluator(
      methods.map(\.explainer), evaluation, running: methods[0].running)
    try evaluate(queue, by: evaluator, reading: read + network.classifier.files)
  }

  /// Evaluates all samples; `files` are those that the numbers follow from, besides the inputs.
  private func evaluate(
    _ queue: SampleQueue, by evaluator: Evaluator, reading files: [String]
  ) throws {
    let plan = try output.plan(queue.sources, many.shard, protecting: files)
    let work = try Workload(queue, plan, many, as: .evaluations) {
      try RunKey(
        EvaluationKey(evaluator, products: output.products), files: files)
    }
    let publisher = EvaluationPublisher(
      evaluator: evaluator, plan: plan, products: output.products, isJSON: output.json,
      isQuiet: running.quiet, sources: work.sources, shard: many.shard)
    let batch = work.tally(
      of: evaluator.explainers[0].network.reader.kind.samples, gapLimit: nil, many,
      isQuiet: running.quiet)
    try EvaluationRun(evaluator, publisher, work, batch, isQuiet: running.quiet).run()
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
  private func methods(
    _ requests: [Request], _ references: [[InputSource]], of network: ExplainableNetwork
  ) throws -> [EvaluatedMethod] {
    let running = computing.running(requests[0].network, threads: self.running.threadCount)
    let methods = try zip(requests, references).map { request, references in
      try EvaluatedMethod(request, of: network, running: running, references: references)
    }
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
  init(
    _ request: Request, of network: ExplainableNetwork, running: Running,
    references: [InputSource]
  ) throws {
    (self.running, self.references) = (running, references)
    explainer = try Explainer(request, of: network, running: running, references: references)
  }

  /// What tables call it.
  var name: String { explainer.request.method }
}

/// What an evaluation follows from, whatever the input.
private struct EvaluationKey: Encodable {
  let version = Igtool.version
  let requests: [Request]
  let metrics: [String]
  let fills: [String]
  let parts: Int
  let products: [String]

  init(_ evaluator: Evaluator, products: [EvaluationPublisher.Product]) {
    requests = evaluator.explainers.map(\.request)
    metrics = evaluator.request.metrics.map(\.name)
    fills = evaluator.request.fills.map(\.description)
    parts = evaluator.request.parts
    // The page and the curves are those of all inputs, and made anew.
    self.products = products.contains(.json) ? ["json"] : []
  }
}
