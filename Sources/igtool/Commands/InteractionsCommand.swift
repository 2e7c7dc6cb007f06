import ArgumentParser
import Explaining
import Foundation
import Imaging
import Inputs
import Tensors

/// `igtool interactions`: which parts of an input count only together.
struct InteractionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "interactions",
    abstract: "Show which parts count only together, and which stand in for each other.",
    discussion: """
      igtool interactions photo.jpg
      igtool interactions photo.jpg --parts regions:20 --target "great grey owl"
      igtool interactions rows.csv --model iris --rows 12 --baseline mean
      igtool interactions --text "I did not treasure the match." --model mood

      Of every two parts i and j of the input x the second difference of the score,
      Δ = F(x) − F(x without i) − F(x without j) + F(x without both),
      where what is left out is replaced by the baseline. 0: what one adds does not depend on the other. \
      Above 0: they count only together, as the factors of a product. Below 0: one does what \
      the other does already, as the larger of two numbers.

      n parts take 1 + n + n (n − 1) / 2 evaluations, 326 of a grid of 5 × 5. Writes \
      photo.interactions.png for photo.jpg: blue joins what counts only together, orange what stands in for each other. \
      --save csv writes all pairs, --save npy the matrix, with F(x) − F(x without i) on its diagonal.
      """)

  /// What can be written.
  enum SavedProduct: String, CaseIterable {
    case picture, csv, npy

    /// What follows the stem in the file's name.
    var suffix: String {
      switch self {
      case .picture: "interactions.png"
      case .csv: "interactions.csv"
      case .npy: "interactions.npy"
      }
    }
  }

  @OptionGroup(title: "Input") var inputs: InputArguments
  @OptionGroup(title: "What is explained, and how") var options: InteractionOptions
  @OptionGroup(title: "The network") var network: ModelOptions

  @Option(
    help: ArgumentHelp(
      "Files to write: any of picture (of pictures), csv, npy [of pictures picture].",
      valueName: "list"),
    completion: Completions.list(SavedProduct.allCases.map(\.rawValue)))
  var save: String?

  @Flag(help: "Write one JSON object per explanation to standard output, and nothing else there.")
  var json = false

  @OptionGroup var folder: FolderOptions
  @OptionGroup(title: "Running") var running: RunningOptions
  @OptionGroup(title: "What the network is fed, and what it answers") var meaning: MeaningOptions
  @OptionGroup(title: "Reading pictures") var pictures: PictureOptions
  @OptionGroup(title: "How it is computed") var computing: ComputingOptions

  func validate() throws {
    if json && folder.place.isStandardOutput {
      throw ValidationError("--json and -o - both write to standard output; choose one")
    }
    _ = try products()
  }

  func run() throws {
    var draft = try draft()
    let request = try Request(draft)
    let samples = try inputs.request(
      for: request.network, writingTo: folder, isQuiet: running.quiet)
    let network = try self.network.load(
      request.network, isQuiet: running.quiet,
      for: samples,
      decoding: request.reading.decoding)
    let products = try products(for: network.reader.kind)
    let queue = try network.reader.queue(samples, request.reading)
    let plan = try OutputPlan(
      folder, suffixes: products.map(\.suffix),
      names: OutputNames(nil, for: request, model: network.name), sources: queue.sources,
      protecting: request.files + network.classifier.files)
    // A black cell is a thing of its own to a network; a blurred one hardly.
    if draft.baselines.isEmpty && network.reader.kind == .picture {
      draft.baselines = [try Baseline("blur")]
    }
    let shared = computing.running(request.network, threads: running.threadCount)
    let finder = try InteractionFinder(
      try Explainer(try Request(draft), of: network, running: shared),
      pictureParts: options.parts.parts,
      running: shared)
    if !running.quiet { queue.warnings.forEach(Console.warning) }
    var batch = Batch(
      count: queue.sources.count, of: network.reader.kind.samples, isQuiet: running.quiet)
    for source in queue.sources {
      try batch.attempt { try explain(try queue.read(source), finder, products, plan) }
    }
    try batch.finish()
  }

  private func explain(
    _ sample: Sample, _ finder: InteractionFinder, _ products: [SavedProduct], _ plan: OutputPlan
  ) throws {
    if !running.quiet {
      sample.warnings.forEach { Console.warning("\(sample.source.displayName): \($0)") }
    }
    let bar = ProgressBar(sample.source.displayName, unit: .evaluations, isQuiet: running.quiet)
    let findings = try finder.find(sample) { bar.update($0, of: $1) }
    bar.finish()
    for finding in findings {
      let name = OutputName(source: sample.source, target: finding.quantity)
      for product in products {
        try plan.write(
          try finding.bytes(of: product, pairs: options.pairs), to: plan.path(name, product.suffix),
          kind: product.suffix)
      }
      let paths = products.map { plan.path(name, $0.suffix) }
      if json {
        try Console.output(try JSONText.line(InteractionReport(finding, outputs: paths)))
      } else if !running.quiet && !plan.isStandardOutput {
        for line in finding.lines(pairs: options.pairs) {
          try Console.output(Console.printable(line))
        }
        if !paths.isEmpty {
          let files = paths.joined(separator: ", ") + plan.written.tell(paths)
          try Console.output("  → " + Console.printable(files))
        }
      }
    }
  }

  /// What was typed.
  private func draft() throws -> RequestDraft {
    var draft = RequestDraft(network: NetworkRequest(model: ModelOptions.standardModel))
    network.write(to: &draft.network)
    meaning.write(to: &draft.network)
    computing.write(to: &draft.network)
    pictures.write(to: &draft.reading)
    try options.write(to: &draft)
    return draft
  }

  private func products() throws -> [SavedProduct]? {
    try save.map { list in
      let items = try CommaList(list).items
      let names = SavedProduct.allCases.map(\.rawValue)
      return try items.map { item in
        guard let product = SavedProduct(rawValue: item) else {
          throw Suggestion.error("--save: there is no \"\(item)\"", item, among: names)
        }
        return product
      }
    }
  }

  private func products(for kind: SampleKind) throws -> [SavedProduct] {
    let products = try products() ?? (kind == .picture ? [.picture] : [])
    if products.contains(.picture) && kind != .picture {
      throw Failure(
        .usage, "--save picture: the network reads \(kind.samples); expected some of csv, npy")
    }
    return products
  }
}
