import Tensors

/// Cuts at a value inside a graph, to look at the value and at what depends on it.
extension Graph {
  /// Returns the graph with one more input e, of the shape of `value`, which is added to `value`
  /// wherever it is read, and with `value` as its second and last output.
  ///
  /// At e = 0 the first output is what it was, and its gradient at e is that at `value`. The input e
  /// comes last. The first output must depend on `value`.
  ///
  /// - Throws: `GraphError.unrelated` where it does not.
  public func probed(at value: ValueID) throws(GraphError) -> Graph {
    try checkDependence(on: value)
    let name = self[value].name
    let (probe, sum) = (ValueID(index: values.count), ValueID(index: values.count + 1))
    let added = [
      Value(name: "\(name)/probe", shape: self[value].shape, source: .input),
      Value(name: "\(name)/probed", shape: self[value].shape, source: .node(nodes.count)),
    ]
    var cut = nodes.map { node in
      Node(
        name: node.name, operator: node.operator,
        inputs: node.inputs.map { $0 == value ? sum : $0 }, output: node.output)
    }
    cut.insert(
      Node(
        name: "\(name)/probed", operator: Arithmetic(.sum), inputs: [value, probe], output: sum),
      at: nodes.firstIndex { $0.output == value }.map { $0 + 1 } ?? 0)
    let score = outputs[0] == value ? sum : outputs[0]
    return Graph(
      values: values + added, nodes: cut, inputs: inputs + [probe], outputs: [score, value]
    ).pruned()
  }

  /// Splits the graph behind `value`: `tail` computes the first output from `value`, its first
  /// input, and from what else the first output depends on past it, its other inputs; `surroundings`
  /// computes those others from the inputs of the graph, and is nil where there are none.
  ///
  /// The first output must depend on `value`.
  ///
  /// - Throws: `GraphError.unrelated` where it does not.
  public func tail(from value: ValueID) throws(GraphError) -> (tail: Graph, surroundings: Graph?) {
    try checkDependence(on: value)
    let varying = values(dependingOn: inputs + [value])
    let dependent = values(dependingOn: [value])
    let needed = values(neededFor: [outputs[0]])
    var others: [ValueID] = []
    for node in nodes
    where node.output != value && dependent.contains(node.output) && needed.contains(node.output) {
      for input in node.inputs
      where varying.contains(input) && !dependent.contains(input) && !others.contains(input) {
        others.append(input)
      }
    }
    // What depends on constants alone is computed with the tail.
    let kept = nodes.filter { node in
      node.output != value
        && (dependent.contains(node.output) || !varying.contains(node.output))
    }
    let tail = Graph(values: values, nodes: kept, inputs: [value] + others, outputs: [outputs[0]])
    return (tail.pruned(), others.isEmpty ? nil : with(outputs: others))
  }

  /// Whether the first output depends on a value, or is it.
  public func scoreDepends(on value: ValueID) -> Bool {
    values(neededFor: [outputs[0]]).contains(value)
  }

  /// The given values and all that are computed from them.
  func values(dependingOn roots: [ValueID]) -> Set<ValueID> {
    var dependent = Set(roots)
    for node in nodes where node.inputs.contains(where: dependent.contains) {
      dependent.insert(node.output)
    }
    return dependent
  }

  /// The given values and all that they are computed from.
  package func values(neededFor results: [ValueID]) -> Set<ValueID> {
    var needed = Set(results)
    for node in nodes.reversed() where needed.contains(node.output) {
      needed.formUnion(node.inputs)
    }
    return needed
  }

  private func checkDependence(on value: ValueID) throws(GraphError) {
    guard scoreDepends(on: value) else {
      throw .unrelated(output: self[outputs[0]].name, value: self[value].name)
    }
  }
}
