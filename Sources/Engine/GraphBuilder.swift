import Tensors

/// Builds a ``Graph`` operator by operator, checking shapes as it goes.
public struct GraphBuilder {
  /// Most values that one example of one array may have (1 GiB of floats).
  static let maximumElements = 1 << 28

  private var values: [Graph.Value] = []
  private var nodes: [Graph.Node] = []
  private var inputs: [Graph.ValueID] = []

  /// Starts an empty graph.
  public init() {}

  /// Adds an input whose examples have the given shape.
  public mutating func addInput(name: String, shape: Shape) -> Graph.ValueID {
    let id = append(Graph.Value(name: name, shape: shape, source: .input))
    inputs.append(id)
    return id
  }

  /// Adds a constant that every example of a batch shares.
  public mutating func addConstant(name: String, _ tensor: Tensor) -> Graph.ValueID {
    append(Graph.Value(name: name, shape: tensor.shape, source: .constant(tensor)))
  }

  /// Adds an operator that reads `inputs`, and returns its output.
  ///
  /// - Throws: `GraphError.shape` where the operator cannot take inputs of these shapes,
  ///   `.tooLarge` where an example of its output has more values than can be laid out.
  public mutating func add(
    _ operator: any Operator, name: String, inputs: [Graph.ValueID], outputName: String? = nil
  ) throws(GraphError) -> Graph.ValueID {
    let shape: Shape
    do {
      shape = try `operator`.outputShape(of: inputs.map { values[$0.index].shape })
    } catch {
      throw .shape(node: name, error)
    }
    guard let count = Shape.checkedCount(of: shape.dimensions), count <= Self.maximumElements else {
      throw .tooLarge(node: name, elements: "\(shape)")
    }
    let output = append(
      Graph.Value(name: outputName ?? name, shape: shape, source: .node(nodes.count)))
    nodes.append(Graph.Node(name: name, operator: `operator`, inputs: inputs, output: output))
    return output
  }

  /// Gives a value that was added before another name.
  public mutating func rename(_ value: Graph.ValueID, to name: String) {
    values[value.index].name = name
  }

  /// Shape of a value that was added before.
  public func shape(of value: Graph.ValueID) -> Shape { values[value.index].shape }

  /// The constant behind a value, if it is one.
  public func constant(_ value: Graph.ValueID) -> Tensor? {
    if case .constant(let tensor) = values[value.index].source { tensor } else { nil }
  }

  /// Returns the graph that computes `outputs`.
  ///
  /// - Throws: `GraphError.empty` without inputs or outputs, for a value that has no elements, for
  ///   an output that depends on no input; `.tooLarge` for an input.
  public func graph(outputs: [Graph.ValueID]) throws(GraphError) -> Graph {
    if outputs.isEmpty { throw .empty(detail: "it has no output") }
    if inputs.isEmpty { throw .empty(detail: "it has no input") }
    for id in inputs {
      let value = values[id.index]
      guard let count = Shape.checkedCount(of: value.shape.dimensions),
        count <= Self.maximumElements
      else { throw .tooLarge(node: value.name, elements: "\(value.shape)") }
    }
    for value in values where !value.isConstant && value.shape.dimensions.contains(0) {
      throw .empty(detail: "\(value.name) has no elements, its shape is \(value.shape)")
    }
    try checkDependence(of: outputs)
    return Graph(values: values, nodes: nodes, inputs: inputs, outputs: outputs)
  }

  private func checkDependence(of outputs: [Graph.ValueID]) throws(GraphError) {
    var variable = Set(inputs)
    for node in nodes where node.inputs.contains(where: variable.contains) {
      variable.insert(node.output)
    }
    for output in outputs where !variable.contains(output) {
      throw .empty(detail: "its output \(values[output.index].name) depends on no input")
    }
  }

  private mutating func append(_ value: Graph.Value) -> Graph.ValueID {
    values.append(value)
    return Graph.ValueID(index: values.count - 1)
  }
}
