import Engine
import Tensors

/// A graph of two outputs, the scores and a layer, made ready in every way that the layer is looked
/// at in; each way is prepared when it is first used.
final class LayerSessions: Sendable {
  let inputShape: Shape
  let layerShape: Shape
  /// Number of scores.
  let classCount: Int
  /// From the input to the scores.
  let whole: LazySession
  /// From the input to the scores, with gradients at the layer.
  let probed: LazySession
  /// From the layer to the scores.
  let tail: LazySession
  /// What the scores depend on beside the layer, computed from the input; nil if there is nothing.
  private let beside: Graph?
  private let kernels: KernelOptions

  init(_ graph: Graph, threads: Int, engine: EngineOptions) throws(GraphError) {
    let layer = graph.outputs[1]
    inputShape = graph[graph.inputs[0]].shape
    layerShape = graph[layer].shape
    classCount = graph[graph.outputs[0]].shape.count
    kernels = engine.kernels
    let parts = try graph.tail(from: layer)
    beside = parts.surroundings
    let probedGraph = try graph.probed(at: layer)
    whole = LazySession { () throws(GraphError) in
      try GradientSession(
        graph.with(outputs: [graph.outputs[0]]), threads: threads,
        memoryPerWorker: engine.memoryPerWorker, options: engine.kernels)
    }
    probed = LazySession { () throws(GraphError) in
      try GradientSession(
        probedGraph, pointsAt: 0, gradientsAt: 1, threads: threads,
        memoryPerWorker: engine.memoryPerWorker, options: engine.kernels)
    }
    tail = LazySession { () throws(GraphError) in
      try GradientSession(
        parts.tail, pointsAt: 0, gradientsAt: 0, threads: threads,
        memoryPerWorker: engine.memoryPerWorker, options: engine.kernels)
    }
  }

  /// Returns what the scores depend on beside the layer, at an input.
  func surroundings(at input: Tensor) throws(ClassificationError) -> [Tensor] {
    do {
      guard input.shape == inputShape else {
        throw GraphError.inputShape(name: "point", expected: inputShape, found: input.shape)
      }
      guard let beside else { return [] }
      let batch = input.reshaped(to: Shape([1] + input.shape.dimensions))
      return try ForwardSession(beside, options: kernels).outputs(for: [batch]).map { output in
        output.reshaped(to: Shape(Array(output.shape.dimensions.dropFirst())))
      }
    } catch let error as GraphError {
      throw .graph(error)
    } catch {
      preconditionFailure("\(error) is a graph error")
    }
  }
}
