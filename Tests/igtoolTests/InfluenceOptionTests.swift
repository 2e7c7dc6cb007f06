import Foundation
import Tensors
import Testing

/// `--method influence`, and names of other libraries.
struct InfluenceOptionTests {
  private let sandbox = Sandbox()
  private static let layer = ["--layer", "inception_4b"]

  @Test("without noise it is the gradient, and multiplied the input times the gradient")
  func plain() throws {
    let still = ["--method", "influence", "--sigma", "0", "--samples", "2"]
    for layer in [[], Self.layer] {
      let gradient = try Explained(["--method", "gradient"] + layer)
      let found = try Explained(still + layer)
      expectClose(found.map, gradient.map.values, within: 1e-5)
      let product = try Explained(["--method", "input-x-gradient"] + layer)
      let times = try Explained(still + layer + ["--multiply-by-inputs", "yes"])
      expectClose(times.map, product.map.values, within: 1e-5)
    }
  }

  @Test(
    "with noise it is SmoothGrad of the gradient", arguments: [[], ["--layer", "inception_4b"]])
  func smoothGrad(_ layer: [String]) throws {
    let noise = ["--method", "influence", "--sigma", "0.1", "--samples", "5", "--seed", "3"]
    let smooth = ["--method", "gradient", "--smooth", "sg:5:0.1", "--seed", "3"]
    let (found, expected) = try (Explained(noise + layer), Explained(smooth + layer))
    expectClose(found.map, expected.map.values, within: 1e-5)
    #expect(found.report.evaluations == 6)
  }

  @Test("points of a file are those that the network reads")
  func points() throws {
    let rows = [Float](arrayLiteral: 5, 3, 1.5, 0.2, 6, 3, 4.5, 1.5)
    try sandbox.write(NumPyFile.encode(Tensor([2, 4], rows)), to: "points.npy")
    try sandbox.write(NumPyFile.encode(Tensor([1, 4], Array(rows[..<4]))), to: "a.npy")
    try sandbox.write(NumPyFile.encode(Tensor([1, 4], Array(rows[4...]))), to: "b.npy")
    func map(_ arguments: String...) throws -> [Float] {
      let outcome = try sandbox.run(
        ["explain"] + arguments + ["--model", "iris", "--save", "npy", "--json", "-o", "o"])
      #expect(outcome.status == 0, "\(outcome.error)")
      let name = try #require(sandbox.files.first { $0.hasPrefix("o/") })
      defer { try? FileManager.default.removeItem(atPath: sandbox.path("o")) }
      return try sandbox.array(name).values
    }
    let (first, second) = try (
      map("a.npy", "--method", "gradient", "--target", "0"),
      map("b.npy", "--method", "gradient", "--target", "0")
    )
    let mean = zip(first, second).map { ($0 + $1) / 2 }
    let found = try map(
      "a.npy", "--method", "influence", "--points", "points.npy", "--target", "0")
    expectClose(Tensor([4], found), mean, within: 1e-5)
  }

  @Test("points that are none are refused")
  func refused() throws {
    expectUsageError(
      try sandbox.explain(Samples.star, "--method", "influence", "--points", "uniform"),
      "--points uniform: expected gaussian or an array (.npy)")
    expectUsageError(
      try sandbox.explain(
        Samples.star, "--method", "influence", "--points", "a.npy", "--sigma", "1"),
      "--sigma belongs to --points gaussian")
    try sandbox.write(NumPyFile.encode(Tensor([3, 4, 3])), to: "small.npy")
    let outcome = try sandbox.explain(
      Samples.star, "--method", "influence", "--points", "small.npy")
    #expect(outcome.status == 65 && outcome.error.contains("small.npy"))
    let missing = try sandbox.explain(
      Samples.star, "--method", "influence", "--points", "none.npy")
    #expect(missing.status == 66)
  }

  @Test("TruLens' resolution is a number of steps")
  func resolution() throws {
    let found = try sandbox.map("--resolution", "3")
    #expect(try found == sandbox.map("--steps", "3"))
  }
}
