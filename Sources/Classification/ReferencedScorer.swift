import Engine
import Tensors

extension Classifier {
  /// Prepares the network for scores of one kind, seen against a reference by DeepLIFT's rescale
  /// rule.
  ///
  /// - Throws: `ClassificationError.noSuchScore` or `.scoreOfNumber` for a kind that the network
  ///   does not have, `.graph` where there is not enough memory.
  public func referencedScorer(
    _ kind: ScoreKind, threads: Int, engine: EngineOptions = EngineOptions()
  ) throws(ClassificationError) -> ReferencedScorer {
    let graph = try head.scored(as: kind).withRescaleRule()
    do {
      let session = try GradientSession(
        graph, pointsAt: 0, gradientsAt: 0, threads: threads,
        memoryPerWorker: engine.memoryPerWorker, options: engine.kernels(preparedWeights))
      return ReferencedScorer(session: session)
    } catch {
      throw .graph(error)
    }
  }
}

/// A network beside a copy of itself, which is fed a reference.
public struct ReferencedScorer: Sendable {
  fileprivate let session: GradientSession

  /// A number made of the scores, seen against a reference; `held` are the arrays of the inputs that
  /// are held. An ``Activation`` is not made of scores.
  public func function(of quantity: Quantity, holding held: [Tensor] = []) -> ReferencedScore {
    ReferencedScore(
      session: session, held: held, seed: quantity.seed(classes: session.outputShape.count))
  }
}

/// A number made of the scores of classes, to be seen against a reference.
public struct ReferencedScore: ReferencedFunction {
  fileprivate let session: GradientSession
  fileprivate let held: [Tensor]
  fileprivate let seed: Seed

  /// The number with multipliers in place of gradients.
  ///
  /// - Throws: nothing here: a reference of another shape is an error of the evaluations.
  public func rescaled(from reference: Tensor) throws(ClassificationError) -> ClassScore {
    ClassScore(session: session, held: held + [reference] + held, seed: seed)
  }
}
