import Engine
import Tensors

/// One node of the file, as the importer of its operator sees it: settings, inputs, and the graph
/// to add to.
struct NodeImport {
  /// Name for messages and for the graph.
  let name: String
  /// ONNX name of the operator.
  let operatorName: String
  /// Name of the first output.
  let outputName: String
  /// What the node reads; nil for an omitted input.
  let inputs: [ImportedValue?]
  /// The graph to add to.
  let graph: GraphImport
  /// The settings, by name.
  let attributes: [String: ONNXAttribute]

  /// Version of the standard operators.
  var opset: Int { graph.opset }

  init(
    _ proto: ONNXNode, name: String, inputs: [ImportedValue?], graph: GraphImport
  ) throws(ONNXError) {
    self.name = name
    operatorName = proto.opType
    outputName = proto.output.first ?? ""
    self.inputs = inputs
    self.graph = graph
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

  /// Makes an error about this node.
  func failure(_ detail: String) -> ONNXError {
    .node(name: name, operator: operatorName, detail: detail)
  }

  // MARK: - Inputs

  /// Returns a computed input; `role` is for the error message.
  func variable(_ index: Int, _ role: String = "input") throws(ONNXError) -> Graph.ValueID {
    switch input(index) {
    case .variable(let id): return id
    case .constant: throw failure("expected \(role) to be a computed value, found a constant")
    case nil: throw failure("\(role) is missing")
    }
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

  /// Returns a constant input that has `count` numbers along one axis.
  func vector(_ index: Int, _ role: String, count: Int) throws(ONNXError) -> [Float] {
    let array = try constant(index, role)
    guard array.dimensions.count == 1, array.count == count else {
      throw failure("expected \(count) numbers of \(role), found shape \(Shape(array.dimensions))")
    }
    return array.floats
  }

  private func input(_ index: Int) -> ImportedValue? {
    inputs.indices.contains(index) ? inputs[index] : nil
  }

  /// Number of axes of a value in the file, batch included.
  func rank(of value: Graph.ValueID) -> Int { graph.builder.shape(of: value).rank + 1 }

  /// Extents of an example of a value in the file's order, without the batch.
  func dimensions(of value: Graph.ValueID) -> [Int] {
    StorageOrder.dimensions(of: graph.builder.shape(of: value))
  }

  /// Returns a computed input that is an image, with its shape H×W×C.
  func image(_ index: Int) throws(ONNXError) -> (id: Graph.ValueID, shape: Shape) {
    let id = try variable(index)
    let shape = graph.builder.shape(of: id)
    guard shape.rank == 3 else {
      throw failure(
        "expected an image (N×C×H×W), found \(shape.rank + 1) axes; "
          + "one- and three-dimensional windows are not supported")
    }
    return (id, shape)
  }

  // MARK: - Outputs

  /// Adds the operator that computes the node's output.
  func add(_ operation: any Operator, _ inputs: Graph.ValueID...) throws(ONNXError) -> ImportedValue
  {
    try add(operation, inputs)
  }

  /// Adds the operator that computes the node's output.
  func add(_ operation: any Operator, _ inputs: [Graph.ValueID]) throws(ONNXError) -> ImportedValue
  {
    .variable(try added(operation, inputs, name: name, output: outputName))
  }

  /// Adds an operator that computes something on the way to the node's output.
  func step(
    _ operation: any Operator, _ inputs: Graph.ValueID..., suffix: String
  ) throws(ONNXError) -> Graph.ValueID {
    try added(operation, inputs, name: "\(name)/\(suffix)", output: "\(outputName)/\(suffix)")
  }

  private func added(
    _ operation: any Operator, _ inputs: [Graph.ValueID], name: String, output: String
  ) throws(ONNXError) -> Graph.ValueID {
    do {
      return try graph.builder.add(operation, name: name, inputs: inputs, outputName: output)
    } catch {
      throw .shapes(operator: operatorName, error)
    }
  }
}
