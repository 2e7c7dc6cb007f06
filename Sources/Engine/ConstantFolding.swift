import Tensors

extension Graph {
  /// Replaces operators that read nothing but constants by what they compute: a constant has no
  /// batch, so no kernel needs to know one that lacks it, and nothing is computed twice.
  func withConstantsFolded() -> Graph {
    var values = values
    var folded = Set<ValueID>()
    for node in nodes {
      let constants = node.inputs.compactMap { values[$0.index].constant }
      guard !node.inputs.isEmpty, constants.count == node.inputs.count else { continue }
      let value = values[node.output.index]
      let result = Tensor(value.shape, computed(node, from: constants))
      values[node.output.index] = Value(
        name: value.name, shape: value.shape, source: .constant(result))
      folded.insert(node.output)
    }
    if folded.isEmpty { return self }
    let rest = nodes.filter { !folded.contains($0.output) }
    return Graph(values: values, nodes: rest, inputs: inputs, outputs: outputs).pruned()
  }

  /// Runs one node on its own.
  private func computed(_ node: Node, from constants: [Tensor]) -> [Float] {
    let inputs = constants.indices.map(ValueID.init)
    let output = ValueID(index: constants.count)
    let alone = Graph(
      values: constants.map { Value(name: node.name, shape: $0.shape, source: .input) }
        + [Value(name: node.name, shape: self[node.output].shape, source: .node(0))],
      nodes: [Node(name: node.name, operator: node.operator, inputs: inputs, output: output)],
      inputs: inputs, outputs: [output])
    let workspace = Workspace(Plan(alone, capacity: 1, hasBackwardPass: false))
    for (view, constant) in zip(workspace.inputs, constants) {
      view.write(constant.values, firstExample: 0, batch: 1)
    }
    workspace.forward(batch: 1)
    return workspace.outputs[0].examples(1)[0]
  }
}
