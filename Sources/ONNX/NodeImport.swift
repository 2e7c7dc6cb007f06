import Engine
import Tensors

/// One node of the file, as the importer of its operator sees it: settings, inputs, and the graph
/// to add to.
final class NodeImport {
  /// Name for messages and for the graph.
  let name: String
  /// ONNX name of the operator, with its domain unless that is the standard one.
  let operatorName: String
  /// Names of the outputs; empty for one that nobody wants.
  let outputNames: [String]
  /// What the node reads; nil for an omitted input.
  let inputs: [ImportedValue?]
  /// The graph to add to.
  let graph: GraphImport
  /// Version of the node's set of operators.
  let opset: Int
  /// The settings, by name.
  let attributes: [String: ONNXAttribute]
  /// Settings that the operator has been found to have.
  var heeded: Set<String> = []

  /// Name of the first output.
  var outputName: String { outputNames.first ?? "" }

  init(
    _ proto: ONNXNode, name: String, inputs: [ImportedValue?], graph: GraphImport
  ) throws(ONNXError) {
    self.name = name
    operatorName = OperatorTable.name(of: proto)
    outputNames = proto.output
    self.inputs = inputs
    self.graph = graph
    opset = graph.opsets[OperatorTable.domain(of: proto)] ?? 1
    var attributes: [String: ONNXAttribute] = [:]
    for attribute in proto.attribute {
      guard attributes.updateValue(attribute, forKey: attribute.name) == nil else {
        throw .node(
          name: name, operator: proto.opType,
          detail: "attribute \(quoted(attribute.name)) is given twice")
      }
    }
    self.attributes = attributes
  }

  /// The same node in another graph, with other inputs.
  private init(_ node: NodeImport, inputs: [ImportedValue?], graph: GraphImport) {
    (name, operatorName, outputNames) = (node.name, node.operatorName, node.outputNames)
    (opset, attributes) = (node.opset, node.attributes)
    self.inputs = inputs
    self.graph = graph
  }

  /// Makes an error about this node.
  func failure(_ detail: String) -> ONNXError {
    .node(name: name, operator: operatorName, detail: detail)
  }

  /// Returns what the node computes, output by output: constants where all it reads is constant, nil
  /// for what is not computed. Settings that the operator does not have are an error.
  func imported() throws(ONNXError) -> [ImportedValue?] {
    let isConstant = inputs.allSatisfy { $0 == nil || $0?.constant != nil }
    let results: [ImportedValue?]
    if isConstant {
      results = try folded()
    } else {
      guard let entry = OperatorTable.entries[operatorName] else {
        throw failure("it can only be applied to constants, not to computed values")
      }
      results = try entry.importer(self)
    }
    let unknown = attributes.keys.filter { !heeded.contains($0) }.sorted()
    guard unknown.isEmpty else {
      throw failure(
        "it has no attribute \(unknown.map(quoted).joined(separator: ", ")) in opset \(opset); "
          + "export the network again")
    }
    return results
  }

  /// Computes the node now: exactly by a function of constants, or by its operator in a graph of its
  /// own.
  private func folded() throws(ONNXError) -> [ImportedValue?] {
    let constants = inputs.compactMap { $0?.constant }
    if let fold = ConstantFolding.functions[operatorName] {
      if let result = try fold(self, constants) { return [.constant(result)] }
      heeded = []
    }
    guard let entry = OperatorTable.entries[operatorName] else {
      throw failure("it cannot be computed from these constants")
    }
    // As in a network: the first array of numbers varies, the rest are constants.
    let varying =
      inputs.firstIndex { $0?.type.isFloatingPoint == true && $0?.constant?.count ?? 0 > 0 }
      ?? inputs.firstIndex { $0?.constant?.count ?? 0 > 0 }
    guard let varying, let array = inputs[varying]?.constant else {
      return try entry.importer(self)
    }
    return try entry.computed(self, varying: varying, array: array)
  }

