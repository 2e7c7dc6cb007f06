import ArgumentParser
import Explaining
import Foundation
import Rendering

/// `igtool summarize`: what whole runs of `explain` and `evaluate` say.
struct Summarize: ParsableCommand {
  /// What a run's record is called in its folder.
  static let recordName = "results.jsonl"
  /// What the record of what was measured is called there.
  static let evaluationName = "evaluations.jsonl"
  /// What the page is called.
  static let pageName = "summary.html"

  static let configuration = CommandConfiguration(
    abstract:
      "Tell what whole runs say: classes, mean maps, gaps, suspicious inputs, how good maps are.",
    discussion: """
      igtool summarize maps
      igtool summarize shard-1 shard-2 --save html -o report
      igtool explain photos/ --json | igtool summarize -
      igtool summarize maps evaluation --json

      Reads \(recordName), which explain has written of several inputs, or of one with --resume, and \
      \(evaluationName), which evaluate has, in a run's folder, results.1-of-4.jsonl and so on of their \
      parts, or lines of --json. Several folders are taken together, as the parts of one run; an input that several have alike counts once. Methods, \
      networks and kinds of score are kept apart.

      mean map: the mean share of each of 14×14 cells of the photo, Σ a of the cell / Σ |Σ a| of all \
      cells; every picture counts alike.
      positive: Σ max(a, 0) / Σ |a|, mean ± standard deviation.
      gap: |sum of the attributions − change of the score| / |change of the score|.
      suspicious: a baseline with half of the input's probability or more (of fewer than five classes \
      more than 1.5 times chance, too); the border, a tenth from \
      each side and 36 % of the photo, with 3 times the |a| of the inside by area (62.8 % of all), or \
      more; what is outside of the photo with as much |a| by area as the photo; a map that says \
      nothing.
      same place: cells whose share is 4 times that of an even map, 4/196, or more, in 80 % of all \
      pictures and in 80 % of those of two classes or more: a watermark, a frame, a date. It takes 10 \
      pictures of 2 classes.
      measured: of every metric of evaluate the mean ± standard error, s / √n with n − 1 in the variance; \
      of all inputs, of each class, and beside the maps of explain those of the same input, target, \
      network, method, kind of score and baselines. What each metric is: igtool evaluate --help.
      columns, words: mean and standard deviation of |a|, and the mean of a; words without regard to \
      capitals, those of two texts or more where there are any.
      """)

  /// What can be written.
  enum SavedProduct: String, CaseIterable, ExpressibleByArgument {
    case html
  }

  @Argument(
    help: ArgumentHelp(
      "Folders that explain or evaluate has written to, their records, or - for standard input.",
      valueName: "run"), completion: .file())
  var runs: [String]

  @Option(help: ArgumentHelp("What is written: html, the page \(pageName).", valueName: "what"))
  var save: SavedProduct?

  @OptionGroup var folder: FolderOptions

  @Flag(help: "Write one JSON object to standard output, and nothing else there.")
  var json = false

  @Flag(name: .shortAndLong, help: "Say nothing but errors.")
  var quiet = false

  @OptionGroup var log: LogOptions

  func validate() throws {
    if runs.count(where: { $0 == "-" }) > 1 {
      throw ValidationError("standard input (-) can be read once")
    }
    if json && save != nil && folder.place.isStandardOutput {
      throw ValidationError("--json and -o - both write to standard output; choose one")
    }
  }

  func run() throws {
    if save != nil { try folder.place.check() }
    let files = try runs.map { try RunFile($0) }
    var records = RunRecords()
    for file in files {
      if try file.add(to: &records) == 0 {
        throw Failure(
          .badData, "\(file.name): no line is a result of igtool; igtool explain --json writes such"
        )
      }
    }
    if !quiet { records.complaints.forEach(Console.warning) }
    let summary = RunSummary(records)
    if json {
      try Console.output(try JSONText.line(SummaryReport(summary: summary)))
    } else if !quiet && !(save != nil && folder.place.isStandardOutput) {
      for line in SummaryText(summary).lines { try Console.output(line) }
    }
    if save == .html { try writePage(of: summary, files) }
  }

  private func writePage(of summary: RunSummary, _ files: [RunFile]) throws {
    let path = folder.place.path(Self.pageName)
    let page = summary.page(
      heading: "Summary of " + files.map(\.title).joined(separator: ", "),
      command: CommandText.text(pictures: [], only: ""), of: files, path: path)
    let bytes = Array(try page.html().utf8)
    if folder.place.isStandardOutput { return try Console.write(bytes, to: STDOUT_FILENO) }
    try StagedFiles.write(bytes, to: path, existing: folder.noClobber ? .refuse : .replace)
    if !quiet && !json { try Console.output(Console.printable("  → " + path)) }
  }
}

/// A summary as `--json` tells it.
private struct SummaryReport: Encodable {
  let summary: RunSummary

  private enum CodingKeys: String, CodingKey { case version }

  func encode(to encoder: any Encoder) throws {
    try summary.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Igtool.version, forKey: .version)
  }
}
