import CKernels
import Tensors

/// The affine entrance of a network, usually its first convolution. It is applied to the anchors of
/// a batch, not to its points, and taken back once per sum of gradients.
struct Entrance: Sendable {
  private let inputShape: Shape
  private let crew: Crew

  /// Returns the plan of an entrance.
  static func plan(_ prefix: Graph, options: KernelOptions) -> Plan {
    Plan(prefix.withChainsAbsorbed(), capacity: 1, hasBackwardPass: true, options: options)
  }

  /// Prepares the entrance for a number of worker threads.
  init(_ plan: Plan, threads: Int) {
    inputShape = plan.graph[plan.graph.inputs[0]].shape
    crew = Crew(plan, count: threads)
  }

  /// Returns what the entrance makes of the anchors, in memory of a pool.
  func outputs(of anchors: [Tensor], from pool: BufferPool) -> [AlignedBuffer] {
    crew.map(anchors) { anchor, workspace in
      workspace.inputs[0].write(anchor.values, firstExample: 0, batch: 1)
      workspace.forward(batch: 1)
      let (output, result) = (workspace.outputs[0], pool.take())
      igk_copy_rows(
        output.base, output.rowStride, result.base, output.columns, output.rows, output.columns)
      return result
    }
  }

  /// Takes gradients behind the entrance back to the network's input.
  func inputGradients(of gradients: [AlignedBuffer]) -> [Tensor] {
    crew.map(gradients) { gradient, workspace in
      // The gradient of an affine chain is the same at every input: no forward pass is needed.
      if let target = workspace.outputGradient {
        igk_copy_rows(
          gradient.base, target.columns, target.base, target.rowStride, target.rows,
          target.columns)
      }
      var result = Tensor(inputShape)
      workspace.backward(batch: 1) { _, gradients in
        gradients[0].read(into: &result.values, firstExample: 0, batch: 1)
      }
      return result
    }
  }
}
