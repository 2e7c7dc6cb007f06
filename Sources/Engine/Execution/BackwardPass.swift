import Tensors

/// The way back through a graph: from its first output to the inputs whose gradients are asked for.
///
/// Values beside that way have no gradients, and operators beside it do nothing. It does not lead
/// through inputs that an operator passes no gradient to.
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
    var dependent = Set(inputs)
    for node in graph.nodes where Self.arguments(of: node).contains(where: dependent.contains) {
      dependent.insert(node.output)
    }
    var needed = Set([graph.outputs[0]])
    for node in graph.nodes.reversed() where needed.contains(node.output) {
      needed.formUnion(Self.arguments(of: node))
    }
    values = dependent.intersection(needed)
  }

  /// The inputs of a node that it passes gradients to.
  private static func arguments(of node: Graph.Node) -> [Graph.ValueID] {
    node.inputs.indices.filter { node.operator.passesGradient(to: $0) }.map { node.inputs[$0] }
  }

  /// Whether a value lies on the way.
  func hasGradient(_ value: Graph.ValueID) -> Bool { values.contains(value) }

  /// Whether input number `argument` of a node gets a gradient from it.
  func hasGradient(_ argument: Int, of node: Graph.Node) -> Bool {
    passes(node) && hasGradient(node.inputs[argument]) && node.operator.passesGradient(to: argument)
  }

  /// Whether an operator lies on the way.
  func passes(_ node: Graph.Node) -> Bool { values.contains(node.output) }

  /// Returns the same way, to be taken several times.
  func repeatable() -> BackwardPass {
    var pass = self
    pass.isRepeatable = true
    return pass
  }
}
