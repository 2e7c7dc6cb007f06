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
  /// - Throws: `ClassificationError.graph` for an array of another shape than the input.
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
    function(of: contrast.map { .difference(target, minus: $0) } ?? .score(target))
  }

  /// A number made of the scores, as a function of the network's input. An ``Activation`` is not
  /// made of scores: see ``Classifier/activationScorer(layer:threads:engine:)``.
  public func function(of quantity: Quantity) -> ClassScore {
    ClassScore(session: session, seed: quantity.seed(classes: session.outputShape.count))
  }
}

/// The score of a class, or another number made of a network's output, as attribution methods see
/// it.
public struct ClassScore: DifferentiableFunction {
  let session: GradientSession
  /// How the number is made of the output.
  let seed: Seed

  /// H×W×C.
  public var inputShape: Shape { session.inputShape }

  /// The number at every point.
  ///
  /// - Throws: `ClassificationError.graph` for a point of another shape than the input.
  public func values(at batch: PointBatch) throws(ClassificationError) -> [Double] {
    do {
      return try session.outputs(at: batch).map(seed.value)
    } catch {
      throw .graph(error)
    }
  }

  /// The same, with weighted sums of gradients.
  ///
  /// - Throws: `ClassificationError.graph` for a point of another shape than the input.
  public func gradients(at batch: PointBatch) throws(ClassificationError) -> GradientSums {
    do {
      return try session.gradients(of: seed, at: batch)
    } catch {
      throw .graph(error)
    }
  }

  /// The same for several numbers, with one pass forwards where all are made of one output.
  ///
  /// - Throws: `ClassificationError.graph` for a point of another shape than the input.
  public static func gradients(
    of functions: [ClassScore], at batch: PointBatch
  ) throws(ClassificationError) -> [GradientSums] {
    guard let session = functions.first?.session,
      functions.allSatisfy({ $0.session === session })
    else {
      return try functions.map { function throws(ClassificationError) in
        try function.gradients(at: batch)
      }
    }
    do {
      return try session.gradients(of: functions.map(\.seed), at: batch)
    } catch {
      throw .graph(error)
    }
  }
}
