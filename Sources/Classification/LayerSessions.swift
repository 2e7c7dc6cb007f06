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
  let whole: Lazy<GradientSession>
  /// From the input to the scores, with gradients at the layer.
  let probed: Lazy<GradientSession>
  /// From the layer to the scores.
  let tail: Lazy<GradientSession>
  /// What the scores depend on beside the layer, computed from the input; nil if there is nothing.
  private let beside: Lazy<ForwardSession>?

  init(
    _ graph: Graph, threads: Int, memoryPerWorker: Int?, options: KernelOptions
  ) throws(GraphError) {
    let layer = graph.outputs[1]
    inputShape = graph[graph.inputs[0]].shape
    layerShape = graph[layer].shape
    classCount = graph[graph.outputs[0]].shape.count
    let parts = try graph.tail(from: layer)
    beside = parts.surroundings.map { graph in
      Lazy { () throws(GraphError) in try ForwardSession(graph, options: options) }
    }
    let probedGraph = try graph.probed(at: layer)
    whole = Lazy { () throws(GraphError) in
      try GradientSession(
        graph.with(outputs: [graph.outputs[0]]), pointsAt: 0, gradientsAt: 0, threads: threads,
        memoryPerWorker: memoryPerWorker, options: options)
    }
    probed = Lazy { () throws(GraphError) in
      try GradientSession(
        probedGraph, pointsAt: 0, gradientsAt: probedGraph.inputs.count - 1, threads: threads,
        memoryPerWorker: memoryPerWorker, options: options)
    }
    tail = Lazy { () throws(GraphError) in
      try GradientSession(
        parts.tail, pointsAt: 0, gradientsAt: 0, threads: threads,
        memoryPerWorker: memoryPerWorker, options: options)
    }
  }

  /// Returns what the scores depend on beside the layer, at an input.
  func surroundings(
    at input: Tensor, holding held: [Tensor]
  ) throws(ClassificationError) -> [Tensor] {
    guard input.shape == inputShape else {
      throw .graph(.inputShape(name: "point", expected: inputShape, found: input.shape))
    }
    guard let session = try beside?.get() else { return [] }
    do {
      let batch = ([input] + held).map { $0.reshaped(to: Shape([1] + $0.shape.dimensions)) }
      return try session.outputs(for: batch).map { output in
        output.reshaped(to: Shape(Array(output.shape.dimensions.dropFirst())))
      }
    } catch {
      throw .graph(error)
    }
  }
}
