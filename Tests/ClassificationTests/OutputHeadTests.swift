import Classification
import Foundation
import Tensors
import TestSupport
import Testing

@Suite("Class scores of a network with any ending") struct OutputHeadTests {
  private let input = Tensor.random([2, 3, 3], seed: 7)

  /// Rounding of 18 products and of a softmax in single precision, relative to scores of about 1.
  private let tolerance = roundingTolerance(terms: 18)

  private func scores(_ network: TinyNetwork, _ kind: ScoreKind) throws -> [Double] {
    let scorer = try network.classifier().scorer(kind, threads: 1)
    return try (0..<TinyNetwork.classes).map { index in
      try scorer.function(of: label(index)).values(at: PointBatch([input]))[0]
    }
  }

  @Test(
    "a softmax is found at the end, before a reshape, and as a logarithm",
    arguments: TinyNetwork.Ending.withSoftmax + [.logits])
  func softmax(_ ending: TinyNetwork.Ending) throws {
    let network = TinyNetwork(ending: ending)
    let logits = network.logits(input)
    let probabilities = TinyNetwork.softmax(logits)
    #expect(relativeDifference(try scores(network, .logit), logits) < tolerance)
    #expect(relativeDifference(try scores(network, .probability), probabilities) < tolerance)
    #expect(
      relativeDifference(try scores(network, .logProbability), probabilities.map { log($0) })
        < tolerance)
  }

  @Test("every kind of score gives the same probabilities", arguments: ScoreKind.allCases)
  func probabilities(_ kind: ScoreKind) throws {
    for ending in TinyNetwork.Ending.withSoftmax + [.logits] {
      let network = TinyNetwork(ending: ending)
      let found = try network.classifier().scorer(kind, threads: 1).probabilities(of: input)
      #expect(relativeDifference(found, TinyNetwork.softmax(network.logits(input))) < tolerance)
    }
  }

  @Test("a sigmoid gives every class a probability of its own")
  func sigmoid() throws {
    let network = TinyNetwork(ending: .sigmoid)
    let logits = network.logits(input)
    let probabilities = logits.map { 1 / (1 + exp(-$0)) }
    #expect(relativeDifference(try scores(network, .logit), logits) < tolerance)
    #expect(relativeDifference(try scores(network, .probability), probabilities) < tolerance)
    #expect(
      relativeDifference(try scores(network, .logProbability), probabilities.map { log($0) })
        < tolerance)
    for kind in ScoreKind.allCases {
      let found = try network.classifier().scorer(kind, threads: 1).probabilities(of: input)
      #expect(relativeDifference(found, probabilities) < tolerance)
    }
    #expect(throws: ClassificationError.noSuchScore(.number)) {
      try network.classifier().scorer(.number, threads: 1)
    }
  }

  @Test("a network said to end in probabilities is taken at its word, and has no other scores")
  func hint() throws {
    let network = TinyNetwork(ending: .logits)
    let manifest = #"{"output": "probability", "input": {"preprocessing": "unit"}}"#
    let classifier = try network.classifier(manifest: manifest)
    let found = try classifier.scorer(.probability, threads: 1).probabilities(of: input)
    #expect(relativeDifference(found, network.logits(input)) < tolerance)
    for kind in [ScoreKind.logit, .logProbability] {
      let error = #expect(throws: ClassificationError.noSuchScore(kind)) {
        try classifier.scorer(kind, threads: 1)
      }
      #expect(error?.kind == .usage)
      #expect(
        error?.description
          == "score \(kind.rawValue): the network does not end in the softmax that it is taken "
          + "from; use --score probability")
    }
    // The graph says more than the manifest.
    let softmax = try TinyNetwork(ending: .softmax).classifier(manifest: manifest)
    let logits = try softmax.scorer(.logit, threads: 1).probabilities(of: input)
    #expect(relativeDifference(logits, TinyNetwork.softmax(network.logits(input))) < tolerance)
  }

  @Test("a contrast is the difference of two scores", arguments: ScoreKind.allCases)
  func contrast(_ kind: ScoreKind) throws {
    let scorer = try TinyNetwork().classifier().scorer(kind, threads: 1)
    let (first, second) = try (label(2), label(0))
    let points = PointBatch(
      from: input, to: Tensor(input.shape), at: [0, 0.5], weights: [0.3, 0.7])
    let both = try [first, second].map { try scorer.function(of: $0).gradients(at: points) }
    let found = try scorer.function(of: first, contrast: second).gradients(at: points)
    let values = zip(both[0].values, both[1].values).map { $0 - $1 }
    let sums = zip(both[0].sums[0].values, both[1].sums[0].values).map { Double($0 - $1) }
    #expect(relativeDifference(found.values, values) < tolerance)
    #expect(relativeDifference(found.sums[0].values, sums) < tolerance)
    let alone = try scorer.function(of: first, contrast: first).gradients(at: points)
    #expect(alone.values == [0, 0] && alone.sums[0].values.allSatisfy { $0 == 0 })
  }

  @Test("gradients are those of the formula", arguments: ScoreKind.allCases)
  func gradients(_ kind: ScoreKind) throws {
    let network = TinyNetwork()
    let weights = network.storedWeights
    let probabilities = TinyNetwork.softmax(network.logits(input))
    // ∂ logit = w_c, ∂ log p = w_c − Σ p w, ∂ p = p_c (w_c − Σ p w).
    let mean = (0..<18).map { entry in
      zip(probabilities, weights).reduce(0) { $0 + $1.0 * $1.1[entry] }
    }
    let scorer = try network.classifier().scorer(kind, threads: 1)
    for index in 0..<TinyNetwork.classes {
      let expected = zip(weights[index], mean).map { weight, mean in
        switch kind {
        case .logit, .number: weight
        case .logProbability: weight - mean
        case .probability: probabilities[index] * (weight - mean)
        }
      }
      let function = try scorer.function(of: label(index))
      let found = try function.gradients(at: PointBatch([input]))
      #expect(relativeDifference(found.sums[0].values, expected) < tolerance)
      #expect(function.inputShape == input.shape)
    }
  }

  @Test("the file's order of channels and rows is not confused")
  func order() throws {
    let scorer = try TinyNetwork(ending: .logits).classifier().scorer(.logit, threads: 1)
    let stored = TinyNetwork().storedWeights
    // A network of 18 different weights and one pixel channel at a time.
    for entry in [0, 1, 5, 17] {
      var one = Tensor([2, 3, 3])
      one.values[entry] = 1
      let points = PointBatch([one, Tensor([2, 3, 3])])
      let values = try scorer.function(of: label(3)).values(at: points)
      #expect(abs(values[0] - values[1] - stored[3][entry]) < tolerance)
    }
  }

  @Test("a point of another shape is an error, not a crash")
  func shape() throws {
    let scorer = try TinyNetwork().classifier().scorer(.logit, threads: 1)
    let function = try scorer.function(of: label(0))
    let points = PointBatch([Tensor([3, 2, 3])])
    #expect(throws: ClassificationError.self) { try function.values(at: points) }
    #expect(throws: ClassificationError.self) { try function.gradients(at: points) }
    #expect(throws: ClassificationError.self) { try scorer.probabilities(of: Tensor([4])) }
  }
}
