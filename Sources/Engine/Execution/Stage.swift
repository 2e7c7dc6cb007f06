import Tensors

/// A stretch of nodes that is run for a few examples of a batch at a time, from its first node to
/// its last, before the next few examples follow.
///
/// Early layers of a network have large activations and few weights: run for one example at a time,
/// what one layer writes is still in the processor's cache when the next one reads it, and what no
/// other stage reads needs memory for these few examples only. Late layers have small activations
/// and many weights, which are worth reading for many examples at once.
package struct Stage: Hashable, Sendable {
  /// The nodes, by their place in the graph.
  package let nodes: Range<Int>
  /// Examples that are run at a time.
  package let examples: Int

  /// Cuts a graph into stages for batches of up to `capacity` examples.
  ///
  /// A node reads its weights once for each few examples, and its activations once for each
  /// example: it runs for as many examples at a time as make the two equal, a power of two, but for
  /// no fewer than the nodes before it, so that stages are few.
  static func stages(of graph: Graph, kernels: [any Kernel], capacity: Int) -> [Stage] {
    var stages: [Stage] = []
    var (start, examples) = (0, 1)
    for (index, node) in graph.nodes.enumerated() {
      let values = node.inputs.filter { !graph[$0].isConstant } + [node.output]
      let activations = values.reduce(0) { $0 + graph[$1].shape.count }
      var wanted = examples
      while 2 * wanted * activations <= kernels[index].weightCount && wanted < capacity {
        wanted *= 2
      }
      wanted = min(wanted, capacity)
      if wanted > examples {
        if start < index { stages.append(Stage(nodes: start..<index, examples: examples)) }
        (start, examples) = (index, wanted)
      }
    }
    return stages + [Stage(nodes: start..<graph.nodes.count, examples: examples)]
  }
}

/// The order of events of a pass forwards and backwards: node i of n runs at time i, and its
/// backward pass at time 2n − 1 − i.
struct Timeline: Sendable {
  let stages: [Stage]
  private let nodeCount: Int

  init(_ stages: [Stage]) {
    self.stages = stages
    nodeCount = stages.last?.nodes.upperBound ?? 0
  }

  /// The time after everything.
  var end: Int { 2 * nodeCount }

  /// When the backward pass of a node happens.
  func backward(_ node: Int) -> Int { end - 1 - node }

  /// The stage that runs at a time and all times at which it runs, unless that time is before or
  /// after everything.
  func stage(at time: Int) -> (stage: Stage, times: ClosedRange<Int>)? {
    let node = time < nodeCount ? time : end - 1 - time
    guard let stage = stages.first(where: { $0.nodes.contains(node) }) else { return nil }
    let (first, last) = (stage.nodes.lowerBound, stage.nodes.upperBound - 1)
    return (stage, time < nodeCount ? first...last : backward(last)...backward(first))
  }
}
