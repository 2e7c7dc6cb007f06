import Tensors

/// The way back through a graph: from its first output to the inputs whose gradients are asked for.
///
/// Values beside that way have no gradients, and operators beside it do nothing.
struct BackwardPass: Sendable {
  /// The inputs whose gradients are asked for.
  let inputs: [Graph.ValueID]
  /// The values that depend on those inputs and that the first output depends on.
  private let values: Set<Graph.ValueID>
  /// Whether it may be taken several times after one pass forwards: everything that it reads is kept
  /// until the end.
  private(set) var isRepeatable = false

  init(_ graph: Graph, to inputs: [Graph.ValueID]) {
    self.inputs = inputs
    values = graph.values(dependingOn: inputs)
      .intersection(graph.values(neededFor: [graph.outputs[0]]))
  }

  /// Whether a value lies on the way.
  func hasGradient(_ value: Graph.ValueID) -> Bool { values.contains(value) }

  /// Whether an operator lies on the way.
  func passes(_ node: Graph.Node) -> Bool { values.contains(node.output) }

  /// Returns the same way, to be taken several times.
  func repeatable() -> BackwardPass {
    var pass = self
    pass.isRepeatable = true
    return pass
  }
}
