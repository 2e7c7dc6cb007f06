import ArgumentParser
import Explaining
import Files
import Foundation
import Inputs

/// `igtool check`: whether a network still explains inputs as it did.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Hold stored explanations against what the network says today.",
    discussion: """
      igtool explain owl.jpg dog.jpg --save npy,json -o expected
      igtool check expected
      igtool check expected/owl.json owl.jpg --model new.onnx
      igtool check expected --model quantised.onnx --junit check.xml --save html

      Explains every input again as its report says, for the same class, and compares. It ends with \
      status 3 where one of these is not so, for a gate in continuous integration:

      class: the most probable class is the same.
      score: |score − stored score| / |stored score − stored score of the baseline|, without a baseline \
      / |stored score|, is at most --score.
      cosine: Σ a b / (‖a‖ ‖b‖) of the attributions is at least --cosine.
      overlap: of the most important features, --top of all by Σ |a|, at least --overlap are \
      the same.
      ssim: the structural similarity (Wang et al. 2004, 11×11 pixels) of pictures' masks is at least \
      --ssim.
      gap: |sum − change of the score| / |change of the score| is at most --gap.

      A network may read pictures in another size: the larger map is reduced to the smaller one's \
      pixels then. Other options of the network change what the report says of it.
      """)

  @Argument(
    help: ArgumentHelp(
      "A report of explain --save npy,json, or a folder of such.", valueName: "reference"),
    completion: .file())
  var reference: String

  @Argument(
    help: ArgumentHelp(
      "Where the inputs are, if not where the reports say: files of the same names, or folders; for one "
        + "report that is named itself a file of any name.",
      valueName: "input"),
    completion: .file())
  var inputs: [String] = []

  @OptionGroup(title: "How far the two may be apart") var limits: AgreementOptions
  @OptionGroup(title: "The network") var network: ModelOptions

  @Option(
    help: ArgumentHelp(
      "Write the results as JUnit's XML, which services for continuous integration show.",
      valueName: "file"), completion: .file())
  var junit: String?

  @Option(help: ArgumentHelp("What is written: html, the page check.html.", valueName: "what"))
  var save: Summarize.SavedProduct?

  @Flag(help: "Write one JSON object per explanation to standard output, and nothing else there.")
  var json = false

  @OptionGroup var folder: FolderOptions
  @OptionGroup(title: "Running") var running: RunningOptions
  @OptionGroup(title: "What the network is fed, and what it answers") var meaning: MeaningOptions
  @OptionGroup(title: "How it is computed") var computing: ComputingOptions

  /// What the page is called.
  private static let pageName = "check.html"

  func validate() throws {
    if json && save != nil && folder.place.isStandardOutput {
      throw ValidationError("--json and -o - both write to standard output; choose one")
    }
  }

  func run() throws {
    let references = try CheckReferences(reference, inputs: inputs)
    if save != nil { try folder.place.check() }
    var networks = CheckNetworks { request, samples in
      try network.load(request, isQuiet: running.quiet, for: samples)
    }
    var batch = Batch(count: references.all.count, of: "explanations", isQuiet: running.quiet)
    var results: [CheckResult] = []
    for entry in references.all {
      let clock = Stopwatch()
      do {
        let check = try check(entry, &networks)
        results.append(CheckResult(check, name: entry.name, seconds: clock.seconds))
        try tell(results[results.count - 1])
        batch.addDone()
      } catch {
        if error is ClosedPipe { throw error }
        results.append(CheckResult(error, name: entry.name, seconds: clock.seconds))
        // The failure of the only one ends everything, and is to be in the files, too.
        if references.all.count == 1 { try write(results) }
        try batch.tell(error)
      }
    }
    try write(results)
    try batch.finish()
    if !results.allSatisfy(\.passes) { throw Failure(.gateFailed, nil) }
  }

  private func check(
    _ entry: CheckReferences.Entry, _ networks: inout CheckNetworks
  ) throws -> ExplanationCheck {
    let stored = try StoredExplanation(entry.path)
    let input = entry.input.map(stored.input) ?? stored.input
    var request = stored.request.network
    network.write(to: &request)
    meaning.write(to: &request)
    computing.write(to: &request)
    try request.check()
    let loaded = try networks.network(request, for: input)
    let asked = try stored.request(request, of: loaded)
    let references = try InputSearch().find(asked.settings.texts(.references)).sources
    let explainer = try Explainer(
      asked, of: loaded, running: computing.running(request, threads: running.threadCount),
      references: references)
    let queue = try loaded.reader.queue(input, asked.reading)
    guard queue.sources.count == 1 else {
      throw Failure(
        .badData,
        "\(entry.path): explains one of the \(queue.sources.count) samples in "
          + "\(input.sources.map(\.path).joined(separator: ", ")) and does not say which")
    }
    let sample = try queue.read(queue.sources[0])
    let bar = ProgressBar(entry.name, unit: .evaluations, isQuiet: running.quiet)
    defer { bar.finish() }
    return try ExplanationCheck(stored, sample, by: explainer, within: limits.limits) {
      bar.update($0, of: $1)
    }
  }

  private func tell(_ result: CheckResult) throws {
    if json { return try Console.output(try JSONText.line(result)) }
    if running.quiet || (save != nil && folder.place.isStandardOutput) { return }
    for line in result.lines { try Console.output(Console.printable(line)) }
  }

  private func write(_ results: [CheckResult]) throws {
    if let junit {
      try StagedFiles.write(
        Array(JUnitText(results).text.utf8), to: junit,
        existing: folder.noClobber ? .refuse : .replace)
      try say(junit)
    }
    guard save == .html else { return }
    let page = CheckPage(results, command: CommandText.text(pictures: [], only: "")).page
    let bytes = Array(try page.html().utf8)
    if folder.place.isStandardOutput { return try Console.write(bytes, to: STDOUT_FILENO) }
    let path = folder.place.path(Self.pageName)
    try StagedFiles.write(bytes, to: path, existing: folder.noClobber ? .refuse : .replace)
    try say(path)
  }

  /// Says that a file was written.
  private func say(_ path: String) throws {
    if json || running.quiet { return }
    try Console.output(Console.printable("  → " + path))
  }
}
