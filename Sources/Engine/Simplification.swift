import Tensors

/// Passes from a graph to a simpler graph that computes the same.
extension Graph {
  /// Returns the graph with constants worked into operators, chains of operators fused where one
  /// can absorb the next, and everything dropped that no output depends on.
  public func simplified() -> Graph {
    withConstantsSpecialized().fused().pruned()
  }

  /// Fuses operators with those that they read, and with those that read them.
  package func fused() -> Graph { withFunctionsJoined().withChainsAbsorbed() }

  /// Replaces operators on constants by those constants' results, or by simpler operators of a
  /// single input.
  package func withConstantsSpecialized() -> Graph {
    withConstantsFolded().withOperatorsSpecialized()
  }

  private func withOperatorsSpecialized() -> Graph {
    rewritten { node in
      let shape = self[node.output].shape
      guard node.inputs.contains(where: { self[$0].isConstant }),
        let simpler = node.operator.specialized(
          constants: node.inputs.map { self[$0].constant }, output: shape),
        // Not where the constant is what gives the output its extents.
        let simplerShape = try? simpler.operator.outputShape(
          of: [self[node.inputs[simpler.input]].shape]),
        simplerShape == shape
      else { return (node.operator, node.inputs) }
      return (simpler.operator, [node.inputs[simpler.input]])
    }
  }

  /// Joins operators of x and f(x) with f, where nothing else reads f(x).
  private func withFunctionsJoined() -> Graph {
    let uses = useCounts
    return rewritten { node in
      guard node.inputs.count == 2 else { return (node.operator, node.inputs) }
      for (argument, result) in [
        (node.inputs[0], node.inputs[1]), (node.inputs[1], node.inputs[0]),
      ] {
        if uses[result.index] == 1, let function = producer(of: result),
          function.inputs == [argument], let joined = node.operator.joining(function.operator)
        {
          return (joined, [argument])
        }
      }
      return (node.operator, node.inputs)
    }.pruned()
  }

  /// Lets operators absorb their only reader: batch normalisation and rectifiers into convolutions.
  package func withChainsAbsorbed() -> Graph {
    let uses = useCounts
    var readers: [ValueID: Int] = [:]
    for (index, node) in nodes.enumerated() {
      for input in node.inputs { readers[input] = index }
    }
    var absorbed = Set<Int>()
    var editor = GraphEditor(self)
    for (index, node) in nodes.enumerated() where !absorbed.contains(index) {
      var (current, output) = (node.operator, node.output)
      while uses[output.index] == 1, let next = readers[output], nodes[next].inputs.count == 1,
        let fused = current.absorbing(nodes[next].operator)
      {
        absorbed.insert(next)
        (current, output) = (fused, nodes[next].output)
      }
      editor.add(current, name: node.name, inputs: node.inputs, output: output)
    }
    return editor.graph(outputs: outputs)
  }

  /// Drops the nodes and constants that no output depends on.
  package func pruned() -> Graph {
    let needed = values(neededFor: outputs)
    var editor = GraphEditor(self)
    for node in nodes where needed.contains(node.output) {
      editor.add(node.operator, name: node.name, inputs: node.inputs, output: node.output)
    }
    return editor.graph(outputs: outputs)
  }

  /// Returns the graph with other outputs, and without the nodes that they do not need.
  public func with(outputs: [ValueID]) -> Graph {
    Graph(values: values, nodes: nodes, inputs: inputs, outputs: outputs).pruned()
  }

  /// Returns the graph with one more operator after `value`, whose output is its first output;
  /// `others` are its further outputs.
  ///
  /// - Throws: `GraphError.shape` where the operator cannot take the value.
  public func appending(
    _ operator: any Operator, name: String, to value: ValueID, keeping others: [ValueID] = []
  ) throws(GraphError) -> Graph {
    let shape: Shape
    do {
      shape = try `operator`.outputShape(of: [self[value].shape])
    } catch {
      throw .shape(node: name, error)
    }
    let output = ValueID(index: values.count)
    let node = Node(name: name, operator: `operator`, inputs: [value], output: output)
    return Graph(
      values: values + [Value(name: name, shape: shape, source: .node(nodes.count))],
      nodes: nodes + [node], inputs: inputs, outputs: [output] + others
    ).pruned()
  }

