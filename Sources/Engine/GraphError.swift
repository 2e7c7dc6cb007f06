import Tensors

/// Why operators do not form a graph that can be run.
public enum GraphError: Error, Hashable, CustomStringConvertible {
  /// An operator cannot take inputs of these shapes.
  case shape(node: String, ShapeError)
  /// A value is larger than this build can lay out.
  case tooLarge(node: String, elements: String)
  /// The memory of one run exceeds that of the machine.
  case notEnoughMemory(needed: Int, available: Int)
  /// What the caller hands in does not have the shape of the graph's input.
  case inputShape(name: String, expected: Shape, found: Shape)
  /// A cut at a value that the output does not depend on.
  case unrelated(output: String, value: String)
  /// A network without outputs or inputs.
  case empty(detail: String)

  /// One line that names the node, what was expected and what was found.
  public var description: String {
    switch self {
    case .shape(let node, let error): "node \(node): \(error)"
    case .tooLarge(let node, let elements):
      "node \(node): its output has \(elements) values per example, more than can be laid out"
    case .notEnoughMemory(let needed, let available):
      "the network needs \(needed >> 20) MiB to run, this machine has \(available >> 20) MiB"
    case .inputShape(let name, let expected, let found):
      "input \(name): expected shape \(expected), found \(found)"
    case .unrelated(let output, let value):
      "value \(value): expected one that the output \(output) depends on"
    case .empty(let detail): "the network cannot be run: \(detail)"
    }
  }
}

/// Why an operator cannot take its inputs; the graph adds which node it was.
public struct ShapeError: Error, Hashable, CustomStringConvertible {
  /// What was expected and what was found.
  public let description: String

  /// Makes an error from its one-line text.
  public init(_ description: String) { self.description = description }
}
