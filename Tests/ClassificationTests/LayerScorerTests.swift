import Classification
import Foundation
import Models
import Tensors
import TestSupport
import Testing

@Suite("Scores that are looked at in a layer") struct LayerScorerTests {
  /// Values of the built-in network: in and behind the affine entrance, a branch, what joins
  /// branches, vectors, and the last one that scores depend on.
  static let layers = [
    "conv1_linear", "norm1", "inception_3a_1x1", "inception_4b", "average", "features", "logits",
  ]

  /// Scores of two orders of summation: each layer sums hundreds of products.
  private let agreement = 1e-4

  private func classifier() throws -> Classifier {
    try Classifier(try ModelStore(environment: [:]).locate("shapes"))
  }

  /// A grey picture with some grain: where flat areas make the entries of a maximum equal, there is
  /// no gradient.
  private func picture(_ seed: UInt64) -> Tensor {
    Tensor.random([96, 96, 3], in: -0.5...0.5, seed: seed)
  }

  private func star(_ classifier: Classifier) -> Quantity { .score(classifier.labels[3]) }

  @Test("a layer's tail gives the score that the network gives", arguments: layers)
  func completeness(_ name: String) throws {
    let classifier = try classifier()
    let scorer = try classifier.layerScorer(.logit, layer: name, threads: 2)
    let function = scorer.function(of: star(classifier))
    // In no pooling window of these are the two largest numbers closer than 10⁻⁵ of their size.
    let points = [4, 10, 13].map { picture($0) }
    let seen = try function.layer(at: PointBatch(points))
    let scores = try function.values(at: PointBatch(points))
    #expect(relativeDifference(seen.map(\.score), scores) < agreement)
    #expect(function.inputShape == [96, 96, 3])
    #expect(function.layerShape == scorer.layer.shape)
    for (point, look) in zip(points, seen) {
      #expect(look.activation.shape == function.layerShape)
      let tail = try function.tail(at: point)
      #expect(tail.inputShape == function.layerShape)
      let here = PointBatch([look.activation])
      let found = try tail.gradients(at: here)
      #expect(abs(found.values[0] - look.score) < agreement)
      #expect(abs(try tail.values(at: here)[0] - look.score) < agreement)
      // Two ways to one gradient.
      #expect(relativeDifference(found.sums[0].values, look.gradient.values) < agreement)
    }
  }

  /// Along the gradient the derivative is its length, which leaves rounding no room.
  @Test("gradients at a layer are those of finite differences of its tail", arguments: layers)
  func finiteDifferences(_ name: String) throws {
    let classifier = try classifier()
    let function = try classifier.layerScorer(.logit, layer: name, threads: 2)
      .function(of: star(classifier))
    let point = picture(5)
    let look = try #require(try function.layer(at: PointBatch([point])).first)
    let length = look.gradient.values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    #expect(length > 0)
    // Few rectifiers and maxima switch, and scores of seven digits change in the fourth.
    let step = 2e-3
    let ends = [step, -step].map { way in
      Tensor(
        look.activation.shape,
        zip(look.activation.values, look.gradient.values).map {
          $0 + Float(way * Double($1) / length)
        })
    }
    let scores = try function.tail(at: point).values(at: PointBatch(ends))
    let slope = (scores[0] - scores[1]) / (2 * step)
    #expect(abs(slope - length) < 0.01 * length, "\(slope) against \(length)")
  }

  /// Behind the last module the network is an average and a linear layer: F(V) = F(0) + ∂F/∂V · V.
  @Test("behind the default layer logits are linear, and add up to what they are")
  func linearTail() throws {
    let classifier = try classifier()
    let name = try #require(classifier.defaultLayer).name
    let function = try classifier.layerScorer(.logit, layer: name, threads: 2)
      .function(of: .difference(classifier.labels[3], minus: classifier.labels[0]))
    let look = try #require(try function.layer(at: PointBatch([picture(7)])).first)
    let sum = zip(look.gradient.values, look.activation.values).reduce(0) {
      $0 + Double($1.0) * Double($1.1)
    }
    let tail = try function.tail(at: picture(7))
    let empty = try tail.values(at: PointBatch([Tensor(function.layerShape)]))[0]
    #expect(abs(look.score - empty) > 0.1)
    #expect(abs(look.score - empty - sum) < agreement)
  }

  @Test("one thread and three give the same bits")
  func threads() throws {
    let classifier = try classifier()
    let points = PointBatch((0..<5).map { picture($0) })
    let found = try [1, 3].map { threads in
      let function = try classifier.layerScorer(
        .probability, layer: "inception_3a_1x1", threads: threads
      ).function(of: .largest)
      let seen = try function.layer(at: points)
      let tail = try function.tail(at: picture(0)).gradients(
        at: PointBatch(seen.map(\.activation)))
      return (seen, tail)
    }
    #expect(found[0].0.map(\.score) == found[1].0.map(\.score))
    #expect(found[0].0.map(\.activation) == found[1].0.map(\.activation))
    #expect(found[0].0.map(\.gradient) == found[1].0.map(\.gradient))
    #expect(found[0].1.values == found[1].1.values && found[0].1.sums == found[1].1.sums)
  }

