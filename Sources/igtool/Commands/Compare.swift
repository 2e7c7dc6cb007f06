import ArgumentParser
import Classification
import Explaining
import Foundation
import Imaging
import Inputs

/// `igtool compare`: maps of one photo by different means, side by side.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show maps by different methods, baselines, targets and steps side by side.",
    discussion: """
      igtool compare photo.jpg --method ig --method guided-ig --method grad-cam
      igtool compare photo.jpg --baseline black --baseline white --baseline blur --target top2
      igtool compare photo.jpg --steps 5 --steps 20 --steps 100 --show mask
      igtool compare photos/ -o sheets --method ig --method xrai --scale each

      Writes photo.compare.png: one map for every combination. Maps share a colour scale where that
      shows all of them; cells say by how much others are brightened. Several pictures have a
      sheet together as well, compare.png, with a row for each.
      """)

  @Argument(
    help: "Pictures (JPEG, PNG), folders of pictures, patterns, or - for standard input.",
    completion: .file())
  var images: [String] = []

  @OptionGroup(title: "What is compared") var options: CompareOptions
  @OptionGroup(title: "The network") var network: ModelOptions
  @OptionGroup(title: "How maps look") var look: LookOptions
  @OptionGroup(title: "Running") var running: RunningOptions
  @OptionGroup(title: "What the network is fed, and what it answers") var meaning: MeaningOptions
  @OptionGroup(title: "Reading pictures") var pictures: PictureOptions
  @OptionGroup(title: "How it is computed") var computing: ComputingOptions

  @OptionGroup var folder: FolderOptions
  @OptionGroup var search: SearchOptions

  @Flag(help: "Write one JSON object per picture to standard output, and nothing else there.")
  var json = false
  /// What is said of a sheet.
  private struct Answer: Encodable {
    let version = Igtool.version
    let image: String
    let cells: [PublishedReport]
    let outputs: [String]
  }

  private static let suffix = "compare.png"

  /// Refuses what does not go together.
  func validate() throws {
    if images.isEmpty && search.fromFile == nil {
      throw ValidationError("missing expected argument '<images> ...'")
    }
    if json && folder.place.isStandardOutput {
      throw ValidationError("--json and -o - both write to standard output; choose one")
    }
  }

  func run() throws {
    var request = try self.network.request(meaning)
    computing.write(to: &request)
    let requests = try options.requests(request, pictures.reading)
    let baselines = try options.baselines()
    let inputs = try search.find(images, writingTo: folder, isQuiet: running.quiet)
    var plan = try OutputPlan(
      folder, suffixes: [Self.suffix], sources: inputs,
      ofAll: inputs.count > 1 ? [ComparisonOverview.fileName] : [],
      protecting: requests.flatMap(\.request.files) + baselines.flatMap(\.files))
    let loading = Stopwatch()
    let network = try self.network.load(
      request, isQuiet: running.quiet, for: SampleRequest(sources: inputs),
      decoding: pictures.decoding)
    guard let reader = network.pictureReader else {
      throw Failure(
        .usage, "compare draws pictures, and the network reads \(network.reader.kind.samples)")
    }
    try plan.protect(network.classifier.files)
    let variants = try variants(requests, of: network)
    let seconds = loading.seconds
    let queue = try PictureSamples(reader).queue(SampleRequest(sources: inputs), pictures.reading)
    var batch = Batch(count: inputs.count, isQuiet: running.quiet)
    var overview = ComparisonOverview(heading: ["\(inputs.count) pictures", network.name])
    for picture in inputs {
      try batch.attempt {
        let row = try compare(
          try queue.read(picture), variants, baselines: baselines, plan, loadSeconds: seconds)
        if let row, inputs.count > 1 { overview.add(row) }
      }
    }
    try write(overview, plan)
    try batch.finish()
  }

  /// Every method with every number of steps, ready to explain; tells warnings once.
  private func variants(
    _ requests: [(method: Int, steps: Int?, request: Request)], of network: ExplainableNetwork
  ) throws -> [ComparisonVariant] {
    let variants = try requests.map { method, steps, request in
      ComparisonVariant(
        method: method, steps: steps,
        explainer: try Explainer(
          request, of: network,
          running: computing.running(request.network, threads: running.threadCount)))
    }
    try OutputName.refuseSameNames(variants[0].explainer.fixedQuantities)
    if !running.quiet {
      var told: Set<String> = []
      variants.flatMap(\.explainer.warnings).filter { told.insert($0).inserted }
        .forEach(Console.warning)
    }
    return variants
  }

  /// Writes the sheet of all pictures, if there are several.
  private func write(_ overview: ComparisonOverview, _ plan: OutputPlan) throws {
    if overview.isTooLarge && !running.quiet {
      Console.warning(
        "no sheet of all pictures: expected at most \(CompareOptions.mostCells) maps; "
          + "compare fewer pictures, or see the sheets of each")
    }
    guard overview.rows.count > 1 else { return }
    let path = plan.path(ofAll: ComparisonOverview.fileName)
    try plan.write(try overview.image().pngData(), to: path, kind: ComparisonOverview.fileName)
    if !json && !running.quiet {
      try Console.output("  → " + Console.printable(path + plan.written.tell([path])))
    }
  }

  private func compare(
    _ sample: Sample, _ variants: [ComparisonVariant], baselines: [Baseline],
    _ plan: OutputPlan, loadSeconds: Double
  ) throws -> ComparisonOverview.Row? {
    let network = variants[0].explainer.network
    guard let photo = sample.photo else { return nil }
    let picture = sample.source
    if !running.quiet {
      sample.warnings.forEach { Console.warning("\(picture.displayName): \($0)") }
    }
    let bars = MapBars(picture.displayName, isQuiet: running.quiet)
    let comparison = try Comparison(of: sample, by: variants, baselines: baselines) {
      bars.show($0)
    }
    bars.finish()
    var look = look.look
    if self.look.scale == nil { look.scale = .shared }
    // The sheet has its own words and numbers around the maps.
    (look.canvas, look.hasLegend, look.hasCaption) = (.photo, false, false)
    let sheet = ComparisonSheet(
      comparison, of: photo, network: network, options: options, baselines: baselines, look: look)
    let name = OutputName(source: picture)
    try plan.write(
      try sheet.image().pngData(), to: plan.path(name, Self.suffix), kind: Self.suffix)
    let cells = comparison.reports.map {
      PublishedReport($0, display: nil, outputs: [], loadSeconds: loadSeconds, renderSeconds: 0)
    }
    try tell(Answer(image: picture.path, cells: cells, outputs: plan.paths(name)), plan)
    return sheet.overviewRow()
  }

  private func tell(_ answer: Answer, _ plan: OutputPlan) throws {
    if json { return try Console.output(try JSONText.line(answer)) }
    if running.quiet { return }
    let maps = answer.cells.count == 1 ? "1 map" : "\(answer.cells.count) maps"
    let evaluations = answer.cells.reduce(0) { $0 + $1.report.evaluations }
    let seconds = answer.cells.reduce(0) { $0 + $1.report.seconds }
    let line =
      "\(answer.image)  \(maps)  \(evaluations) evaluations  " + String(format: "%.2f s", seconds)
    if plan.isStandardOutput { return Console.note(line) }
    let files = answer.outputs.joined(separator: ", ") + plan.written.tell(answer.outputs)
    try Console.output(Console.printable(line) + "\n  → " + Console.printable(files))
  }
}

/// The progress bars of a comparison, one for each map.
private final class MapBars {
  private let name: String
  private let isQuiet: Bool
  private let clock = Stopwatch()
  private var current: (map: Int, bar: ProgressBar)?

  init(_ name: String, isQuiet: Bool) { (self.name, self.isQuiet) = (name, isQuiet) }

  func show(_ progress: Comparison.Progress) {
    if current?.map != progress.map {
      finish()
      current = (
        progress.map,
        ProgressBar(
          name,
          place: ProgressBar.Place(
            noun: "map", number: progress.map, count: progress.mapCount, clock: clock),
          unit: .evaluations, isQuiet: isQuiet)
      )
    }
    current?.bar.update(progress.done, of: progress.all)
  }

  func finish() { current?.bar.finish() }
}
