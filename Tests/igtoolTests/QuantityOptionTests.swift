import Foundation
import Tensors
import Testing

/// What `igtool explain --target` can mean besides a class.
struct QuantityOptionTests {
  private let sandbox = Sandbox()
  /// A layer of eight channels of 12×12 values.
  private static let layer = "inception_3a_5x5_reduce"

  private func write(_ weights: String, to name: String = "weights.json") throws -> String {
    try sandbox.write(Array(weights.utf8), to: name)
  }

  // MARK: - Values inside the network

  @Test("of several classes, each is contrasted")
  func contrastOfSeveral() throws {
    let outcome = try sandbox.explain(
      Samples.star, "--target", "top3", "--contrast", "ring", "--json", "--save", "json")
    let reports = try outcome.reports()
    #expect(reports.count == 3)
    #expect(reports.allSatisfy { $0.contrast?.label == "ring" })
  }

  @Test("gradients of a layer's channels add up to that of the layer")
  func channels() throws {
    let targets = (0..<8).map { "layer:\(Self.layer):\($0)" } + ["layer:\(Self.layer)"]
    let reports = try sandbox.run(
      ["explain", Samples.star, "--model", "shapes", "--method", "gradient", "--json"]
        + ["--save", "npy"] + targets.flatMap { ["--target", $0] }
    ).reports()
    #expect(reports.map { "layer:" + $0.target.label } == targets)
    #expect(reports.allSatisfy { $0.target.index == nil && $0.score.kind == "activation" })
    #expect(sandbox.files.count == 9)
    let maps = try reports.map { try sandbox.array($0.outputs[0]) }
    var sum = [Float](repeating: 0, count: maps[8].values.count)
    for map in maps.dropLast() { for index in sum.indices { sum[index] += map.values[index] } }
    expectClose(maps[8], sum)
    let scores = reports.map(\.score.input)
    let total = scores.dropLast().reduce(0, +)
    #expect(abs(total - scores[8]) < 1e-4 * total)
  }

  @Test("positions have maps and files of their own, and add up to their channel's score")
  func positions() throws {
    let layer = "inception_4b_5x5_reduce_linear"
    let places = (0..<36).map { "\($0 / 6),\($0 % 6)" }
    let reports = try sandbox.run(
      ["explain", Samples.star, "--model", "shapes", "--method", "gradient", "--json"]
        + ["--save", "npy"] + places.flatMap { ["--target", "layer:\(layer):2:\($0)"] }
        + ["--target", "layer:\(layer):2"]
    ).reports()
    #expect(Set(reports.flatMap(\.outputs)) == Set(sandbox.files))
    #expect(sandbox.files.count == 37)
    let scores = reports.map(\.score.input)
    let scale = scores.map(abs).reduce(0, +)
    #expect(abs(scores.dropLast().reduce(0, +) - scores[36]) < 1e-5 * scale)
  }

  @Test("a class's probability and logit are values inside the network too")
  func scores() throws {
    for (layer, score) in [("probability", "probability"), ("logits", "logit")] {
      let value = try sandbox.explained(["--method", "gradient", "--target", "layer:\(layer):3"])
      let named = try sandbox.explained(
        ["--method", "gradient", "--target", "star", "--score", score])
      expectClose(value.map, named.map.values, within: 1e-5)
      #expect(abs(value.report.score.input - named.report.score.input) < 1e-5)
      #expect(value.report.target == .init(index: nil, label: "\(layer):3"))
    }
  }

  @Test("attributions of a value inside the network add up to its change")
  func completeness() throws {
    let report = try sandbox.report("--method", "idgi", "--steps", "3", "--target", "layer:pool3:5")
    #expect(report.score.kind == "activation" && report.complete == true)
    #expect(report.top[0].label == "star")
    #expect(report.baselineAnswers.count == 1)
  }

  // MARK: - Made of scores

