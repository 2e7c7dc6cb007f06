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
  public func probabilities(of input: Tensor) throws(ClassificationError) -> [Double] {
    do {
      return toProbabilities(try session.outputs(at: PointBatch([input]))[0])
    } catch {
      throw .graph(error)
    }
  }

  /// The score of a class as a function of the network's input; with `contrast`, that score minus
  /// the score of the other class.
  public func function(of target: ClassLabel, contrast: ClassLabel? = nil) -> ClassScore {
    var seed = [Float](repeating: 0, count: session.outputShape.count)
    seed[target.index] += 1
    if let contrast { seed[contrast.index] -= 1 }
    return ClassScore(session: session, seed: seed)
  }
}

/// The score of a class, as attribution methods see it.
public struct ClassScore: DifferentiableFunction {
  fileprivate let session: GradientSession
  /// Weight of every class's score in the sum that is explained.
  fileprivate let seed: [Float]

  fileprivate init(session: GradientSession, seed: [Float]) {
    self.session = session
    self.seed = seed
  }

  /// H×W×3.
  public var inputShape: Shape { session.inputShape }

  /// Σ seed · score at every point.
  public func values(at batch: PointBatch) throws(ClassificationError) -> [Double] {
    do {
      return try session.outputs(at: batch).map { scores in
        zip(scores, seed).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      }
    } catch {
      throw .graph(error)
    }
  }

  /// The same, with weighted sums of gradients.
  public func gradients(at batch: PointBatch) throws(ClassificationError) -> GradientSums {
    do {
      return try session.gradients(of: seed, at: batch)
    } catch {
      throw .graph(error)
    }
  }
}
