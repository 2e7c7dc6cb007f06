import Tensors

/// A network: operators in the order in which they can be run, each reading values that are inputs,
/// constants, or outputs of earlier operators.
///
/// A graph is immutable and valid by construction: ``GraphBuilder`` checks every shape.
public struct Graph: Sendable {
  /// A value of the graph, by its place in `values`.
  public struct ValueID: Hashable, Sendable {
    let index: Int
  }

  /// Anything that an operator can read.
  public struct Value: Sendable {
    /// Where the value comes from.
    enum Source: Sendable {
      case input
      case constant(Tensor)
      case node(Int)
    }
    /// Name in the file that the network came from.
    public internal(set) var name: String
    /// Shape of one example, channels innermost.
    public let shape: Shape
    let source: Source

    package var isConstant: Bool { if case .constant = source { true } else { false } }
  }

  /// One operator with its place in the network.
  public struct Node: Sendable {
    /// Name in the file that the network came from.
    public let name: String
    /// What the node computes.
    public let `operator`: any Operator
    /// What it reads.
    public let inputs: [ValueID]
    /// What it writes.
    public let output: ValueID
  }

  /// All values; a `ValueID` is an index into them.
  public let values: [Value]
  /// All operators, each after those whose outputs it reads.
  public let nodes: [Node]
  /// The values that are handed in, in order.
  public let inputs: [ValueID]
  /// The values that are handed out, in order.
  public let outputs: [ValueID]

  /// The value with the given identity.
  public subscript(id: ValueID) -> Value { values[id.index] }

  /// Number of learned parameters of all operators, and of constants that operators read.
  public var parameterCount: Int {
    nodes.reduce(0) { $0 + $1.operator.parameterCount }
      + values.reduce(0) { $0 + ($1.isConstant ? $1.shape.count : 0) }
  }

  /// Multiplications with weights that one example takes.
  public var multiplications: Int {
    nodes.reduce(0) { $0 + $1.operator.multiplications(output: self[$1.output].shape) }
  }

  /// Returns the value of the given name, if there is one.
  public func value(named name: String) -> ValueID? {
    values.firstIndex { $0.name == name }.map(ValueID.init)
  }

  /// Returns the node that writes `value`, unless it is an input or a constant.
  public func producer(of value: ValueID) -> Node? {
    if case .node(let index) = self[value].source { nodes[index] } else { nil }
  }

  /// Number of nodes that read each value, counted with repetition; being an output counts too.
  var useCounts: [Int] {
    var counts = [Int](repeating: 0, count: values.count)
    for node in nodes { for input in node.inputs { counts[input.index] += 1 } }
    for output in outputs { counts[output.index] += 1 }
    return counts
  }
}
