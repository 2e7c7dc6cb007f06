import Tensors

/// An operator with a rescale rule: a form that looks at a second input beside its own and has, in
/// place of its gradient, the change of its output divided by the change of its input.
public protocol Rescalable: Operator {
  /// The operator of two inputs (u, u′) that returns f(u).
  var rescaled: any Operator { get }
}

extension Graph {
  /// Returns the graph beside a copy of itself, for the rescale rule of DeepLift.
  ///
  /// The inputs are those of the graph, x, and after them those of the copy, x′; constants are
  /// shared; the outputs are those at x. Rectifiers, all other functions of single numbers (every
  /// ``PointwiseFunction``) and maximum pooling take the change of their output between x′ and x
  /// divided by the change of their input in place of their gradient. What is then the "gradient"
  /// at x are DeepLift's multipliers m, that at x′ is zero, and
  /// `Σ (x − x′) · m = F(x) − F(x′)` as long as everything else is affine. Operators without such a
  /// rule (local response normalisation, softmax, products and quotients of two values) keep their
  /// gradient at x; then the sum is not exact.
  ///
  /// Contributions are those of Captum 0.9.0, but where modules with rules follow each other
  /// directly: there Captum loses multipliers, and its sum is not the change of the score.
  ///
  /// The rule is for graphs whose rectifiers are still operators of their own, as they are before
  /// ``simplified()``. Paper: Shrikumar, Greenside, Kundaje, "Learning Important Features Through
  /// Propagating Activation Differences", ICML 2017.
  public func withRescaleRule() -> Graph {
    checkThatRectifiersStandAlone()
    var doubled = DoubledGraph(self)
    for node in nodes { doubled.add(node) }
    return doubled.graph(outputs: outputs).pruned()
  }
}

/// A graph that grows beside its copy; values of the original keep their places.
private struct DoubledGraph {
  private var values: [Graph.Value]
  private var nodes: [Graph.Node] = []
  private let inputs: [Graph.ValueID]
  /// What stands for a value in the copy; constants, and what depends on them alone, are shared.
  private var copies: [Graph.ValueID: Graph.ValueID] = [:]

  init(_ original: Graph) {
    values = original.values
    var inputs = original.inputs
    for input in original.inputs {
      let copy = Graph.ValueID(index: values.count)
      let value = original[input]
      values.append(
        Graph.Value(name: value.name + "/reference", shape: value.shape, source: .input))
      copies[input] = copy
      inputs.append(copy)
    }
    self.inputs = inputs
  }

  mutating func add(_ node: Graph.Node) {
    let references = node.inputs.map { copies[$0] ?? $0 }
    guard references != node.inputs else { return append(node) }
    let shape = values[node.output.index].shape
    let copy = Graph.ValueID(index: values.count)
    copies[node.output] = copy
    values.append(
      Graph.Value(
        name: values[node.output.index].name + "/reference", shape: shape,
        source: .node(nodes.count)))
    append(
      Graph.Node(
        name: node.name + "/reference", operator: node.operator, inputs: references, output: copy))
    guard let rule = node.operator as? any Rescalable else { return append(node) }
    append(
      Graph.Node(
        name: node.name, operator: rule.rescaled, inputs: [node.inputs[0], references[0]],
        output: node.output))
  }

  /// Appends a node, and notes its place with the value that it writes.
  private mutating func append(_ node: Graph.Node) {
    let value = values[node.output.index]
    values[node.output.index] = Graph.Value(
      name: value.name, shape: value.shape, source: .node(nodes.count))
    nodes.append(node)
  }

  func graph(outputs: [Graph.ValueID]) -> Graph {
    Graph(values: values, nodes: nodes, inputs: inputs, outputs: outputs)
  }
}

extension Rectifier: Rescalable {
  /// That of a clip without an upper bound, which is the same function.
  public var rescaled: any Operator { Clip(minimum: 0, maximum: .infinity).rescaled }
}
extension MaximumPooling: Rescalable {
  /// Pooling that looks at the winners of both inputs.
  public var rescaled: any Operator { RescaledMaximumPooling(window: window) }
}

/// How changes become multipliers.
enum Rescaling {
  /// Changes of an input that are smaller than this are not divided by.
  static let smallestChange: Float = 1e-6
}
