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

  init(_ graph: Graph, backward: BackwardPass?) {
    let uses = graph.useCounts
    var rectified: Set<Graph.ValueID> = []
    for node in graph.nodes {
      let joins = node.operator.joinsInputsInPlace(rank: graph[node.output].shape.rank)
      if node.operator.rectifiesOutput {
        rectified.insert(node.output)
      } else if joins && node.inputs.allSatisfy({ rectified.contains($0) && uses[$0.index] == 1 }) {
        rectified.subtract(node.inputs)
        rectified.insert(node.output)
      }
    }
    completed = graph.nodes.map { node in
      guard backward?.passes(node) == true else { return [] }
      // Removed once found, so that every value has one node that completes it.
      return node.inputs.compactMap {
        backward?.hasGradient($0) == true ? rectified.remove($0) : nil
      }
    }
    outputs = graph.outputs.filter { backward?.hasGradient($0) == true && rectified.contains($0) }
  }
}
