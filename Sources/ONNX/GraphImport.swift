import Engine
import Tensors

/// A value while a file is read.
enum ImportedValue {
  /// Known when the file is read, in the file's order.
  case constant(ConstantArray)
  /// Computed for every example, in storage order.
  case variable(Graph.ValueID)
}

/// What is known of a network while it is read: the values so far, by name.
final class GraphImport {
  /// Version of the standard operators.
  let opset: Int
  /// Number of examples in a batch if the file fixes it; it is free in the graph.
  let batch: Int?
  /// The graph so far.
  var builder = GraphBuilder()
  /// What the nodes of the file compute for every example, in the order in which they run.
  private(set) var layers: [ImportedLayer] = []
  private var values: [String: ImportedValue] = [:]
  /// Outputs that are not computed (the mask of a dropout), with the node that has them.
  private var missing: [String: String] = [:]
  /// The first name that each computed value was given.
  private var names: [Graph.ValueID: String] = [:]
  /// Numbers that constants which are yet to be computed may have together, so that a small file
  /// cannot ask for much memory.
  private var budget: Int

  /// Starts a graph for a file with `constantCount` constant numbers.
  init(opset: Int, batch: Int?, constantCount: Int) {
    self.opset = opset
    self.batch = batch
    budget = (1 << 24) + 4 * constantCount
  }

  /// Gives a value its name, which must be new.
  func define(_ name: String, as value: ImportedValue) throws(ONNXError) {
    guard values[name] == nil, missing[name] == nil else {
      throw .structure(detail: "value \(quoted(name)) is defined more than once")
    }
    values[name] = value
    if case .variable(let id) = value, names[id] == nil { names[id] = name }
  }

  /// Notes an output that is not computed.
  func defineMissing(_ name: String, of node: String) throws(ONNXError) {
    guard values[name] == nil, missing[name] == nil else {
      throw .structure(detail: "value \(quoted(name)) is defined more than once")
    }
    missing[name] = node
  }

  /// Returns the value of the given name; `reader` is for the error message.
  func value(named name: String, reader: String) throws(ONNXError) -> ImportedValue {
    if let value = values[name] { return value }
    if let node = missing[name] {
      throw .structure(
        detail: "\(reader) reads \(quoted(name)), an output of node \(quoted(node)) that is not "
          + "computed; only a node's first output is")
    }
    throw .structure(
      detail: "\(reader) reads \(quoted(name)), which is no input, constant or output of a node")
  }

  /// Checks that a constant of such extents can be computed, and returns its count.
  @discardableResult
  func reserve(_ dimensions: [Int], for node: NodeImport) throws(ONNXError) -> Int {
    guard let count = ConstantArray.count(of: dimensions), count <= budget else {
      throw node.failure("its constant output is too large to be computed in advance")
    }
    budget -= count
    return count
  }

  /// Extents of a value in the file's order; the batch is 1 where the file leaves it open.
  func dimensions(of value: Graph.ValueID) -> [Int] {
    [batch ?? 1] + StorageOrder.dimensions(of: builder.shape(of: value))
  }

  /// Returns a value that has the given name in the graph: the value itself, or a copy where another
  /// name came first (behind an Identity).
  func value(_ id: Graph.ValueID, bearing name: String) throws(ONNXError) -> Graph.ValueID {
    if names[id] == name { return id }
    do {
      return try builder.add(
        Reshape(to: builder.shape(of: id)), name: name, inputs: [id], outputName: name)
    } catch {
      throw .shapes(operator: "Identity", error)
    }
  }

  /// Imports one node: computes it now if all it reads is constant, else adds operators.
  func add(_ proto: ONNXNode, name: String) throws(ONNXError) {
    var inputs: [ImportedValue?] = []
    for input in proto.input {
      inputs.append(
        input.isEmpty ? nil : try value(named: input, reader: "node \(quoted(name))"))
    }
    guard let output = proto.output.first, !output.isEmpty else {
      throw .node(name: name, operator: proto.opType, detail: "expected an output, found none")
    }
    let node = try NodeImport(proto, name: name, inputs: inputs, graph: self)
    let result = try result(of: node)
    try define(output, as: result)
    if case .variable(let value) = result {
      layers.append(
        ImportedLayer(name: output, node: name, operatorName: proto.opType, value: value))
    }
    for other in proto.output.dropFirst() where !other.isEmpty {
      try defineMissing(other, of: name)
    }
  }

  private func result(of node: NodeImport) throws(ONNXError) -> ImportedValue {
    var constants: [ConstantArray] = []
    for case .constant(let constant) in node.inputs { constants.append(constant) }
    let fold = ConstantFolding.functions[node.operatorName]
    let isConstant = constants.count == node.inputs.compactMap(\.self).count
    if isConstant, let fold, !constants.isEmpty || node.operatorName == "Constant" {
      return .constant(try fold(node, constants))
    }
    guard let importer = OperatorTable.importers[node.operatorName] else {
      throw node.failure("it can only be applied to constants, not to computed values")
    }
    return try importer(node)
  }
}
