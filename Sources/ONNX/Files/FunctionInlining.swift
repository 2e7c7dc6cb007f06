/// Puts the operators that a file defines itself (local functions) in the place of their calls.
struct FunctionInlining {
  /// Functions may call functions, but not without end.
  private static let maximumDepth = 16

  private let functions: [String: ONNXFunction]
  private let maximumNodes: Int
  private(set) var nodes: [ONNXNode] = []
  private var calls = 0

  init(_ file: ONNXModel, maximumNodes: Int) throws(ONNXError) {
    var functions: [String: ONNXFunction] = [:]
    for function in file.functions { functions[function.domain + "." + function.name] = function }
    self.functions = functions
    self.maximumNodes = maximumNodes
    for node in file.graph.node { try add(node, depth: 0) }
  }

  private mutating func add(_ node: ONNXNode, depth: Int) throws(ONNXError) {
    guard let function = functions[node.domain + "." + node.opType] else {
      guard nodes.count < maximumNodes else {
        throw .structure(detail: "expected at most \(maximumNodes) nodes, found more")
      }
      nodes.append(node)
      return
    }
    guard depth < Self.maximumDepth else {
      throw .structure(detail: "function \(quoted(node.opType)) calls itself")
    }
    guard node.input.count <= function.input.count, node.output.count <= function.output.count
    else {
      throw .node(
        name: node.name, operator: node.opType,
        detail: "it has more inputs or outputs than the function of that name")
    }
    calls += 1
    let prefix = "\(node.name.isEmpty ? node.opType : node.name)#\(calls)/"
    var names: [String: String] = ["": ""]
    for (place, name) in function.input.enumerated() {
      names[name] = node.input.indices.contains(place) ? node.input[place] : ""
    }
    for (place, name) in function.output.enumerated() where node.output.indices.contains(place) {
      if !node.output[place].isEmpty { names[name] = node.output[place] }
    }
    let settings = Self.settings(of: node, function)
    for inner in function.node {
      var copy = Self.copy(of: inner, settings: settings)
      copy.name = prefix + inner.name
      copy.input = inner.input.map { names[$0] ?? prefix + $0 }
      copy.output = inner.output.map { names[$0] ?? prefix + $0 }
      try add(copy, depth: depth + 1)
    }
  }

  /// A node of a function, with the settings of a call in place of their names.
  private static func copy(of node: ONNXNode, settings: [String: ONNXAttribute]) -> ONNXNode {
    var copy = node
    copy.attribute = node.attribute.compactMap { attribute in
      guard !attribute.refAttrName.isEmpty else { return attribute }
      guard var value = settings[attribute.refAttrName] else { return nil }
      value.name = attribute.name
      return value
    }
    return copy
  }

  /// The settings of a call, with the function's defaults.
  private static func settings(
    of node: ONNXNode, _ function: ONNXFunction
  ) -> [String: ONNXAttribute] {
    var settings: [String: ONNXAttribute] = [:]
    for attribute in function.attributeProto + node.attribute {
      settings[attribute.name] = attribute
    }
    return settings
  }
}
