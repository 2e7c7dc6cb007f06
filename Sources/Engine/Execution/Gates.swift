import Tensors

/// Where the slopes of rectifiers are applied on the way back.
///
/// The gradient of a rectified value y = max(x, 0) is zeroed where y is not positive, so that it is
/// a gradient of x, as soon as the last part of it has been added: by the first node that reads y,
/// which comes last on the way back. Operators that end with a rectifier therefore never look at
/// their own output. A concatenation of rectified values that nothing else reads counts as one
/// rectified value.
struct Gates {
  /// For every node, the rectified values whose gradients it completes.
  let completed: [[Graph.ValueID]]
  /// Rectified outputs of the graph that no node reads: their gradients are complete from the start.
  let outputs: [Graph.ValueID]

  init(_ graph: Graph, kernels: [any Kernel], aliases: Aliases, backward: BackwardPass?) {
    let uses = aliases.useCounts(of: graph)
    var rectified: Set<Graph.ValueID> = []
    for (node, kernel) in zip(graph.nodes, kernels) {
      let parts = node.inputs.map(aliases.root)
      if node.operator.rectifiesOutput {
        rectified.insert(node.output)
      } else if kernel.memoryUse == .joinsInputs
        && parts.allSatisfy({ rectified.contains($0) && uses[$0] == 1 })
      {
        rectified.subtract(parts)
        rectified.insert(node.output)
      }
    }
    completed = graph.nodes.map { node in
      guard let backward, !aliases.isAlias(node.output) else { return [] }
      // Removed once found, so that every value has one node that completes it.
      return node.inputs.indices.filter { argument in
        backward.hasGradient(argument, of: node)
          && rectified.remove(aliases.root(of: node.inputs[argument])) != nil
      }.map { node.inputs[$0] }
    }
    outputs = graph.outputs.filter {
      backward?.hasGradient($0) == true && rectified.contains(aliases.root(of: $0))
    }
  }
}
