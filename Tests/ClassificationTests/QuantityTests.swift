import Classification
import Foundation
import Models
import Tensors
import TestSupport
import Testing

@Suite("What is explained") struct QuantityTests {
  private let points = PointBatch((1...4).map { Tensor.random([2, 3, 3], seed: $0) })
  private let tolerance = roundingTolerance(terms: 18)

  private func shapes() throws -> Classifier {
    try Classifier(try ModelStore(environment: [:]).locate("shapes"))
  }

  private func quantity(_ text: String, of classifier: Classifier) throws -> Quantity {
    let found = try classifier.quantities(
      of: Target(text), probabilities: (0..<classifier.labels.count).map(Double.init))
    #expect(found.count == 1)
    return try #require(found.first)
  }

  private func failure(_ text: String, of classifier: Classifier) -> ClassificationError? {
    do {
      _ = try classifier.quantities(of: Target(text), probabilities: [])
      return nil
    } catch { return error }
  }

  // MARK: - Numbers made of scores

  @Test("the largest score is that of the class that has it at each point")
  func largest() throws {
    let scorer = try TinyNetwork().classifier().scorer(.logit, threads: 2)
    // One gradient for each point.
    let batch = PointBatch(
      anchors: points.anchors,
      points: points.points.enumerated().map { index, point in
        PointBatch.Point(coefficients: point.coefficients, weight: 1, group: index)
      })
    let classes = try (0..<TinyNetwork.classes).map { index in
      try scorer.function(of: .score(label(index))).gradients(at: batch)
    }
    let found = try scorer.function(of: .largest).gradients(at: batch)
    var winners = Set<Int>()
    for point in batch.points.indices {
      let best = try #require(
        classes.indices.max { classes[$0].values[point] < classes[$1].values[point] })
      winners.insert(best)
      #expect(found.values[point] == classes[best].values[point])
      #expect(found.sums[point] == classes[best].sums[point])
    }
    #expect(winners.count > 1, "the points have one winner")
    #expect(try scorer.function(of: .largest).values(at: points) == found.values)
  }

  @Test("weights of classes come from a file, by label or index")
  func weights() throws {
    let classifier = try TinyNetwork().classifier(
      manifest: #"{"labels": "labels.txt", "input": {"preprocessing": "unit"}}"#,
      labels: ["ash, Fraxinus", "beech", "cedar", "date palm"])
    let folder = try TemporaryFolder()
    let path = try folder.write("tree weights.json", #"{"Beech": 2, "3": -0.5, "fraxinus": 0}"#)
    let found = try quantity("weights:\(path)", of: classifier)
    #expect(found.label == "tree weights.json")
    #expect(found.classIndex == nil)
    let scorer = try classifier.scorer(.probability, threads: 1)
    let parts = try [1, 3].map {
      try scorer.function(of: .score(classifier.labels[$0])).gradients(at: points)
    }
    let sum = try scorer.function(of: found).gradients(at: points)
    let expected = zip(parts[0].values, parts[1].values).map { 2 * $0 - 0.5 * $1 }
    #expect(relativeDifference(sum.values, expected) < tolerance)
    let gradient = zip(parts[0].sums[0].values, parts[1].sums[0].values).map { 2 * $0 - 0.5 * $1 }
    #expect(relativeDifference(sum.sums[0].values, gradient) < tolerance)
  }

  @Test("a file of weights that makes no sense is refused, with its path")
  func badWeights() throws {
    let classifier = try TinyNetwork().classifier()
    let folder = try TemporaryFolder()
    let cases = [
      ("[1, 2]", "expected a JSON object of finite numbers"),
      ("{\"1\": \"much\"}", "expected a JSON object of finite numbers"),
      ("{\"1\": true}", "expected a JSON object of finite numbers"),
      ("not JSON", "expected a JSON object of finite numbers"),
      ("{}", "expected a weight that is not 0, found none"),
      ("{\"1\": 0, \"2\": 1e-60}", "expected a weight that is not 0, found none"),
      ("{\"1\": 1e300}", "\"1\": expected a finite number, found 1e+300"),
      ("{\"1\": 1, \"01\": 2}", "\"1\": class 1 (class 1) has a weight already"),
      ("{\"9\": 1}", "target \"9\": expected a class from 0 to 3"),
      ("{\"oak\": 1}", "the network has no labels to find \"oak\" in"),
    ]
    for (index, (text, problem)) in cases.enumerated() {
      let path = try folder.write("\(index).json", text)
      let error = failure("weights:\(path)", of: classifier)
      #expect(error?.kind == .badData)
      #expect(error?.description.hasPrefix("\(path): \(problem)") == true, "\(text)")
    }
    let missing = failure("weights:\(folder.path)/none.json", of: classifier)
    #expect(missing?.kind == .noInput)
    #expect(missing?.description == "\(folder.path)/none.json: no such file")
    #expect(failure("weights:", of: classifier)?.kind == .usage)
  }

  @Test("classes keep their names and places; a contrast names both")
  func labels() throws {
    let classifier = try shapes()
    #expect(try quantity("star", of: classifier) == .score(classifier.labels[3]))
    #expect(try quantity("3", of: classifier).label == "star")
    #expect(try quantity("3", of: classifier).classIndex == 3)
    #expect(try quantity("top", of: classifier).classIndex == 10)
    #expect(try quantity("max", of: classifier).label == "largest score")
    let pair = Quantity.difference(classifier.labels[3], minus: classifier.labels[4])
    #expect(pair.label == "star minus heart")
    #expect(pair.classIndex == 3)
  }

  @Test("several numbers at once have the bits that each has alone")
  func several() throws {
    let classifier = try shapes()
    let batch = PointBatch(
      from: Tensor([96, 96, 3], repeating: -1),
      to: Tensor.random([96, 96, 3], in: -0.5...0.5, seed: 1),
      at: [0.1, 0.3, 0.5, 0.7, 0.9], weights: [Double](repeating: 0.2, count: 5))
    let quantities: [Quantity] = [
      .score(classifier.labels[3]), .largest,
      .difference(classifier.labels[1], minus: classifier.labels[2]),
    ]
    let (one, other) = try (
      classifier.scorer(.probability, threads: 2), classifier.scorer(.logit, threads: 1)
    )
    let shared = quantities.map { one.function(of: $0) }
    for functions in [shared, shared + [other.function(of: .largest)], []] {
      let together = try ClassScore.gradients(of: functions, at: batch)
      #expect(together.count == functions.count)
      for (function, found) in zip(functions, together) {
        let alone = try function.gradients(at: batch)
        #expect(found.values == alone.values && found.sums == alone.sums)
      }
    }
    let layered = try classifier.layerScorer(.probability, layer: "norm1", threads: 2)
    let seen = try LayerScore.gradients(of: quantities.map { layered.function(of: $0) }, at: batch)
    let expected = try ClassScore.gradients(of: shared, at: batch)
    #expect(seen.map(\.values) == expected.map(\.values))
    #expect(seen.map(\.sums) == expected.map(\.sums))
    #expect(throws: ClassificationError.self) {
      try ClassScore.gradients(of: shared, at: PointBatch([Tensor([2])]))
    }
  }

  // MARK: - Values inside the network

  @Test("a layer, a channel and a neuron are sums of fewer and fewer values")
  func activations() throws {
    let classifier = try shapes()
    let picture = PointBatch([Tensor.random([96, 96, 3], in: -0.5...0.5, seed: 1)])
    let layer = try classifier.layerScorer(.logit, layer: "pool1", threads: 1)
    let values = try #require(try layer.function(of: .largest).layer(at: picture).first).activation
    let scorer = try classifier.activationScorer(layer: "pool1", threads: 1)
    func found(_ text: String) throws -> Double {
      let sum = try #require(try quantity(text, of: classifier).activation)
      return try scorer.function(of: sum).values(at: picture)[0]
    }
    func sum(_ isChosen: (Int, Int, Int) -> Bool) -> Double {
      var sum = 0.0
      for y in 0..<24 {
        for x in 0..<24 {
          for channel in 0..<24 where isChosen(y, x, channel) {
            sum += Double(values.values[(y * 24 + x) * 24 + channel])
          }
        }
      }
      return sum
    }
    #expect(abs(try found("layer:pool1") - sum { _, _, _ in true }) < 1e-2)
    #expect(abs(try found("layer:pool1:7") - sum { $2 == 7 }) < 1e-3)
    #expect(abs(try found("layer:pool1:7:5,23") - sum { $0 == 5 && $1 == 23 && $2 == 7 }) < 1e-5)
  }

  @Test("the gradient of an activation is that of finite differences")
  func activationGradient() throws {
    let classifier = try shapes()
    let sum = try #require(try quantity("layer:inception_3a:5", of: classifier).activation)
    let function = try classifier.activationScorer(layer: "inception_3a", threads: 2)
      .function(of: sum)
    let point = Tensor.random([96, 96, 3], in: -0.5...0.5, seed: 2)
    let gradient = try function.gradients(at: PointBatch([point])).sums[0]
    let length = gradient.values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    #expect(length > 0)
    // So short that few of the many rectifiers and maxima in the sum switch.
    let step = 2e-4
    let ends = [step, -step].map { way in
      Tensor(
        point.shape,
        zip(point.values, gradient.values).map { $0 + Float(way * Double($1) / length) })
    }
    let values = try function.values(at: PointBatch(ends))
    let slope = (values[0] - values[1]) / (2 * step)
    #expect(abs(slope - length) < 0.01 * length, "\(slope) against \(length)")
  }

  @Test("the text of a target says which values are meant")
  func activationLabels() throws {
    let classifier = try shapes()
    for (text, label) in [
      ("layer:pool1", "pool1"), ("layer:pool1:12", "pool1:12"),
      ("layer:pool1:12:3,4", "pool1:12:3,4"), ("layer:logits:2", "logits:2"),
    ] {
      let found = try quantity(text, of: classifier)
      #expect(found.label == label)
      #expect(found.classIndex == nil)
    }
    #expect(try quantity("layer:pool1:012:3,04", of: classifier).label == "pool1:12:3,4")
  }

  @Test(
    "names of layers may have colons",
    arguments: [("f:1", nil), ("f:1:12", 12), ("f", nil), ("f:0", nil)] as [(String, Int?)])
  func colons(_ text: String, _ channel: Int?) throws {
    let name = text.hasPrefix("f:1") ? "f:1" : text
    let classifier = try TinyNetwork(flat: name).classifier()
    let found = try #require(try quantity("layer:\(text)", of: classifier).activation)
    #expect(found.layer.name == name)
    #expect(found.channel == channel)
  }

  @Test(
    "channels and neurons that do not exist are refused, with those that do",
    arguments: [
      ("pool1:24", "a channel from 0 to 23, found \"24\""),
      ("pool1:-1", "a channel from 0 to 23, found \"-1\""),
      ("pool1:red", "a channel from 0 to 23, found \"red\""),
      ("pool1:", "a channel from 0 to 23, found \"\""),
      (
        "pool1:1:24,0",
        "a row from 0 to 23 and a column from 0 to 23 as Y,X, found \"24,0\""
      ),
      ("pool1:1:5", "a row from 0 to 23 and a column from 0 to 23 as Y,X, found \"5\""),
      ("logits:1:0,0", "no position, the layer has shape 11, no rows and columns"),
    ])
  func badActivations(_ text: String, _ expected: String) throws {
    let error = failure("layer:\(text)", of: try shapes())
    #expect(error == .badTarget(text: "layer:\(text)", expected: expected))
    #expect(error?.kind == .usage)
  }

  @Test("an unknown layer is refused by its name, without channel and position")
  func unknownLayer() throws {
    let error = failure("layer:poool1:12:3,4", of: try shapes())
    guard case .unknownLayer("poool1", let similar) = error else {
      Issue.record("expected an unknown layer")
      return
    }
    #expect(similar.contains("pool1"))
    #expect(failure("layer:", of: try shapes())?.kind == .usage)
  }

  @Test("what is no class cannot be resolved as one", arguments: ["max", "layer:x", "weights:x"])
  func noClass(_ text: String) throws {
    let labels = try shapes().labels
    let error = #expect(throws: ClassificationError.self) {
      try labels.resolve(Target(text), probabilities: [])
    }
    #expect(error?.description == "target \"\(text)\": expected a class")
  }
}
