/// An order of nodes in which each comes after those whose outputs it reads. Files should have it
/// already; some have not.
struct NodeOrder {
  /// Places of the nodes in the file, in that order.
  private(set) var indices: [Int] = []

  init(_ nodes: [ONNXNode]) throws(ONNXError) {
    var producers: [String: Int] = [:]
    for (index, node) in nodes.enumerated() {
      for output in node.output where !output.isEmpty {
        guard producers.updateValue(index, forKey: output) == nil else {
          throw .structure(detail: "value \(quoted(output)) is the output of two nodes")
        }
      }
    }
    // Depth first with a stack of its own, so that long chains need no deep recursion.
    enum Mark { case unseen, open, done }
    var marks = [Mark](repeating: .unseen, count: nodes.count)
    indices.reserveCapacity(nodes.count)
    for start in nodes.indices where marks[start] == .unseen {
      var stack = [(node: start, nextInput: 0)]
      marks[start] = .open
      while let (node, next) = stack.last {
        guard next < nodes[node].input.count else {
          stack.removeLast()
          marks[node] = .done
          indices.append(node)
          continue
        }
        stack[stack.count - 1].nextInput += 1
        guard let producer = producers[nodes[node].input[next]] else { continue }
        if marks[producer] == .open {
          throw .structure(
            detail: "value \(quoted(nodes[node].input[next])) depends on itself; expected a "
              + "network without cycles")
        }
        if marks[producer] == .unseen {
          marks[producer] = .open
          stack.append((node: producer, nextInput: 0))
        }
      }
    }
  }

  /// Names of the given values and of all that they are computed from.
  func values(neededFor names: [String], in nodes: [ONNXNode]) -> Set<String> {
    var needed = Set(names)
    for index in indices.reversed() where nodes[index].output.contains(where: needed.contains) {
      needed.formUnion(nodes[index].input)
    }
    needed.remove("")
    return needed
  }
}
