import Foundation
import Tensors

/// Why operators do not form a graph that can be run.
public enum GraphError: Error, Hashable, CustomStringConvertible {
  /// An operator cannot take inputs of these shapes.
  case shape(node: String, ShapeError)
  /// A value is larger than this build can lay out.
  case tooLarge(node: String, elements: String)
  /// A session would take more bytes than `ResourceLimits.memory`.
  case tooMuchMemory(needed: Int, limit: Int)
  /// An evaluation would take more steps than `ResourceLimits.steps`.
  case tooMuchWork(needed: Int, limit: Int)
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
    case .tooMuchMemory(let needed, let limit):
      "the network needs at least \(Self.amount(needed, of: "B")) of memory, which exceeds the limit of "
        + "\(Self.amount(limit, of: "B")); use --memory-limit, or fewer --threads"
    case .tooMuchWork(let needed, let limit):
      "the network takes \(Self.amount(needed)) multiplications for each evaluation, which exceeds "
        + "the limit of \(Self.amount(limit)); use --work-limit"
    case .inputShape(let name, let expected, let found):
      "input \(name): expected shape \(expected), found \(found)"
    case .unrelated(let output, let value):
      "value \(value): expected one that the output \(output) depends on"
    case .empty(let detail): "the network cannot be run: \(detail)"
    }
  }

  /// A large number with three digits or four, and a letter for powers of 1000.
  private static func amount(_ number: Int, of unitName: String = "") -> String {
    let units = ["", "k", "M", "G", "T", "P", "E"]
    var (value, unit) = (Double(number), 0)
    while value >= 999.5 && unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
    let digits = unit == 0 || value >= 99.95 ? 0 : 1
    let name = units[unit] + unitName
    return String(format: "%.\(digits)f", value) + (name.isEmpty ? "" : " " + name)
  }
}

/// Why an operator cannot take its inputs; the graph adds which node it was.
public struct ShapeError: Error, Hashable, CustomStringConvertible {
  /// What was expected and what was found.
  public let description: String

  /// Makes an error from its one-line text.
  public init(_ description: String) { self.description = description }
}
