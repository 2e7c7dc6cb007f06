import Attribution
import Classification
import Tensors

/// A method that splits scores among the values of a layer.
struct MethodAtLayer: OneByOneMethod {
  private let method: any LayerMethod
  private let scorer: LayerScorer
  /// Probabilities of inputs.
  private let recognizer: Recognizer

  /// Prepares a network for scores behind a layer.
  init(_ method: any LayerMethod, layer: String, _ context: PreparationContext) throws {
    self.method = method
    let running = context.running
    scorer = try context.classifier.layerScorer(
      context.score, layer: layer, threads: running.threads, engine: running.engine)
    recognizer = try context.classifier.recognizer(engine: running.engine)
  }

  var usesBaselines: Bool { method.usesBaselines }
  var layer: LayerSummary? { scorer.layer }

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
