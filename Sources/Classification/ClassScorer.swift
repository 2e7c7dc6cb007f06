import Engine
import Tensors

/// A network that is ready to score classes and to give gradients of scores.
public struct ClassScorer: Sendable {
  /// What the scores are.
  public let kind: ScoreKind
  let session: GradientSession
  private let toProbabilities: @Sendable ([Float]) -> [Double]

  init(
    kind: ScoreKind, session: GradientSession,
    toProbabilities: @escaping @Sendable ([Float]) -> [Double]
  ) {
    self.kind = kind
    self.session = session
    self.toProbabilities = toProbabilities
  }

  /// Returns the probabilities of all classes for what a network is fed.
  ///
  /// - Parameters:
  ///   - point: what varies.
  ///   - held: the arrays of the inputs that are held.
  /// - Throws: `ClassificationError.graph` for an array of another shape than its input.
  public func probabilities(
    of point: Tensor, holding held: [Tensor] = []
  ) throws(ClassificationError) -> [Double] {
    try probabilities(at: PointBatch([point]), holding: held)[0]
  }

  /// The same at every point of a batch.
  ///
  /// - Throws: `ClassificationError.graph` for an array of another shape than its input.
  public func probabilities(
    at batch: PointBatch, holding held: [Tensor] = []
  ) throws(ClassificationError) -> [[Double]] {
    do {
      return try session.outputs(at: batch, holding: held).map(toProbabilities)
    } catch {
      throw .graph(error)
    }
  }

  /// The score of a class as a function of the network's input; with `contrast`, that score minus
  /// the score of the other class.
  public func function(
    of target: ClassLabel, contrast: ClassLabel? = nil, holding held: [Tensor] = []
  ) -> ClassScore {
    function(
      of: contrast.map { .difference(target, minus: $0) } ?? .score(target), holding: held)
  }

  /// A number made of the scores, as a function of what varies; `held` are the arrays of the inputs
  /// that are held. An ``Activation`` is not
  /// made of scores: see ``Classifier/activationScorer(layer:threads:engine:)``.
  public func function(of quantity: Quantity, holding held: [Tensor] = []) -> ClassScore {
    ClassScore(
      session: session, held: held, seed: quantity.seed(classes: session.outputShape.count))
  }
}

/// The score of a class, or another number made of a network's output, as attribution methods see
/// it: a function of one input of a graph, while the others are held.
public struct ClassScore: DifferentiableFunction {
  let session: GradientSession
  /// What the graph's other inputs are.
  let held: [Tensor]
  /// How the number is made of the output.
  let seed: Seed

  /// H×W×C where the input is a picture.
  public var inputShape: Shape { session.inputShape }

  /// The number at every point.
  ///
  /// - Throws: `ClassificationError.graph` for a point or a held array of another shape than its
  ///   input.
  public func values(at batch: PointBatch) throws(ClassificationError) -> [Double] {
    do {
      return try session.outputs(at: batch, holding: held).map(seed.value)
    } catch {
      throw .graph(error)
    }
  }

  /// The same, with weighted sums of gradients.
  ///
  /// - Throws: `ClassificationError.graph` for a point or a held array of another shape than its
  ///   input.
  public func gradients(at batch: PointBatch) throws(ClassificationError) -> GradientSums {
    do {
      return try session.gradients(of: seed, at: batch, holding: held)
    } catch {
      throw .graph(error)
    }
  }

  /// The same for several numbers, with one pass forwards where all are made of one output.
  ///
  /// - Throws: `ClassificationError.graph` for a point or a held array of another shape than its
  ///   input.
  public static func gradients(
    of functions: [ClassScore], at batch: PointBatch
  ) throws(ClassificationError) -> [GradientSums] {
    guard let first = functions.first, case let session = first.session,
      functions.allSatisfy({ $0.session === session && $0.held == first.held })
    else {
      return try functions.map { function throws(ClassificationError) in
        try function.gradients(at: batch)
      }
    }
    do {
      return try session.gradients(of: functions.map(\.seed), at: batch, holding: first.held)
    } catch {
      throw .graph(error)
    }
  }
}
