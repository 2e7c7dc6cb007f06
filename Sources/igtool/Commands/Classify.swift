import ArgumentParser
import Classification
import Explaining
import Foundation
import Inputs

/// `igtool classify`: what a network sees in pictures, rows or texts.
struct Classify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the most probable classes of pictures, rows or texts.",
    discussion: """
      igtool classify photo.jpg
      igtool classify photos/ --top 3 --model squeezenet
      igtool classify photo.jpg --json
      igtool classify rows.csv --model iris --rows 1-3
      igtool classify --text "The walk was quite great." --model mood
      """)

  @OptionGroup(title: "Input") var inputs: InputArguments

  @Option(help: ArgumentHelp("Number of classes.", valueName: "k"))
  var top = 5

  @Flag(help: "Write one JSON object per input to standard output, and nothing else there.")
  var json = false

  @OptionGroup(title: "The network") var network: ModelOptions
  @OptionGroup(title: "Running") var running: RunningOptions
  @OptionGroup(title: "What the network is fed, and what it answers") var meaning: MeaningOptions
  @OptionGroup(title: "Reading pictures") var pictures: PictureOptions
  @OptionGroup(title: "Reading rows and texts") var rows: RowOptions
  @OptionGroup(title: "How it is computed") var computing: ComputingOptions

  func validate() throws {
    guard top > 0 else { throw ValidationError("--top \(top): expected 1 or more") }
  }

  /// What the network says about one sample.
  private struct Answer: Encodable {
    let source: InputSource
    let kind: SampleKind
    let model: String
    let top: [Report.Ranked]
    let warnings: [String]
    let assumed: [String]

    private enum CodingKeys: String, CodingKey {
      case image, file, row, line, model, top, warnings, assumed
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      if source != .text {
        try container.encode(source.path, forKey: kind == .picture ? .image : .file)
      }
      try container.encodeIfPresent(source.number, forKey: kind == .tokens ? .line : .row)
      try container.encode(model, forKey: .model)
      try container.encode(top, forKey: .top)
      try container.encode(warnings, forKey: .warnings)
      try container.encode(assumed, forKey: .assumed)
    }
  }

  func run() throws {
    var request = try self.network.request(meaning)
    computing.write(to: &request)
    var reading = pictures.reading
    rows.write(to: &reading)
    let samples = try inputs.request(for: request, isQuiet: running.quiet)
    let network = try self.network.load(
      request, isQuiet: running.quiet,
      for: samples,
      decoding: reading.decoding)
    let queue = try network.reader.queue(samples, reading)
    if !running.quiet { queue.warnings.forEach(Console.warning) }
    let recognizers = Recognizers(
      network.classifier, computing.running(request, threads: running.threadCount).engine)
    var batch = Batch(count: queue.sources.count, of: network.reader.kind.samples)
    for source in queue.sources {
      try batch.attempt { try classify(try queue.read(source), with: network, recognizers) }
    }
    try batch.finish()
  }

  private func classify(
    _ sample: Sample, with network: ExplainableNetwork, _ recognizers: Recognizers
  ) throws {
    let ranking = try Ranking(
      of: sample, by: try recognizers.recognizer(for: sample), labels: network.classifier.labels,
      count: top)
    let warnings = sample.warnings
    if !running.quiet {
      let name = sample.source.displayName
      warnings.forEach { Console.warning("\(name): \($0)", of: name) }
    }
    try tell(
      Answer(
        source: sample.source, kind: network.reader.kind, model: network.name,
        top: ranking.top.map(Report.Ranked.init),
        warnings: sample.fileWarnings + warnings + network.warnings, assumed: network.assumed))
  }

  private func tell(_ answer: Answer) throws {
    if json { return try Console.output(try JSONText.line(answer)) }
    try Console.output(Console.printable(answer.source.displayName))
    for entry in answer.top {
      let share =
        entry.isNumber
        ? String(format: "%9.4g", entry.probability)
        : String(format: "%7.2f %%", entry.probability * 100)
      try Console.output("\(share)  \(Console.printable(entry.label)) (\(entry.index))")
    }
  }
}
