import Tensors

/// Other places where points come into a graph. Values keep their identities.
extension Graph {
  /// Returns the graph with `value` as its first input, in place of what computes it; the graph's own
  /// inputs come after it.
  public func entered(at value: ValueID) -> Graph {
    precondition(!inputs.contains(value), "an input is entered at already")
    return with(
      nodes: nodes.filter { $0.output != value }, values: values, inputs: [value] + inputs)
  }

  /// Returns the graph with its inputs in another order.
  public func reordered(inputs order: [ValueID]) -> Graph {
    precondition(Set(order) == Set(inputs), "the same inputs in another order")
    return Graph(values: values, nodes: nodes, inputs: order, outputs: outputs)
  }

  /// Returns the graph with one input in place of some, its first: their numbers side by side in one
  /// row, in the order of `joined`. Its other inputs come after it.
  public func joining(_ joined: [ValueID], name: String) -> Graph {
    let lengths = joined.map { self[$0].shape.count }
    let row = ValueID(index: values.count)
    var added = [Value(name: name, shape: [lengths.reduce(0, +)], source: .input)]
    var parts: [Node] = []
    var first = 0
    for (input, length) in zip(joined, lengths) {
      let part = ValueID(index: values.count + added.count)
      let partName = "\(self[input].name)/part"
      added.append(Value(name: partName, shape: [length], source: .input))
      parts.append(
        Node(
          name: partName, operator: Selection(axes: [Array(first..<first + length)]),
          inputs: [row], output: part))
      parts.append(
        Node(
          name: self[input].name, operator: Reshape(to: self[input].shape), inputs: [part],
          output: input))
      first += length
    }
    return with(
      nodes: parts + nodes, values: values + added,
      inputs: [row] + inputs.filter { !joined.contains($0) })
  }

  /// The graph of other nodes, every value coming from where they say.
  private func with(nodes: [Node], values: [Value], inputs: [ValueID]) -> Graph {
    var writers: [ValueID: Int] = [:]
    for (place, node) in nodes.enumerated() { writers[node.output] = place }
    let sourced = values.enumerated().map { index, value in
      let source: Value.Source =
        if value.isConstant { value.source } else {
          writers[ValueID(index: index)].map { .node($0) } ?? .input
        }
      return Value(name: value.name, shape: value.shape, source: source)
    }
    return Graph(values: sourced, nodes: nodes, inputs: inputs, outputs: outputs)
  }
}