  /// Returns the graph with every node replaced by an operator of the same output shape and inputs.
  func rewritten(
    _ transform: (Node) -> (any Operator, [ValueID])
  ) -> Graph {
    var editor = GraphEditor(self)
    for node in nodes {
      let (replacement, inputs) = transform(node)
      editor.add(replacement, name: node.name, inputs: inputs, output: node.output)
    }
    return editor.graph(outputs: outputs)
  }
}

extension Graph {
  /// Splits the graph behind the longest chain of operators from its input that are affine, each
  /// being the only reader of the one before: `prefix` is that chain, `body` the rest, which reads
  /// the prefix's output. Without such a chain the prefix is nil and the body the whole graph.
  ///
  /// On a path between two inputs the prefix needs to be applied at the two ends only.
  package func splitAtAffinePrefix() -> (prefix: Graph?, body: Graph) {
    guard inputs.count == 1, outputs.count == 1 else { return (nil, self) }
    let uses = useCounts
    var end = inputs[0]
    var length = 0
    for node in nodes {
      guard uses[end.index] == 1, let argument = node.inputs.firstIndex(of: end),
        node.operator.isAffine(in: argument),
        node.inputs.allSatisfy({ $0 == end || self[$0].isConstant }), node.output != outputs[0]
      else { break }
      end = node.output
      length += 1
    }
    if length == 0 { return (nil, self) }
    var prefix = GraphEditor(self)
    var body = GraphEditor(self, inputs: [end])
    for (index, node) in nodes.enumerated() {
      if index < length {
        prefix.add(node.operator, name: node.name, inputs: node.inputs, output: node.output)
      } else {
        body.add(node.operator, name: node.name, inputs: node.inputs, output: node.output)
      }
    }
    return (prefix.graph(outputs: [end]), body.graph(outputs: outputs))
  }
}

/// Copies parts of a graph, values of the original standing for values of the copy.
private struct GraphEditor {
  private let original: Graph
  private var values: [Graph.Value] = []
  private var nodes: [Graph.Node] = []
  private var inputs: [Graph.ValueID] = []
  private var copies: [Graph.ValueID: Graph.ValueID] = [:]

  init(_ original: Graph) { self.init(original, inputs: original.inputs) }

  /// Starts a copy whose inputs are the given values of the original.
  init(_ original: Graph, inputs: [Graph.ValueID]) {
    self.original = original
    self.inputs = inputs.map { append(copyOf: $0, source: .input) }
  }

  mutating func add(
    _ operator: any Operator, name: String, inputs: [Graph.ValueID], output: Graph.ValueID
  ) {
    let copied = inputs.map { copy(of: $0) }
    let result = append(copyOf: output, source: .node(nodes.count))
    nodes.append(Graph.Node(name: name, operator: `operator`, inputs: copied, output: result))
  }

  mutating func graph(outputs: [Graph.ValueID]) -> Graph {
    let copied = outputs.map { copy(of: $0) }
    return Graph(values: values, nodes: nodes, inputs: inputs, outputs: copied)
  }

  private mutating func copy(of value: Graph.ValueID) -> Graph.ValueID {
    if let known = copies[value] { return known }
    return append(copyOf: value, source: original[value].source)
  }

  private mutating func append(copyOf value: Graph.ValueID, source: Graph.Value.Source)
    -> Graph.ValueID
  {
    let id = Graph.ValueID(index: values.count)
    values.append(
      Graph.Value(name: original[value].name, shape: original[value].shape, source: source))
    copies[value] = id
    return id
  }
}

extension Graph.Value {
  /// The numbers of a constant.
  package var constant: Tensor? { if case .constant(let tensor) = source { tensor } else { nil } }
}
