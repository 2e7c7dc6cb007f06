import Synchronization
import Tensors

/// Runs a network forwards, one example at a time or in batches, and returns all its outputs.
public final class ForwardSession: Sendable {
  private let plan: Plan
  private let workspace: Mutex<Workspace>

  /// Prepares the graph for batches of up to `batchSize` examples; larger ones are split.
  ///
  /// - Throws: `GraphError.tooMuchWork` and `.tooMuchMemory` beyond the limits in `options`.
  public init(_ graph: Graph, batchSize: Int = 1, options: KernelOptions = KernelOptions())
    throws(GraphError)
  {
    try options.limits.check(graph, workers: 1)
    let plan = Plan(
      graph.simplified(), capacity: batchSize, hasBackwardPass: false, options: options)
    let ends = plan.graph.inputs + plan.graph.outputs
    let numbers = ends.reduce(0) { $0 + plan.graph[$1].shape.count }
    // Arrays are handed in, and results handed out.
    try options.limits.check(
      bytes: plan.bytes(workers: 1) + batchSize * numbers * MemoryLayout<Float>.stride)
    self.plan = plan
    workspace = Mutex(Workspace(plan))
  }

  /// Returns every output of the graph for one batch: `inputs` holds one array per input of the
  /// graph, N × the shape of an example, and so do the results.
  ///
  /// - Throws: `GraphError.empty` for another number of arrays than the graph has inputs,
  ///   `.inputShape` for an array of another shape or of another N than the first.
  public func outputs(for inputs: [Tensor]) throws(GraphError) -> [Tensor] {
    let graph = plan.graph
    guard inputs.count == graph.inputs.count, let count = inputs.first?.shape.dimensions.first
    else {
      throw .empty(detail: "it takes \(graph.inputs.count) inputs, not \(inputs.count)")
    }
    for (tensor, id) in zip(inputs, graph.inputs) {
      let expected = Shape([count] + graph[id].shape.dimensions)
      guard tensor.shape == expected else {
        throw .inputShape(name: graph[id].name, expected: expected, found: tensor.shape)
      }
    }
    var results = graph.outputs.map { Tensor(Shape([count] + graph[$0].shape.dimensions)) }
    workspace.withLock { workspace in
      for first in stride(from: 0, to: count, by: plan.capacity) {
        let batch = min(plan.capacity, count - first)
        for (index, view) in workspace.inputs.enumerated() {
          view.write(inputs[index].values, firstExample: first, batch: batch)
        }
        workspace.forward(batch: batch)
        for (index, view) in workspace.outputs.enumerated() {
          view.read(into: &results[index].values, firstExample: first, batch: batch)
        }
      }
    }
    return results
  }
}

extension View {
  /// Numbers of one example.
  var count: Int { rows * columns }

  /// Copies examples from an array of examples.
  package func write(_ values: [Float], firstExample: Int, batch: Int) {
    values.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      for row in 0..<batch * rows {
        (base + row * rowStride).update(
          from: start + firstExample * count + row * columns, count: columns)
      }
    }
  }

  /// Copies examples to an array of examples.
  package func read(into values: inout [Float], firstExample: Int, batch: Int) {
    values.withUnsafeMutableBufferPointer { target in
      guard let start = target.baseAddress else { return }
      for row in 0..<batch * rows {
        (start + firstExample * count + row * columns).update(
          from: base + row * rowStride, count: columns)
      }
    }
  }
}
