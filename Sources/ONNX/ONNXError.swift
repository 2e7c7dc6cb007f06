import Engine

/// Why an `.onnx` file could not be read. The file's name is not part of it: who knows the name puts
/// it in front.
public enum ONNXError: Error, Hashable, Sendable {
  /// The file has more bytes than the format allows.
  case fileTooLarge(bytes: Int, limit: Int)
  /// The bytes are not a whole ONNX model.
  case damaged(detail: String)
  /// The file was written for another version of the format or of its operators.
  case unsupportedVersion(detail: String)
  /// A node's operator cannot be imported; the reason says what to do instead, if anything is known.
  case unsupportedOperator(name: String, node: String, reason: String?)
  /// Several obstacles, each of which stands in the way on its own.
  case several([ONNXError])
  /// A constant array cannot be read.
  case tensor(name: String, detail: String)
  /// A file of constants beside the network's own cannot be read.
  case external(file: String, detail: String)
  /// An input of the network cannot be used.
  case input(name: String, detail: String)
  /// Extents of an input that is no picture are left open, and nothing says them.
  case openExtents(input: String, dimensions: [Dimension])
  /// Height or width of an input is left open, and the caller has not chosen one.
  case openSize(input: String, dimensions: [Dimension])
  /// Names, nodes and values do not form a network.
  case structure(detail: String)
  /// A node asks for something that cannot be done.
  case node(name: String, operator: String, detail: String)
  /// A node's inputs do not have the shapes that its operator takes.
  case shapes(operator: String, GraphError)
}

extension ONNXError {
  /// Returns one error for several obstacles.
  static func together(_ obstacles: [ONNXError]) -> ONNXError {
    obstacles.count == 1 ? obstacles[0] : .several(obstacles)
  }

  /// The input whose extents are open, and what the file says of them; nil where that is not what is
  /// wrong.
  package var openInput: (name: String, dimensions: [Dimension])? {
    switch self {
    case .openExtents(let name, let dimensions): (name, dimensions)
    case .several(let errors): errors.lazy.compactMap(\.openInput).first
    default: nil
    }
  }

  /// Returns the error with something that was taken for granted and may be its cause, behind all else
  /// that it says; the same error where it is only about operators.
  package func with(note: String) -> ONNXError {
    let obstacles = if case .several(let all) = self { all } else { [self] }
    let isOfOperators = obstacles.allSatisfy {
      if case .unsupportedOperator = $0 { true } else { false }
    }
    return isOfOperators ? self : .several(obstacles + [.structure(detail: note)])
  }

  /// Most obstacles besides unsupported operators that a message names.
  private static let longestList = 8

  /// All obstacles in one line: operators first, each with its nodes, then what else there is.
  private static func list(_ obstacles: [ONNXError]) -> String {
    var operators: [String: (nodes: [String], reason: String?)] = [:]
    var others: [String] = []
    for obstacle in obstacles {
      if case .unsupportedOperator(let name, let node, let reason) = obstacle {
        operators[name, default: ([], reason)].nodes.append(node)
      } else if !others.contains(obstacle.description) {
        others.append(obstacle.description)
      }
    }
    var parts: [String] = []
    if !operators.isEmpty {
      parts.append(
        "unsupported operators: "
          + operators.sorted { $0.key < $1.key }.map { name, found in
            let more = found.nodes.count > 1 ? ", \(found.nodes.count - 1) more" : ""
            let reason = found.reason.map { ": \($0)" } ?? ""
            return "\(printable(name)) (node \(quoted(found.nodes[0]))\(more))\(reason)"
          }.joined(separator: ", "))
    }
    parts += others.prefix(longestList)
    if others.count > longestList { parts.append("\(others.count - longestList) more like these") }
    return parts.joined(separator: "; ")
  }
}

extension ONNXError: CustomStringConvertible {
  /// One line: where, what was expected and found, and what to do about it.
  public var description: String {
    switch self {
    case .fileTooLarge(let bytes, let limit):
      "\(bytes) bytes; an ONNX file has at most \(limit)"
    case .damaged(let detail):
      "not a whole ONNX model (\(printable(detail))); download or export it again"
    case .unsupportedVersion(let detail): printable(detail)
    case .unsupportedOperator: Self.list([self])
    case .several(let obstacles): Self.list(obstacles)
    case .tensor(let name, let detail): "constant \(quoted(name)): \(printable(detail))"
    case .external(let file, let detail):
      "file \(quoted(file)) with its constants: \(printable(detail))"
    case .input(let name, let detail): "input \(quoted(name)): \(printable(detail))"
    case .openExtents(let input, let dimensions):
      "input \(quoted(input)): its extents "
        + "\(dimensions.map { printable($0.description) }.joined(separator: "×")) are open; an array says "
        + "them, a .npy file of as many axes"
    case .openSize(let input, let dimensions):
      "input \(quoted(input)) has no fixed height and width "
        + "(\(dimensions.map { printable($0.description) }.joined(separator: "×"))); "
        + "choose them with --size"
    case .structure(let detail): printable(detail)
    case .node(let name, let kind, let detail):
      "node \(quoted(name)) (\(printable(kind))): \(printable(detail))"
    case .shapes(let kind, let error): "\(printable(kind)) \(printable("\(error)"))"
    }
  }
}

/// Returns text from a file as a part of one line: without control characters, and not too long.
package func printable(_ text: String) -> String {
  let limit = 400
  var line = String.UnicodeScalarView()
  for scalar in text.unicodeScalars.prefix(limit) {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: line.append("?")
    default: line.append(scalar)
    }
  }
  return String(line) + (text.unicodeScalars.count > limit ? "…" : "")
}

/// Returns a name from a file in quotation marks.
package func quoted(_ name: String) -> String {
  let start = name.unicodeScalars.prefix(80)
  let isWhole = start.endIndex == name.unicodeScalars.endIndex
  return "\"\(printable(String(start)))\(isWhole ? "" : "…")\""
}
