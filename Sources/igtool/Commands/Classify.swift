import ArgumentParser
import Classification
import Explaining
import Foundation
import Inputs

/// `igtool classify`: what a network sees in photos.
struct Classify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the most probable classes with their probabilities.",
    discussion: """
      igtool classify photo.jpg
      igtool classify photos/ --top 3 --model squeezenet
      igtool classify photo.jpg --json
      """)

  @Argument(help: "Pictures (JPEG, PNG), folders of pictures, patterns, or - for standard input.")
  var images: [String]

  @Option(help: ArgumentHelp("Number of classes.", valueName: "k"))
  var top = 5

  @Flag(help: "Write one JSON object per picture to standard output, and nothing else there.")
  var json = false

  @OptionGroup(title: "The network") var network: ModelOptions
  @OptionGroup(title: "Reading pictures") var pictures: PictureOptions
  @OptionGroup(title: "Running") var running: RunningOptions

  func validate() throws {
    guard top > 0 else { throw ValidationError("--top \(top): expected 1 or more") }
  }

  /// What the network says about one picture.
  private struct Answer: Encodable {
    let image: String
    let model: String
    let top: [Report.Ranked]
    let warnings: [String]
    let assumed: [String]
  }

  func run() throws {
    var request = try self.network.request()
    running.write(to: &request)
    let inputs = try InputPicture.find(images)
    let network = try self.network.load(
      request, isQuiet: running.quiet, for: inputs, decoding: pictures.decoding)
    let recognizer = try network.classifier.recognizer(engine: running.running(request).engine)
    var batch = Batch(count: inputs.count)
    for picture in inputs {
      try batch.attempt { try classify(picture, with: network, recognizer) }
    }
    try batch.finish()
  }

  private func classify(
    _ picture: InputPicture, with network: ExplainableNetwork, _ recognizer: Recognizer
  ) throws {
    let photo = try Photo(picture, decoding: pictures.decoding, for: network.reader)
    let ranking = try Ranking(
      of: photo, by: recognizer, labels: network.classifier.labels, count: top)
    let warnings = photo.decoded.warnings
    if !running.quiet {
      warnings.forEach { Console.warning("\(picture.displayName): \($0)") }
    }
    try tell(
      Answer(
        image: picture.path, model: network.name, top: ranking.top.map(Report.Ranked.init),
        warnings: warnings + network.warnings, assumed: network.assumed))
  }

  private func tell(_ answer: Answer) throws {
    if json { return try Console.output(try JSONText.line(answer)) }
    try Console.output(Console.printable(answer.image))
    for entry in answer.top {
      let share =
        entry.isNumber
        ? String(format: "%9.4g", entry.probability)
        : String(format: "%7.2f %%", entry.probability * 100)
      try Console.output("\(share)  \(Console.printable(entry.label)) (\(entry.index))")
    }
  }
}