  @Test("a function of a layer is one of the input too, the same as without the layer")
  func whole() throws {
    let classifier = try classifier()
    let points = PointBatch(
      from: picture(1), to: picture(2), at: [0.25, 0.75], weights: [0.5, 0.5])
    let layered = try classifier.layerScorer(.probability, layer: "norm1", threads: 1)
      .function(of: star(classifier)).gradients(at: points)
    let plain = try classifier.scorer(.probability, threads: 1)
      .function(of: star(classifier)).gradients(at: points)
    #expect(layered.values == plain.values && layered.sums == plain.sums)
  }

  @Test("layers have the names, operators and shapes of the file")
  func summaries() throws {
    let classifier = try classifier()
    let layers = classifier.layers
    #expect(layers.first?.name == "conv1_linear")
    #expect(layers.last?.name == "probability")
    let pool = try #require(layers.first { $0.name == "pool1" })
    #expect(pool.operatorName == "MaxPool")
    #expect(pool.shape == [24, 24, 24])
    #expect(classifier.defaultLayer?.name == "inception_4b")
    #expect(try TinyNetwork().classifier().defaultLayer == nil)
  }

  @Test("of a transformer, the tokens that the last attention reads are looked at, as a grid")
  func tokens() throws {
    let classifier = try TokenNetwork().classifier()
    let layer = try #require(classifier.defaultLayer)
    #expect(layer.name == "norm" && layer.shape == [7, TokenNetwork.channels])
    #expect(layer.grid == LayerGrid(height: 2, width: 3, leadingTokens: 1))
    let grids = Dictionary(uniqueKeysWithValues: classifier.layers.map { ($0.name, $0.grid) })
    #expect(grids["patches"] == LayerGrid(height: 2, width: 3))
    #expect(grids["mixed"] == grids["sum"] && grids["sum"] == layer.grid)
    for name in ["row", "y"] { #expect(grids[name] == .some(nil), "\(name)") }
    #expect(classifier.activationCounts == (0, 0))
    #expect(try self.classifier().activationCounts == (27, 0))
    // Other tokens count behind the layer too, and not only the class token.
    let function = try classifier.layerScorer(.logit, layer: "norm", threads: 1)
      .function(of: .difference(classifier.labels[2], minus: classifier.labels[0]))
    let look = try function.layer(at: PointBatch([Tensor.random([4, 6, 3], seed: 9)]))[0]
    #expect(look.gradient.values.dropFirst(TokenNetwork.channels).contains { abs($0) > 1e-3 })
  }

  @Test("a value behind a Dropout and a node are found by their names")
  func names() throws {
    let classifier = try classifier()
    let dropout = try classifier.activationScorer(layer: "dropout", threads: 1)
    #expect(dropout.layer.operatorName == "Dropout")
    let average = try classifier.activationScorer(layer: "average", threads: 1)
    let point = PointBatch([picture(0)])
    let found = try [dropout, average].map { scorer in
      let sum = try classifier.quantities(of: .layer(scorer.layer.name), probabilities: [])
      return try scorer.function(of: #require(sum.first?.activation)).gradients(at: point)
    }
    #expect(found[0].values == found[1].values && found[0].sums == found[1].sums)
  }

  @Test("an unknown layer, and one that scores do not depend on, are refused")
  func errors() throws {
    let classifier = try classifier()
    let unknown = #expect(throws: ClassificationError.self) {
      try classifier.layerScorer(.logit, layer: "inception_4c", threads: 1)
    }
    #expect(unknown?.kind == .usage)
    #expect(unknown?.description.hasPrefix("no layer is called \"inception_4c\"; did you") == true)
    #expect(unknown?.description.contains("\"inception_4b\"") == true)
    #expect(unknown?.description.contains("igtool model info MODEL --layers") == true)
    let none = #expect(throws: ClassificationError.self) {
      try classifier.activationScorer(layer: "xyzzy", threads: 1)
    }
    #expect(
      none?.description
        == "no layer is called \"xyzzy\"; \"igtool model info MODEL --layers\" lists them")
    let past = #expect(throws: ClassificationError.self) {
      try classifier.layerScorer(.logit, layer: "probability", threads: 1)
    }
    #expect(past == .unrelatedLayer(name: "probability"))
    #expect(past?.kind == .usage)
    let function = try classifier.layerScorer(.logit, layer: "norm1", threads: 1)
      .function(of: .largest)
    #expect(throws: ClassificationError.self) { try function.tail(at: Tensor([3])) }
    #expect(throws: ClassificationError.self) { try function.layer(at: PointBatch([Tensor([3])])) }
    #expect(throws: ClassificationError.self) {
      try function.tail(at: picture(0)).values(at: PointBatch([picture(0)]))
    }
  }
}

extension Quantity {
  /// The sum of values inside the network, if it is one.
  var activation: Activation? { if case .activation(let sum) = self { sum } else { nil } }
}
