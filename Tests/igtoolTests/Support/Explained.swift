import Foundation
import Imaging
import Numerics
import Tensors
import Testing

/// One explanation by the built-in network: what is reported, what is written to standard error,
/// and the array.
struct Explained {
  let report: ReportText
  let warning: String
  let map: Tensor
}

extension Sandbox {
  /// Explains a picture with the built-in network, and reads the report and the array.
  func explained(
    _ arguments: [String], picture: String = Samples.star,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Explained {
    let folder = UUID().uuidString
    let outcome = try run(
      ["explain", picture, "--model", "shapes", "--save", "npy", "--json", "-o", folder] + arguments
    )
    #expect(outcome.status == 0, "\(outcome.error)", sourceLocation: sourceLocation)
    let report = try outcome.report()
    return Explained(
      report: report, warning: outcome.error,
      map: try NumPyFile.decode(try Samples.bytes(path(try #require(report.outputs.first)))))
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
  func map(
    _ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Tensor {
    try explained(arguments, sourceLocation: sourceLocation).map
  }

  /// The report on the star.
  func report(
    _ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> ReportText {
    try explained(arguments, sourceLocation: sourceLocation).report
  }
}
