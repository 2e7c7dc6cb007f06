import ONNX

/// One node of the file, as the translator of its operator sees it: settings, inputs, and the graph
/// to add to.
struct NodeTranslation {
  /// The node.
  let node: TensorFlowNode
  /// What it reads.
  let inputs: [OutputReference]
  /// The graph to add to.
  let graph: GraphTranslation

  init(_ node: TensorFlowNode, inputs: [OutputReference], graph: GraphTranslation) {
    self.node = node
    self.inputs = inputs
    self.graph = graph
  }

  /// Name of the node, and of the value that it computes.
  var name: String { node.name }

  /// Makes an error about this node.
  func failure(_ detail: String) -> TensorFlowError {
    .node(name: name, operator: node.op, detail: detail)
  }

  // MARK: - Inputs

  /// Returns an input; `role` is for the error message.
  func input(_ index: Int, _ role: String? = nil) throws(TensorFlowError) -> Value {
    guard inputs.indices.contains(index) else {
      throw failure("\(role ?? "input \(index)") is missing")
    }
    guard let value = graph.value(inputs[index]) else {
      throw failure(
        "output \(inputs[index].index) of node \(quoted(inputs[index].node)), which it reads, is "
          + "not computed")
    }
    return value
  }

  /// Returns all inputs, of which there must be one at least.
  func allInputs() throws(TensorFlowError) -> [Value] {
    guard !inputs.isEmpty else { throw failure("it has no inputs") }
    return try inputs.indices.map { index throws(TensorFlowError) in try input(index) }
  }

  /// Returns an input that may be constant; nil if it is computed.
  func optionalConstant(_ index: Int, _ role: String) throws(TensorFlowError) -> ConstantArray? {
    graph.constant(named: try input(index, role).name)
  }

  /// Returns a constant input; `role` is for the error message.
  func constant(_ index: Int, _ role: String) throws(TensorFlowError) -> ConstantArray {
    guard let array = try optionalConstant(index, role) else {
      throw failure("expected \(role) to be constant, found a computed value")
    }
    return array
  }

  /// Returns a constant input of integers, whatever their arrangement.
  func integers(_ index: Int, _ role: String) throws(TensorFlowError) -> [Int] {
    guard let integers = try constant(index, role).integers else {
      throw failure("expected \(role) to be integers")
    }
    return integers
  }

  /// Returns a constant input of one integer.
  func integer(_ index: Int, _ role: String) throws(TensorFlowError) -> Int {
    let integers = try integers(index, role)
    guard integers.count == 1 else {
      throw failure("expected \(role) to be one integer, found \(integers.count)")
    }
    return integers[0]
  }

  // MARK: - Outputs

  /// Adds the ONNX node that computes this node's output.
  func result(
    _ kind: String, _ inputs: [Value], _ settings: [ONNXAttribute] = [], shape: PartialShape? = nil
  ) -> [Value] {
    [add(kind, inputs, settings, output: name, shape: shape)]
  }

  /// Adds an ONNX node that computes something on the way to this node's output.
  func step(
    _ kind: String, _ inputs: [Value], _ settings: [ONNXAttribute] = [], suffix: String,
    shape: PartialShape? = nil
  ) -> Value {
    add(kind, inputs, settings, output: graph.uniqueName("\(name)/\(suffix)"), shape: shape)
  }

  /// Adds an ONNX node with several outputs, one for each shape, and returns them.
  func results(
    _ kind: String, _ inputs: [Value], _ settings: [ONNXAttribute] = [], shapes: [PartialShape?]
  ) -> [Value] {
    let outputs = shapes.enumerated().map { index, shape in
      Value(name: outputName(index), shape: shape)
    }
    add(kind, inputs, settings, outputs: outputs)
    return outputs
  }

  /// Name of the value of an output.
  func outputName(_ index: Int) -> String {
    index == 0 ? name : graph.uniqueName("\(name):\(index)")
  }

  /// Adds an ONNX node with any outputs.
  func add(_ kind: String, _ inputs: [Value], _ settings: [ONNXAttribute], outputs: [Value]) {
    graph.add(
      ONNXNode.with {
        $0.opType = kind
        $0.name = outputs.first?.name ?? name
        $0.input = inputs.map(\.name)
        $0.output = outputs.map(\.name)
        $0.attribute = settings
      })
  }

  private func add(
    _ kind: String, _ inputs: [Value], _ settings: [ONNXAttribute], output: String,
    shape: PartialShape?
  ) -> Value {
    let value = Value(name: output, shape: shape)
    add(kind, inputs, settings, outputs: [value])
    return value
  }

  /// Makes a constant that an ONNX node reads.
  func list(_ integers: [Int], suffix: String) -> Value {
    graph.define(
      ConstantArray(integers: integers), named: graph.uniqueName("\(name)/\(suffix)"))
  }

  /// Makes a constant number that an ONNX node reads.
  func number(_ value: Float, suffix: String) -> Value {
    graph.define(
      ConstantArray(floats: [value], extents: []), named: graph.uniqueName("\(name)/\(suffix)"))
  }
}