  /// Returns the results of the operator on constants, computed by the engine.
  func computed(
    varying: Int, array: ConstantArray,
    by importer: (NodeImport) throws(ONNXError) -> [ImportedValue?]
  ) throws(ONNXError) -> [ImportedValue?] {
    try graph.reserve(array.dimensions, for: self)
    let small = GraphImport(
      opsets: graph.opsets, freedBatch: graph.freedBatch, constantCount: 1 << 26)
    let order = Array(array.dimensions.indices)
    let id = small.builder.addInput(name: "x", shape: Shape(array.dimensions))
    var inputs = inputs
    inputs[varying] = .variable(
      Variable(id: id, dimensions: array.dimensions, order: order, type: array.type))
    let copy = NodeImport(self, inputs: inputs, graph: small)
    let results = try importer(copy)
    heeded = copy.heeded
    return try results.map { result throws(ONNXError) in
      guard case .variable(let variable)? = result else { return result }
      try graph.reserve(variable.dimensions, for: self)
      return .constant(try small.evaluated(variable, on: array, for: self))
    }
  }

  // MARK: - Inputs

  /// An input; nil if it is omitted.
  func input(_ index: Int) -> ImportedValue? {
    inputs.indices.contains(index) ? inputs[index] : nil
  }

  /// Returns an input; `role` is for the error message.
  func value(_ index: Int, _ role: String = "input") throws(ONNXError) -> ImportedValue {
    guard let value = input(index) else { throw failure("\(role) is missing") }
    return value
  }

  /// Returns a computed input, a constant being taken into the graph; `role` is for the error
  /// message.
  func variable(_ index: Int, _ role: String = "input") throws(ONNXError) -> Variable {
    switch try value(index, role) {
    case .variable(let variable): return variable
    case .constant(let array):
      guard array.count > 0 else { throw failure("arrays without numbers are not supported") }
      return stored(array)
    }
  }

  /// Returns a computed input that holds floating-point numbers.
  func number(_ index: Int, _ role: String = "input") throws(ONNXError) -> Variable {
    let variable = try variable(index, role)
    guard variable.type.isFloatingPoint else {
      throw failure("expected \(role) to be floating-point numbers, found \(variable.type.name)")
    }
    return variable
  }

  /// Takes a constant into the graph, in the file's order.
  func stored(_ array: ConstantArray) -> Variable {
    let id = graph.builder.addConstant(name: "\(outputName)/constant", array.tensor)
    return Variable(
      id: id, dimensions: array.dimensions, order: Array(array.dimensions.indices),
      type: array.type)
  }

  /// Returns a constant input, nil if it is omitted; `role` is for the error message.
  func optionalConstant(_ index: Int, _ role: String) throws(ONNXError) -> ConstantArray? {
    switch input(index) {
    case .constant(let array): return array
    case .variable: throw failure("expected \(role) to be constant, found a computed value")
    case nil: return nil
    }
  }

  /// Returns a constant input; `role` is for the error message.
  func constant(_ index: Int, _ role: String) throws(ONNXError) -> ConstantArray {
    guard let array = try optionalConstant(index, role) else { throw failure("\(role) is missing") }
    return array
  }

  /// Returns a constant input of floating-point numbers.
  func weights(_ index: Int, _ role: String) throws(ONNXError) -> ConstantArray {
    let array = try constant(index, role)
    guard array.type.isFloatingPoint else {
      throw failure("expected \(role) to be floating-point numbers, found \(array.type.name)")
    }
    return array
  }

  /// Returns a constant list of integers, nil if it is omitted.
  func optionalList(_ index: Int, _ role: String) throws(ONNXError) -> [Int]? {
    guard let array = try optionalConstant(index, role) else { return nil }
    guard let integers = array.integers, array.dimensions.count <= 1 else {
      throw failure("expected \(role) to be integers along one axis")
    }
    return integers
  }

  /// Returns a constant list of integers.
  func list(_ index: Int, _ role: String) throws(ONNXError) -> [Int] {
    guard let list = try optionalList(index, role) else { throw failure("\(role) is missing") }
    return list
  }

  /// Returns a constant number, nil if it is omitted.
  func optionalNumber(_ index: Int, _ role: String) throws(ONNXError) -> Float? {
    guard let array = try optionalConstant(index, role) else { return nil }
    guard let number = array.single else {
      throw failure("expected \(role) to be one number, found shape \(Shape(array.dimensions))")
    }
    return number
  }

