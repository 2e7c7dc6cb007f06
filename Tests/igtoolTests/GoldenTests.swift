import Foundation
import Imaging
import Models
import Tensors
import Testing

/// Scores and attributions, compared with what PyTorch computes in double precision.
struct GoldenTests {
  /// Differences of scores that single precision may cause.
  private static let scoreTolerance = 1e-5
  /// Relative differences of maps that single precision may cause.
  private static let mapTolerance = 2e-3
  /// The same for the gradient at one point of a photograph: where two values of a pooling window
  /// differ by rounding alone, either may get the gradient, and no other point evens that out.
  private static let gradientTolerance = 1e-2
  /// The same for the maps of flat shapes by fast convolutions: tiles that are flat are computed as
  /// such, those at a shape's edge are not, and where in a window across both the gradient comes to
  /// lie is up to rounding; scores and norms hardly depend on it.
  private static let flatTolerance = 0.05
  /// Folder with googlenet.onnx and squeezenet.onnx; tests of those are skipped without it.
  private static let models = ProcessInfo.processInfo.environment["IGTOOL_MODELS"]
  /// Folder with photographs; tests of those are skipped without it.
  private static let photos = ProcessInfo.processInfo.environment["IGTOOL_PHOTOS"]

  private let sandbox = Sandbox()

  @Test("the built-in network's attributions are those of PyTorch")
  func shapes() throws {
    let picture = try sandbox.write(
      try Golden.formulaPicture(side: 96).pngData(), to: "formula.png")
    try check("shapes-formula", model: "shapes", picture: picture)
  }

  @Test("the built-in network sees the same shapes as in PyTorch", arguments: ["star", "ring"])
  func samples(sample: String) throws {
    let (name, picture) = ("shapes-\(sample)", "\(Samples.folder)/\(sample).png")
    try check(name, model: "shapes", picture: picture, methods: ["ig"], arguments: ["--exact"])
    try check(
      name, model: "shapes", picture: picture, methods: ["ig"], tolerance: Self.flatTolerance)
    // At one point, nothing evens out where the gradient comes to lie.
    try check(name, model: "shapes", picture: picture, methods: ["gradient"], compared: ["norm"])
  }

  @Test(
    "GoogLeNet's attributions are those of PyTorch", .enabled(if: models != nil && photos != nil),
    arguments: ["1bd6987fa9219dec", "093a9eb64c43f424"])
  func googlenet(photo: String) throws {
    let folder = try #require(Self.photos)
    try check("googlenet-\(photo)", model: "googlenet", picture: "\(folder)/\(photo).jpg")
  }

  @Test(
    "GoogLeNet's fast convolutions give the map of exact ones",
    .enabled(if: models != nil && photos != nil))
  func exactConvolution() throws {
    let golden = try Golden(name: "googlenet-1bd6987fa9219dec")
    let picture = try #require(Self.photos) + "/1bd6987fa9219dec.jpg"
    let (_, fast) = try explain(golden, method: "ig", model: "googlenet", picture: picture)
    let (_, exact) = try explain(
      golden, method: "ig", model: "googlenet", picture: picture, ["--exact"])
    let squares = zip(fast.values, exact.values).map { pair in
      let (a, b) = (Double(pair.0), Double(pair.1))
      return (distance: (a - b) * (a - b), norm: b * b)
    }
    let distance = squares.reduce(0) { $0 + $1.distance } / squares.reduce(0) { $0 + $1.norm }
    #expect(distance > 0, "--exact changes nothing")
    #expect(distance.squareRoot() <= Self.mapTolerance)
  }

  @Test("SqueezeNet's attributions are those of PyTorch", .enabled(if: models != nil))
  func squeezenet() throws {
    let picture = try sandbox.write(
      try Golden.formulaPicture(side: 227).pngData(), to: "formula.png")
    try check("squeezenet-formula", model: "squeezenet", picture: picture)
  }

  private func check(
    _ name: String, model: String, picture: String, methods: [String] = ["ig", "gradient"],
    arguments: [String] = [], compared: Set<String>? = nil, tolerance: Double? = nil
  ) throws {
    let golden = try Golden(name: name)
    try #require(
      Checksum.sha256(of: Data(try Image.read(path: picture).image.samples))
        == golden.picture.sha256OfPixels,
      "\(picture) is decoded to other pixels than those of the golden")
    for method in methods {
      let (report, map) = try explain(
        golden, method: method, model: model, picture: picture, arguments)
      if method == "ig" { check(report, golden, name) }
      let expected = method == "ig" ? golden.attribution : golden.gradient
      let differences = expected.differences(from: map)
        .filter { compared?.contains($0.key) ?? true }
      let usual = method == "ig" ? Self.mapTolerance : Self.gradientTolerance
      #expect(
        !differences.isEmpty && differences.values.allSatisfy { $0 <= tolerance ?? usual },
        "\(name), \(method): relative differences \(differences)")
    }
  }

  private func explain(
    _ golden: Golden, method: String, model: String, picture: String, _ more: [String] = []
  ) throws -> (ReportText, Tensor) {
    let preprocessing = golden.preprocessing
    let arguments = [
      "explain", picture, "--model", model, "--method", method, "--target", "\(golden.target)",
      "--score", golden.score.kind,
      "--mean", list(preprocessing.mean), "--std", list(preprocessing.std),
      "--channel-order", preprocessing.channelOrder, "--save", "npy", "--json", "-o", method,
    ]
    let path = [
      "--steps", "\(golden.method.steps)", "--rule", golden.method.rule,
      "--baseline", golden.method.baseline,
    ]
    let outcome = try sandbox.run(
      arguments + (method == "ig" ? path : []) + more,
      environment: ["IGTOOL_MODELS": Self.models ?? ""])
    try #require(outcome.status == 0, "\(outcome.error)")
    let report = try outcome.report()
    return (report, try sandbox.array(try #require(report.outputs.first)))
  }

  private func check(_ report: ReportText, _ golden: Golden, _ name: String) {
    let input = abs(report.score.input - golden.score.input)
    let baseline = abs((report.score.baseline ?? .nan) - golden.score.baseline)
    #expect(
      input <= Self.scoreTolerance && baseline <= Self.scoreTolerance,
      "\(name): scores differ by \(input) and \(baseline)")
    #expect(report.evaluations == golden.method.evaluations)
    #expect(report.top.map(\.index) == golden.top.map(\.index), "\(name)")
    for (found, expected) in zip(report.top, golden.top) {
      #expect(abs(found.probability - expected.probability) <= Self.scoreTolerance, "\(name)")
    }
  }

  private func list(_ numbers: [Double]) -> String {
    numbers.map { "\($0)" }.joined(separator: ",")
  }
}
