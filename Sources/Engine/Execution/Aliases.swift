import Tensors

/// Values that are one and the same memory under several shapes.
struct Aliases: Sendable {
  private var roots: [Graph.ValueID: Graph.ValueID] = [:]
  /// Values whose memory is read in rows of different lengths, so that it must be dense.
  private var dense: Set<Graph.ValueID> = []

  init(_ graph: Graph, kernels: [any Kernel]) {
    for (node, kernel) in zip(graph.nodes, kernels) where kernel.memoryUse == .sharesInput {
      let root = root(of: node.inputs[0])
      roots[node.output] = root
      if graph[node.output].columns != graph[root].columns { dense.insert(root) }
    }
  }

  /// The value that a value is another name for; most values are their own.
  func root(of value: Graph.ValueID) -> Graph.ValueID { roots[value] ?? value }

  /// Whether a value is another name for one that is computed elsewhere.
  func isAlias(_ value: Graph.ValueID) -> Bool { roots[value] != nil }

  /// Whether the rows of a root must be neighbours in memory.
  func mustBeDense(_ root: Graph.ValueID) -> Bool { dense.contains(root) }

  /// How often each root is read under any of its names; being an output counts too.
  func useCounts(of graph: Graph) -> [Graph.ValueID: Int] {
    var counts: [Graph.ValueID: Int] = [:]
    for node in graph.nodes where !isAlias(node.output) {
      for input in node.inputs { counts[root(of: input), default: 0] += 1 }
    }
    for output in graph.outputs { counts[root(of: output), default: 0] += 1 }
    return counts
  }
}

extension Graph.Value {
  /// Extent of the innermost axis.
  var columns: Int { shape.dimensions.last ?? 1 }
}