  @Test("the largest score is that of the most probable class")
  func largest() throws {
    let largest = try sandbox.explained(["--method", "gradient", "--target", "max"])
    let top = try sandbox.map("--method", "gradient", "--target", "top")
    #expect(largest.map == top)
    #expect(largest.report.target == .init(index: nil, label: "largest score"))
    // At the baseline another class has the largest score.
    let path = try sandbox.report("--method", "idgi", "--steps", "3", "--target", "max")
    let start = try #require(path.score.baseline)
    #expect(abs(start - path.baselineAnswers[0].top.probability) < 1e-6)
    #expect(path.complete == true)
  }

  @Test(
    "a file of one weight is that class, by its label or its index",
    arguments: ["star", "3", "Star"])
  func oneWeight(key: String) throws {
    let file = try write("{\"\(key)\": 1}")
    let found = try sandbox.explained(["--steps", "3", "--target", "weights:\(file)"])
    let star = try sandbox.map("--steps", "3", "--target", "star")
    #expect(found.map == star)
    #expect(found.report.target == .init(index: nil, label: "weights.json"))
  }

  @Test("weights of 1 and -1 are a contrast, and twice the weights give twice the map")
  func contrast() throws {
    let once = try sandbox.map(
      "--steps", "3", "--target", "weights:\(write("{\"star\": 1, \"ring\": -1}"))")
    let contrast = try sandbox.map("--steps", "3", "--target", "star", "--contrast", "ring")
    expectClose(once, contrast.values, within: 1e-6)
    let twice = try sandbox.map(
      "--steps", "3", "--target", "weights:\(write("{\"star\": 2, \"6\": -2}"))")
    expectClose(twice, once.values.map { 2 * $0 })
  }

  // MARK: - Files

  @Test("targets of all kinds have different files")
  func names() throws {
    try _ = write("{\"star\": 1}")
    let targets = [
      "top2", "ring", "max", "weights:weights.json", "layer:\(Self.layer)", "layer:\(Self.layer):1",
      "layer:\(Self.layer):1:0,11", "layer:\(Self.layer):1:1,1", "layer:\(Self.layer)_linear:1:0,1",
      "layer:\(Self.layer)_linear:1:0,2",
    ]
    let outcome = try sandbox.run(
      ["explain", Samples.star, "--model", "shapes", "--method", "gradient", "--json"]
        + ["--save", "mask"] + targets.flatMap { ["--target", $0] })
    let reports = try outcome.reports()
    #expect(reports.count == 11)
    #expect(Set(reports.flatMap(\.outputs)).count == 11)
    let masks = Set(sandbox.files).subtracting(["weights.json"])
    #expect(masks == Set(reports.flatMap(\.outputs)))
    #expect(
      masks.isSuperset(of: [
        "star.star-3.gradient.mask.png", "star.largest-score.gradient.mask.png",
        "star.weights-json.gradient.mask.png",
        "star.inception-3a-5x5-reduce-1-0-11.gradient.mask.png",
      ]))
  }

  @Test("targets that would have the same files are an error before any work")
  func sameNames() throws {
    for folder in ["a", "b"] {
      _ = try write("{\"\(folder == "a" ? 3 : 6)\": 1}", to: "\(folder)/w.json")
    }
    let outcome = try sandbox.run(
      "explain", "none.png", "--model", "shapes", "--target", "weights:a/w.json", "--target",
      "weights:b/w.json")
    expectFailure(outcome, status: 64, "would both write *.w-json.*")
    #expect(sandbox.files == ["a/w.json", "b/w.json"])
  }

  @Test("a target that is given twice is explained once")
  func twice() throws {
    let outcome = try sandbox.explain(
      Samples.star, "--target", "max", "--target", "max", "--target", "layer:pool3:1", "--target",
      "layer:pool3:1", "--json")
    #expect(try outcome.reports().map(\.target.label) == ["largest score", "pool3:1"])
  }
}
