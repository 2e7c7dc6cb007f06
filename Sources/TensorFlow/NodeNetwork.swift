import ONNX

/// The nodes of a file, and how they hang together.
struct NodeNetwork {
  /// Kinds of nodes that compute nothing, or nothing by themselves.
  private static let silent: Set = [
    "NoOp", "Assert", "Const", "Placeholder", "PlaceholderWithDefault",
  ]

  /// The nodes, in the order of the file.
  let nodes: [TensorFlowNode]
  /// Indices of the nodes, by name.
  let indices: [String: Int]
  /// What each node reads.
  let sources: [[OutputReference]]
  /// The nodes that compute something which no other node reads.
  let outputs: [Int]
  /// The nodes that the outputs depend on, each behind what it reads.
  let order: [Int]

  init(_ nodes: [TensorFlowNode]) throws(TensorFlowError) {
    var indices: [String: Int] = [:]
    for (index, node) in nodes.enumerated() {
      guard indices.updateValue(index, forKey: node.name) == nil else {
        throw .structure(detail: "two nodes have the name \(quoted(node.name))")
      }
    }
    let sources = nodes.map { node in node.input.compactMap(OutputReference.init) }
    var isRead = [Bool](repeating: false, count: nodes.count)
    for reference in sources.joined() {
      if let index = indices[reference.node] { isRead[index] = true }
    }
    self.nodes = nodes
    self.indices = indices
    self.sources = sources
    outputs = nodes.indices.filter { !isRead[$0] && !Self.silent.contains(nodes[$0].op) }
    guard !outputs.isEmpty else {
      throw .structure(
        detail: "no node is an output; expected at least one that computes something and that no "
          + "other node reads")
    }
    order = try Self.order(nodes: nodes, indices: indices, sources: sources, outputs: outputs)
  }

  /// Returns the node that `reference` names.
  func source(_ reference: OutputReference) -> TensorFlowNode? {
    indices[reference.node].map { nodes[$0] }
  }

  private enum Mark {
    case unseen
    case open
    case done
  }

  /// Depth-first search without recursion: a file may hold a chain of any length.
  private static func order(
    nodes: [TensorFlowNode], indices: [String: Int], sources: [[OutputReference]], outputs: [Int]
  ) throws(TensorFlowError) -> [Int] {
    var marks = [Mark](repeating: .unseen, count: nodes.count)
    var order: [Int] = []
    for output in outputs where marks[output] == .unseen {
      var stack = [(node: output, next: 0)]
      marks[output] = .open
      while let top = stack.last {
        guard top.next < sources[top.node].count else {
          marks[top.node] = .done
          order.append(top.node)
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].next += 1
        let source = try index(
          of: sources[top.node][top.next], reader: nodes[top.node], in: indices)
        guard marks[source] != .open else {
          throw .structure(
            detail: "node \(quoted(nodes[source].name)) depends on itself; expected a graph "
              + "without loops, frozen for inference")
        }
        if marks[source] == .unseen {
          marks[source] = .open
          stack.append((source, 0))
        }
      }
    }
    return order
  }

  private static func index(
    of reference: OutputReference, reader: TensorFlowNode, in indices: [String: Int]
  ) throws(TensorFlowError) -> Int {
    guard let index = indices[reference.node] else {
      throw .structure(
        detail: "node \(quoted(reader.name)) reads \(quoted(reference.node)), which is no node")
    }
    return index
  }
}
