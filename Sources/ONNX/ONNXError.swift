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
  /// Operators that cannot be imported, each with its nodes.
  case unsupportedOperators([UnsupportedOperator], supported: [String])
  /// A constant array cannot be read.
  case tensor(name: String, detail: String)
  /// The weights are in another file.
  case externalData(tensor: String)
  /// An input of the network cannot be used.
  case input(name: String, detail: String)
  /// Height or width of an input is left open, and the caller has not chosen one.
  case openSize(input: String, dimensions: [Dimension])
  /// Names, nodes and values do not form a network.
  case structure(detail: String)
  /// A node asks for something that cannot be done.
  case node(name: String, operator: String, detail: String)
  /// A node's inputs do not have the shapes that its operator takes.
  case shapes(operator: String, GraphError)

  /// An operator that cannot be imported.
  public struct UnsupportedOperator: Hashable, Sendable {
    /// Name of the operator, with its domain unless that is the standard one.
    public let name: String
    /// Names of the nodes, in the order of the file.
    public let nodes: [String]
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
    case .unsupportedOperators(let operators, let supported):
      "unsupported operators: \(operators.map(\.description).joined(separator: ", ")); "
        + "supported: \(supported.joined(separator: ", "))"
    case .tensor(let name, let detail): "constant \(quoted(name)): \(printable(detail))"
    case .externalData(let tensor):
      "constant \(quoted(tensor)) is stored in another file; save the model with its weights "
        + "inside the file"
    case .input(let name, let detail): "input \(quoted(name)): \(printable(detail))"
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

extension ONNXError.UnsupportedOperator: CustomStringConvertible {
  /// The name with the first node, and the number of others.
  public var description: String {
    let others = nodes.count > 1 ? ", \(nodes.count - 1) more" : ""
    return "\(printable(name)) (node \(quoted(nodes.first ?? ""))\(others))"
  }
}

/// Returns text from a file as a part of one line: without control characters, and not too long.
func printable(_ text: String) -> String {
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
func quoted(_ name: String) -> String {
  let start = name.unicodeScalars.prefix(80)
  let isWhole = start.endIndex == name.unicodeScalars.endIndex
  return "\"\(printable(String(start)))\(isWhole ? "" : "…")\""
}
