import Attribution
import Classification
import Foundation
import Tensors

/// A method together with what of a network it needs, ready for any input.
protocol PreparedMethod: Sendable {
  /// Whether the method compares the input with baselines.
  var usesBaselines: Bool { get }
  /// The layer that attributions are those of; nil where they are the input's.
  var layer: LayerSummary? { get }

  /// Probabilities of all classes (or numbers) for what the network is fed.
  func probabilities(of input: Tensor, holding held: [Tensor]) throws -> [Double]

  /// Splits numbers among those of the input, or of the layer; `held` are the arrays of the inputs that
  /// do not vary. Numbers that are made of the same
  /// scores share what work there is to share. `progress` is told evaluations done, and of all.
  func attribute(
    _ quantities: [Quantity], input: Tensor, holding held: [Tensor], baselines: [Tensor],
    progress: (Int, Int) -> Void
  ) throws -> [AttributionMap]
}

/// A prepared method that takes one number after another: they share no work.
protocol OneByOneMethod: PreparedMethod {
  /// Splits one number.
  func attribute(
    _ quantity: Quantity, input: Tensor, holding held: [Tensor], baselines: [Tensor],
    progress: (Int, Int) -> Void
  ) throws -> AttributionMap
}

extension OneByOneMethod {
  func attribute(
    _ quantities: [Quantity], input: Tensor, holding held: [Tensor], baselines: [Tensor],
    progress: (Int, Int) -> Void
  ) throws -> [AttributionMap] {
    try quantities.enumerated().map { index, quantity in
      try attribute(quantity, input: input, holding: held, baselines: baselines) {
        progress(index * $1 + $0, quantities.count * $1)
      }
    }
  }
}

/// What of a network a method is made ready with.
struct PreparationContext {
  let classifier: Classifier
  /// What the numbers of the network's input are.
  let features: Features
  /// What is explained of classes.
  let score: ScoreKind
  let rectifiers: Rectifiers?
  let running: Running

  /// Prepares something for each kind of scores that quantities are made of.
  func forKinds<Prepared>(
    of quantities: [Quantity], _ prepare: (ScoreKind) throws -> Prepared
  ) rethrows -> [ScoreKind: Prepared] {
    let kinds = Set(
      quantities.filter { $0.layerName == nil }.map { $0.kind(explaining: score) })
    return Dictionary(uniqueKeysWithValues: try kinds.map { ($0, try prepare($0)) })
  }
}

/// What does not change results: how many threads work, and in how much memory.
public struct Running: Hashable, Sendable {
  /// Number of worker threads.
  public var threads: Int
  /// What the engine may do.
  public var engine: EngineOptions

  /// Makes it of its parts; where nothing is said, every processor works.
  public init(
    threads: Int = ProcessInfo.processInfo.activeProcessorCount,
    engine: EngineOptions = EngineOptions()
  ) {
    (self.threads, self.engine) = (threads, engine)
  }
}
