import Attribution
import Classification
import Tensors

/// A method that splits scores, or values inside the network, among the numbers of the input.
struct MethodAtInput: PreparedMethod {
  private let method: any AttributionMethod
  /// What is explained of classes.
  private let score: ScoreKind
  /// Scores of classes, of every kind that is explained; none where only values of layers are.
  private let scorers: [ScoreKind: ClassScorer]
  /// Probabilities without gradients, where no scorer gives them.
  private let recognizer: Recognizer?
  /// Values of layers that are explained, by the layer's name.
  private let activations: [String: ActivationScorer]

  /// Prepares a network for all of `quantities`.
  init(
    _ method: any AttributionMethod, for quantities: [Quantity], _ context: PreparationContext
  ) throws {
    self.method = method
    let (classifier, running) = (context.classifier, context.running)
    var activations: [String: ActivationScorer] = [:]
    for name in Set(quantities.compactMap(\.layerName)) {
      activations[name] = try classifier.activationScorer(
        layer: name, rectifiers: context.rectifiers, threads: running.threads,
        engine: running.engine)
    }
    self.activations = activations
    score = context.score
    scorers = try context.forKinds(of: quantities) {
      try classifier.scorer(
        $0, rectifiers: context.rectifiers, threads: running.threads, engine: running.engine)
    }
    recognizer = scorers.isEmpty ? try classifier.recognizer(engine: running.engine) : nil
  }

  var usesBaselines: Bool { method.usesBaselines }
  var layer: LayerSummary? { nil }

  func probabilities(of input: Tensor, holding held: [Tensor]) throws -> [Double] {
    if let scorer = scorers[score] ?? scorers.values.first {
      return try scorer.probabilities(of: input, holding: held)
    }
    return try recognizer?.probabilities(of: input, holding: held) ?? []
  }

  func attribute(
    _ quantities: [Quantity], input: Tensor, holding held: [Tensor], baselines: [Tensor],
    progress: (Int, Int) -> Void
  ) throws -> [AttributionMap] {
    try method.attribute(
      quantities.map { function(of: $0, holding: held) }, input: input, baselines: baselines,
      progress: progress)
  }

  private func function(of quantity: Quantity, holding held: [Tensor]) -> ClassScore {
    if case .activation(let activation) = quantity {
      if let scorer = activations[activation.layer.name] {
        return scorer.function(of: activation, holding: held)
      }
    } else if let scorer = scorers[quantity.kind(explaining: score)] {
      return scorer.function(of: quantity, holding: held)
    }
    preconditionFailure("\(quantity.label) is not among the numbers that were prepared")
  }
}

extension Quantity {
  /// The layer whose values this is made of; nil where it is made of scores.
  var layerName: String? {
    if case .activation(let activation) = self { activation.layer.name } else { nil }
  }
}
