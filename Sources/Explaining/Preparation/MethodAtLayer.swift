import Attribution
import Classification
import Tensors

/// A method that splits scores among the values of a layer.
struct MethodAtLayer: OneByOneMethod {
  private let method: any LayerMethod
  /// What is explained of classes.
  private let score: ScoreKind
  /// Scores of every kind that is explained.
  private let scorers: [ScoreKind: LayerScorer]
  /// Probabilities of inputs.
  private let recognizer: Recognizer

  /// Prepares a network for `quantities` behind a layer.
  init(
    _ method: any LayerMethod, layer: String, for quantities: [Quantity],
    _ context: PreparationContext
  ) throws {
    self.method = method
    let running = context.running
    score = context.score
    scorers = try context.forKinds(of: quantities) {
      try context.classifier.layerScorer(
        $0, layer: layer, threads: running.threads, engine: running.engine)
    }
    recognizer = try context.classifier.recognizer(engine: running.engine)
  }

  var usesBaselines: Bool { method.usesBaselines }
  var layer: LayerSummary? { scorers.values.first?.layer }

  func probabilities(of input: Tensor, holding held: [Tensor]) throws -> [Double] {
    try recognizer.probabilities(of: input, holding: held)
  }

  func attribute(
    _ quantity: Quantity, input: Tensor, holding held: [Tensor], baselines: [Tensor],
    progress: (Int, Int) -> Void
  ) throws -> AttributionMap {
    guard let scorer = scorers[quantity.kind(explaining: score)] else {
      preconditionFailure("\(quantity.label) is not among the numbers that were prepared")
    }
    return try method.attribute(
      scorer.function(of: quantity, holding: held), input: input, baselines: baselines,
      progress: progress)
  }
}

/// A method that splits scores by what happens against a reference.
struct MethodAgainstReference: OneByOneMethod {
  private let method: DeepLift
  private let scorer: ReferencedScorer
  /// Probabilities of inputs.
  private let recognizer: Recognizer

  /// Prepares a network for scores seen against references.
  init(_ method: DeepLift, _ context: PreparationContext) throws {
    self.method = method
    let running = context.running
    scorer = try context.classifier.referencedScorer(
      context.score, threads: running.threads, engine: running.engine)
    recognizer = try context.classifier.recognizer(engine: running.engine)
  }

  var usesBaselines: Bool { true }
  var layer: LayerSummary? { nil }

  func probabilities(of input: Tensor, holding held: [Tensor]) throws -> [Double] {
    try recognizer.probabilities(of: input, holding: held)
  }

  func attribute(
    _ quantity: Quantity, input: Tensor, holding held: [Tensor], baselines: [Tensor],
    progress: (Int, Int) -> Void
  ) throws -> AttributionMap {
    try method.attribute(
      scorer.function(of: quantity, holding: held), input: input, baselines: baselines,
      progress: progress)
  }
}