  /// Returns a constant input that has `count` numbers along one axis.
  func vector(_ index: Int, _ role: String, count: Int) throws(ONNXError) -> [Float] {
    let array = try weights(index, role)
    guard array.dimensions.count == 1, array.count == count else {
      throw failure("expected \(count) numbers of \(role), found shape \(Shape(array.dimensions))")
    }
    return array.floats
  }

  /// Checks the number of inputs, omitted ones counted.
  func requireInputs(_ range: ClosedRange<Int>) throws(ONNXError) {
    guard range.contains(inputs.count) else {
      let expected =
        range.lowerBound == range.upperBound
        ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
      throw failure("expected \(expected) inputs, found \(inputs.count)")
    }
  }

  // MARK: - Outputs

  /// Returns a variable's numbers in the given order of the file's axes.
  func arranged(_ variable: Variable, _ order: [Int]) throws(ONNXError) -> Graph.ValueID {
    try graph.arranged(variable, order)
  }

  /// Returns a variable with an order that has all given axes of the file, those of extent 1 that
  /// are not stored being put outermost, or innermost.
  func storing(
    _ axes: [Int], of variable: Variable, innermost: Bool = false
  ) throws(ONNXError) -> Variable {
    let added = axes.filter { !variable.order.contains($0) }
    if added.isEmpty { return variable }
    let order = innermost ? variable.order + added : added + variable.order
    return Variable(
      id: try arranged(variable, order), dimensions: variable.dimensions, order: order,
      type: variable.type)
  }

  /// Adds the operator that computes the node's output: an array of the given extents in the file,
  /// stored in the given order.
  func add(
    _ operation: any Operator, _ inputs: [Graph.ValueID], dimensions: [Int], order: [Int],
    type: ElementType
  ) throws(ONNXError) -> Variable {
    let id = try step(operation, inputs)
    let variable = Variable(id: id, dimensions: dimensions, order: order, type: type)
    precondition(
      graph.builder.shape(of: id) == variable.storedShape,
      "\(operatorName): stored \(graph.builder.shape(of: id)), expected \(variable.storedShape)")
    return variable
  }

  /// Adds an operator that keeps the extents and the order of its input.
  func map(
    _ operation: any Operator, _ variable: Variable, type: ElementType? = nil
  ) throws(ONNXError) -> Variable {
    try add(
      operation, [variable.id], dimensions: variable.dimensions, order: variable.order,
      type: type ?? variable.type)
  }

  /// Adds an operator, named after the node; names of steps on the way to an output count up.
  func step(_ operation: any Operator, _ inputs: [Graph.ValueID]) throws(ONNXError)
    -> Graph.ValueID
  {
    stepCount += 1
    let suffix = stepCount == 1 ? "" : "/\(stepCount)"
    return try graph.added(
      operation, name: name + suffix, inputs: inputs, output: outputName + suffix,
      kind: operatorName)
  }

  private var stepCount = 0
}

extension GraphImport {
  /// Returns what a variable is for an input, computed now.
  fileprivate func evaluated(
    _ variable: Variable, on array: ConstantArray, for node: NodeImport
  ) throws(ONNXError) -> ConstantArray {
    // Integers beyond this are no longer exact as floats.
    let limit = Float(1 << 24)
    if array.integers != nil, !array.floats.allSatisfy({ abs($0) < limit }) {
      throw node.failure("integers of its input are too large to be computed with")
    }
    let order = Array(variable.dimensions.indices)
    let values: [Float]
    if ConstantArray.count(of: variable.dimensions) == 0 {
      values = []
    } else {
      let id = try arranged(variable, order)
      do {
        let session = try ForwardSession(try builder.graph(outputs: [id]))
        let example = Tensor(Shape([1] + array.dimensions), array.floats)
        values = try session.outputs(for: [example])[0].values
      } catch {
        throw .shapes(operator: node.operatorName, error)
      }
    }
    if variable.type.isFloatingPoint {
      return ConstantArray(floats: values, dimensions: variable.dimensions, type: variable.type)
    }
    guard values.allSatisfy({ abs($0) < limit }) else {
      throw node.failure("integers of its output are too large to be computed")
    }
    return ConstantArray(
      integers: values.map { Int($0) }, dimensions: variable.dimensions, type: variable.type)
  }
}
