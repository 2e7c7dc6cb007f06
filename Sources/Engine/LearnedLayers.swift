import Tensors

/// Where a graph keeps what it has learned.
extension Graph {
  /// The nodes that hold or read weights on which some values depend, as layers, the first behind the
  /// input first. Each layer has one node that sums over channels or looks something up, or a
  /// normalisation, and what scales and shifts its result afterwards.
  ///
  /// Weights are told by the operator that holds or reads them. Constants that are read otherwise, as
  /// shapes, places, masks or limits are, are none; nor is what scales and shifts an input in front of
  /// all weights.
  public func learnedLayers(behind results: [ValueID]) -> [[Int]] {
    let needed = values(neededFor: results)
    var layers: [[Int]] = []
    var learned: Set<ValueID> = []
    for (place, node) in nodes.enumerated() where needed.contains(node.output) {
      let followsWeights = node.inputs.contains(where: learned.contains)
      if let onlyScales = onlyScales(node), followsWeights || !onlyScales {
        if onlyScales { layers[layers.count - 1].append(place) } else { layers.append([place]) }
        learned.insert(node.output)
      } else if followsWeights {
        learned.insert(node.output)
      }
    }
    return layers
  }

  /// Returns the graph with other weights in the last `count` layers behind some values; values keep
  /// their identity.
  ///
  /// - Parameters:
  ///   - count: how many layers are changed.
  ///   - results: the values behind which the last layers are looked for.
  ///   - change: returns as many numbers as it is given. It is told which array it is given: 0, 1, …
  ///     from the outputs down, the same ones whatever `count` is.
  public func withWeights(
    ofLast count: Int, behind results: [ValueID], changedBy change: (Int, [Float]) -> [Float]
  ) -> Graph {
    var nodes = nodes
    var values = values
    var array = 0
    for place in learnedLayers(behind: results).suffix(count).reversed().flatMap({ $0.reversed() })
    {
      let node = nodes[place]
      if let learned = node.operator as? any LearnedOperator {
        let changed = learned.withWeights { numbers in
          defer { array += 1 }
          return change(array, numbers)
        }
        nodes[place] = Node(
          name: node.name, operator: changed, inputs: node.inputs, output: node.output)
      } else {
        nodes[place] = Node(
          name: node.name, operator: node.operator,
          inputs: node.inputs.enumerated().map { argument, input in
            guard let constant = learnedConstant(node, argument) else { return input }
            let numbers = change(array, constant.values)
            array += 1
            // The constant may be read by others too, which keep it.
            values.append(
              Value(
                name: self[input].name, shape: constant.shape,
                source: .constant(Tensor(constant.shape, numbers))))
            return ValueID(index: values.count - 1)
          }, output: node.output)
      }
    }
    return Graph(values: values, nodes: nodes, inputs: inputs, outputs: outputs)
  }

  /// Whether a node that has weights only scales and shifts; nil of one that has none.
  private func onlyScales(_ node: Node) -> Bool? {
    if let learned = node.operator as? any LearnedOperator {
      return learned.parameterCount > 0 ? learned.onlyScales : nil
    }
    guard let reader = node.operator as? any LearnedReader,
      node.inputs.indices.contains(where: { learnedConstant(node, $0) != nil })
    else { return nil }
    return reader.onlyScales
  }

  /// The constant that a node reads as an input, where it is learned.
  private func learnedConstant(_ node: Node, _ argument: Int) -> Tensor? {
    guard let reader = node.operator as? any LearnedReader,
      let constant = self[node.inputs[argument]].constant,
      reader.learns(constant.shape, as: argument)
    else { return nil }
    return constant
  }
}
