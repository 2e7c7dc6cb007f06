import Engine
import Tensors

extension Classifier {
  /// What the nodes of the network's file compute, in the order in which they run.
  public var layers: [LayerSummary] { network.summaries }

  /// The layer whose channels say what is where on a picture (for Grad-CAM): the last value before
  /// the scores that still has rows and columns and is not pooled, or the tokens that the last
  /// attention reads. Nil if there is none.
  public var defaultLayer: LayerSummary? { network.telling(before: head.logits) }

  /// Prepares the network for scores of one kind, as functions of its input that a layer inside can
  /// be looked at in. `name` is that of a value or a node.
  ///
  /// - Throws: `ClassificationError.unknownLayer`, `.unrelatedLayer` where the scores do not depend
  ///   on it, `.noSuchScore` or `.scoreOfNumber` for a kind that the network does not have.
  public func layerScorer(
    _ kind: ScoreKind, layer name: String, threads: Int, engine: EngineOptions = EngineOptions()
  ) throws(ClassificationError) -> LayerScorer {
    let (layer, value) = try network.require(name)
    let graph = try head.scored(as: kind, keeping: value)
    guard graph.scoreDepends(on: graph.outputs[1]) else { throw .unrelatedLayer(name: name) }
    do {
      let sessions = try LayerSessions(
        graph, threads: threads, memoryPerWorker: engine.memoryPerWorker,
        options: engine.kernels(preparedWeights))
      return LayerScorer(kind: kind, layer: layer, sessions: sessions)
    } catch {
      throw .graph(error)
    }
  }

  /// Prepares the part of the network that computes a layer, for sums of its values. `name` is that
  /// of a value or a node. For `rectifiers` see ``scorer(_:rectifiers:threads:engine:)``.
  ///
  /// - Throws: `ClassificationError.unknownLayer`, `.graph` where there is not enough memory.
  public func activationScorer(
    layer name: String, rectifiers rule: Rectifiers? = nil, threads: Int,
    engine: EngineOptions = EngineOptions()
  ) throws(ClassificationError) -> ActivationScorer {
    let (layer, value) = try network.require(name)
    do {
      let session = try GradientSession(
        head.graph.with(outputs: [value]).withRectifiers(rule), pointsAt: 0, gradientsAt: 0,
        threads: threads, memoryPerWorker: engine.memoryPerWorker,
        options: engine.kernels(preparedWeights))
      return ActivationScorer(layer: layer, session: session)
    } catch {
      throw .graph(error)
    }
  }
}

/// A part of a network that is ready to give values of a layer, and their gradients.
public struct ActivationScorer: Sendable {
  /// The layer.
  public let layer: LayerSummary
  fileprivate let session: GradientSession

  /// The sum of some values of the layer as a function of what varies; `held` are the arrays of the
  /// inputs that are held.
  public func function(of activation: Activation, holding held: [Tensor] = []) -> ClassScore {
    precondition(activation.layer.shape == layer.shape, "the activation is one of this layer")
    return ClassScore(session: session, held: held, seed: activation.seed)
  }
}

/// A network that is ready to score classes, and to be looked at in one layer.
public struct LayerScorer: Sendable {
  /// What the scores are.
  public let kind: ScoreKind
  /// The layer.
  public let layer: LayerSummary
  fileprivate let sessions: LayerSessions

  /// A number made of the scores, as a function of what varies; `held` are the arrays of the inputs
  /// that are held. An ``Activation`` is not made of scores: see
  /// ``Classifier/activationScorer(layer:threads:engine:)``.
  public func function(of quantity: Quantity, holding held: [Tensor] = []) -> LayerScore {
    LayerScore(
      sessions: sessions, held: held, seed: quantity.seed(classes: sessions.classCount),
      layerGrid: layer.grid)
  }
}

/// A number made of the scores of classes, as methods see it that look at a layer.
public struct LayerScore: LayeredFunction {
  fileprivate let sessions: LayerSessions
  /// What the network's other inputs are.
  fileprivate let held: [Tensor]
  fileprivate let seed: Seed
  /// The places of an image, or of tokens that are an image's places.
  public let layerGrid: LayerGrid?

  /// H×W×C.
  public var inputShape: Shape { sessions.inputShape }

  /// H×W×C where the layer is an image.
  public var layerShape: Shape { sessions.layerShape }

  /// The number at every point.
  ///
  /// - Throws: `ClassificationError.graph` for a point of another shape than the input; at the
  ///   first call also where there is not enough memory.
  public func values(at batch: PointBatch) throws(ClassificationError) -> [Double] {
    try ClassScore(session: sessions.whole.get(), held: held, seed: seed).values(at: batch)
  }

  /// The same, with weighted sums of gradients at the network's input.
  ///
  /// - Throws: `ClassificationError.graph` for a point of another shape than the input; at the
  ///   first call also where there is not enough memory.
  public func gradients(at batch: PointBatch) throws(ClassificationError) -> GradientSums {
    try ClassScore(session: sessions.whole.get(), held: held, seed: seed).gradients(at: batch)
  }

  /// The number, the layer's value, and the gradient at the layer, at every point.
  ///
  /// - Throws: `ClassificationError.graph` for a point of another shape than the input; at the
  ///   first call also where there is not enough memory.
  public func layer(at batch: PointBatch) throws(ClassificationError) -> [LayerPoint] {
    let session = try sessions.probed.get()
    do {
      let found = try session.gradientsAndFurtherOutputs(
        of: seed, at: batch.ungrouped, holding: held + [Tensor(layerShape)])
      return batch.points.indices.map { index in
        LayerPoint(
          score: found.gradients.values[index], activation: found.outputs[index][0],
          gradient: found.gradients.sums[index])
      }
    } catch {
      throw .graph(error)
    }
  }

  /// The number as a function of the layer's value; what else it depends on stays as it is at
  /// `input`.
  ///
  /// - Throws: `ClassificationError.graph` for an array of another shape than the input; at the
  ///   first call also where there is not enough memory.
  public func tail(at input: Tensor) throws(ClassificationError) -> ClassScore {
    ClassScore(
      session: try sessions.tail.get(),
      held: try sessions.surroundings(at: input, holding: held), seed: seed)
  }
}
