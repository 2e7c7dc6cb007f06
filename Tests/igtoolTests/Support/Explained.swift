import Explaining
import Foundation
import Imaging
import Inputs
import Models
import Numerics
import Tensors
import Testing
import igtool

/// One explanation by the built-in network: what is reported, and the array.
struct Explained {
  let report: ReportText
  let map: Tensor

  /// Explains a picture in this process, as the program does with these arguments.
  init(_ arguments: [String], picture: String = Samples.star) throws {
    let arguments = try ExplainArguments([picture, "--model", "shapes"] + arguments)
    let request = arguments.request
    let network = try ExplainableNetwork(
      ModelStore(environment: [:]).locate(request.network.model), request.network)
    let explainer = try Explainer(
      request, of: network, running: arguments.running,
      references: arguments.references)
    let source = InputSource(path: picture)
    let sample = try network.reader.queue(SampleRequest(sources: [source]), request.reading)
      .read(source)
    let ranking = try explainer.classify(sample)
    let explanation = try explainer.explain(
      sample, try explainer.quantities(ranking), ranking: ranking
    ) { _, _ in }[0]
    report = try JSONDecoder().decode(
      ReportText.self, from: JSONEncoder().encode(Report(explanation, explainer: explainer)))
    map = explanation.attributions
  }
}

/// One explanation by the program itself: what is reported, what is written to standard error, and
/// the array.
struct Printed {
  let report: ReportText
  let warning: String
  let map: Tensor
}

extension Sandbox {
  /// Explains a picture with the built-in network, and reads the report and the array.
  func printed(
    _ arguments: [String], picture: String = Samples.star,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Printed {
    let folder = UUID().uuidString
    let outcome = try run(
      ["explain", picture, "--model", "shapes", "--save", "npy", "--json", "-o", folder] + arguments
    )
    #expect(outcome.status == 0, "\(outcome.error)", sourceLocation: sourceLocation)
    let report = try outcome.report()
    return Printed(
      report: report, warning: outcome.error,
      map: try NumPyFile.decode(try Samples.bytes(path(try #require(report.outputs.first)))))
  }

  /// The same in this process.
  func explained(_ arguments: [String], picture: String = Samples.star) throws -> Explained {
    try Explained(arguments, picture: picture)
  }

  /// Writes the star with a little noise, so that no two of its pixels are alike; returns its path.
  func grainyStar() throws -> String {
    let star = try Image.read(path: Samples.star).image
    var generator = SplitMix64(seed: 1)
    let samples = star.samples.map { sample in
      UInt8(min(max(Int(sample) + Int(generator.next() % 25) - 12, 0), 255))
    }
    return try write(
      try Image(width: star.width, height: star.height, samples: samples).pngData(),
      to: "grainy-star.png")
  }

  /// The attributions of the star.
  func map(_ arguments: String...) throws -> Tensor { try Explained(arguments).map }

  /// The report on the star.
  func report(_ arguments: String...) throws -> ReportText { try Explained(arguments).report }
}
