import ONNX

/// Why a frozen TensorFlow graph could not be read. The file's name is not part of it: who knows the
/// name puts it in front.
public enum TensorFlowError: Error, Hashable, Sendable {
  /// The file has more bytes than are read.
  case fileTooLarge(bytes: Int, limit: Int)
  /// The bytes are not a whole graph.
  case damaged(detail: String)
  /// Operators that cannot be translated, each with its nodes.
  case unsupportedOperators([UnsupportedOperator])
  /// A constant array cannot be read.
  case constant(node: String, detail: String)
  /// An input of the network cannot be used.
  case input(node: String, detail: String)
  /// Nodes do not form a network.
  case structure(detail: String)
  /// A node asks for something that cannot be done.
  case node(name: String, operator: String, detail: String)

  /// An operator that cannot be translated.
  public struct UnsupportedOperator: Hashable, Sendable {
    /// TensorFlow's name of the operator.
    public let name: String
    /// Names of the nodes, in the order of the file.
    public let nodes: [String]
  }
}

extension TensorFlowError: CustomStringConvertible {
  /// Operators that a model has as long as it is not frozen for inference.
  private static let training: Set = [
    "Assign", "Enter", "Exit", "If", "LoopCond", "Merge", "NextIteration", "PartitionedCall",
    "ReadVariableOp", "StatefulPartitionedCall", "StatelessIf", "StatelessWhile", "Switch",
    "VarHandleOp", "Variable", "VariableV2", "While",
  ]

  /// One line: where, what was expected and found, and what to do about it.
  public var description: String {
    switch self {
    case .fileTooLarge(let bytes, let limit):
      "\(bytes) bytes; a TensorFlow graph has at most \(limit)"
    case .damaged(let detail):
      "not a whole TensorFlow graph (\(printable(detail))); download or freeze it again"
    case .unsupportedOperators(let operators):
      "unsupported operators: \(operators.map(\.description).joined(separator: ", ")); "
        + (operators.contains { Self.training.contains($0.name) }
          ? "freeze the model for inference, without switches and variables"
          : "convert the model with tf2onnx, or freeze it for inference")
    case .constant(let node, let detail): "constant \(quoted(node)): \(printable(detail))"
    case .input(let node, let detail): "input \(quoted(node)): \(printable(detail))"
    case .structure(let detail): printable(detail)
    case .node(let name, let kind, let detail):
      "node \(quoted(name)) (\(printable(kind))): \(printable(detail))"
    }
  }
}

extension TensorFlowError.UnsupportedOperator: CustomStringConvertible {
  /// The name with the names of up to three nodes, and the number of others.
  public var description: String {
    let shown = nodes.prefix(3).map(quoted).joined(separator: ", ")
    let others = nodes.count > 3 ? ", \(nodes.count - 3) more" : ""
    return "\(printable(name)) (\(nodes.count == 1 ? "node" : "nodes") \(shown)\(others))"
  }
}
