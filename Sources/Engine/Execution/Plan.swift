import Dispatch
import Foundation
import Synchronization
import Tensors

/// A graph laid out for batches up to a fixed size: every value, gradient, state and scratch area
/// has its place in one arena.
///
/// The forward pass of node i happens at time i, its backward pass at time 2n − 1 − i, and a block
/// of memory is free for others outside the times at which it is used. Inputs of a concatenation
/// of channels are laid out inside its output, and their gradients inside its gradient, so that no
/// copying happens.
package struct Plan: Sendable {
  /// Place of a value or gradient: the block, and the column of the block's rows where it begins.
  struct Place: Hashable, Sendable {
    var block: Int
    var column = 0
    /// Columns of the whole block's rows.
    var rowStride: Int
  }

  let graph: Graph
  let kernels: [any Kernel]
  /// Examples that fit.
  let capacity: Int
  let hasBackwardPass: Bool
  let constants: [Graph.ValueID: AlignedBuffer]
  let gates: Gates

  private(set) var values: [Graph.ValueID: Place] = [:]
  private(set) var gradients: [Graph.ValueID: Place] = [:]
  private(set) var states: [Int: Int] = [:]
  private(set) var scratchSize = 0
  private var blocks: [ArenaLayout.Block] = []
  private(set) var layout = ArenaLayout([])

  package init(
    _ graph: Graph, capacity: Int, hasBackwardPass: Bool, options: KernelOptions = KernelOptions()
  ) {
    var constants: [Graph.ValueID: AlignedBuffer] = [:]
    for input in graph.nodes.flatMap(\.inputs) where constants[input] == nil {
      constants[input] = graph[input].constant.map { AlignedBuffer($0.values) }
    }
    self.init(
      graph, kernels: Self.kernels(of: graph, options: options), constants: constants,
      capacity: capacity, hasBackwardPass: hasBackwardPass)
  }

  /// Returns the plan for batches of another size; prepared weights are shared.
  func resized(to capacity: Int) -> Plan {
    Plan(
      graph, kernels: kernels, constants: constants, capacity: capacity,
      hasBackwardPass: hasBackwardPass)
  }

  private init(
    _ graph: Graph, kernels: [any Kernel], constants: [Graph.ValueID: AlignedBuffer],
    capacity: Int, hasBackwardPass: Bool
  ) {
    self.graph = graph
    self.kernels = kernels
    self.constants = constants
    self.capacity = capacity
    self.hasBackwardPass = hasBackwardPass
    gates = Gates(graph)
    placeValues()
    if hasBackwardPass { placeGradients() }
    placeStatesAndScratch()
    layout = ArenaLayout(blocks)
  }

  /// Prepares the operators, several at a time: weights are transposed and transformed.
  private static func kernels(of graph: Graph, options: KernelOptions) -> [any Kernel] {
    let kernels = Mutex([(any Kernel)?](repeating: nil, count: graph.nodes.count))
    DispatchQueue.concurrentPerform(iterations: graph.nodes.count) { index in
      let node = graph.nodes[index]
      let kernel = node.operator.kernel(
        for: node.inputs.map { graph[$0].shape }, output: graph[node.output].shape,
        options: options)
      kernels.withLock { $0[index] = kernel }
    }
    return kernels.withLock { $0 }.compactMap(\.self)
  }

  /// Floats of the arena, scratch included.
  package var arenaSize: Int { layout.size + scratchSize }

  /// Bytes of the arena.
  var arenaBytes: Int { arenaSize * MemoryLayout<Float>.stride }

  /// Refuses a plan that `count` workspaces of cannot exist on this machine.
  func checkMemory(count: Int) throws(GraphError) {
    let available = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    guard arenaBytes <= available / count else {
      throw .notEnoughMemory(needed: arenaBytes * count, available: available)
    }
  }

  private var end: Int { 2 * graph.nodes.count }
  private func backwardTime(_ node: Int) -> Int { end - 1 - node }

  /// For every value that may lie inside the output of a node that reads it, that node and the
  /// column: a part of a concatenation, or what an operator writes its output over.
  private var hosts: [Graph.ValueID: (node: Int, column: Int)] {
    let uses = graph.useCounts
    let kept = Set(
      graph.nodes.indices.filter { kernels[$0].backwardReads.contains(.output) }
        .map { graph.nodes[$0].output })
    var hosts: [Graph.ValueID: (node: Int, column: Int)] = [:]
    for (index, node) in graph.nodes.enumerated() {
      if node.operator.worksInPlace {
        let input = node.inputs[0]
        if uses[input.index] == 1 && !graph[input].isConstant && !kept.contains(input) {
          hosts[input] = (index, 0)
        }
      } else if node.operator.joinsInputsInPlace(rank: graph[node.output].shape.rank) {
        var column = 0
        for input in node.inputs {
          if graph.producer(of: input) != nil && hosts[input] == nil {
            hosts[input] = (index, column)
          }
          column += graph[input].shape.dimensions.last ?? 1
        }
      }
    }
    return hosts
  }

  private func elements(of value: Graph.ValueID) -> Int { graph[value].shape.count * capacity }

  private mutating func place(
    _ value: Graph.ValueID, inside host: (place: Place, column: Int)?, first: Int, last: Int
  ) -> Place {
    if let host {
      var place = host.place
      place.column += host.column
      blocks[place.block].first = min(blocks[place.block].first, first)
      blocks[place.block].last = max(blocks[place.block].last, last)
      return place
    }
    blocks.append(ArenaLayout.Block(size: elements(of: value), first: first, last: last))
    return Place(block: blocks.count - 1, rowStride: graph[value].shape.dimensions.last ?? 1)
  }

  private mutating func placeValues() {
    var lastUse: [Graph.ValueID: Int] = [:]
    for (index, node) in graph.nodes.enumerated() {
      let reads = kernels[index].backwardReads
      let kept = hasBackwardPass ? backwardTime(index) : index
      for input in node.inputs {
        lastUse[input] = max(lastUse[input] ?? 0, reads.contains(.inputs) ? kept : index)
      }
      lastUse[node.output] = max(
        lastUse[node.output] ?? 0, reads.contains(.output) ? kept : index)
    }
    for (index, completed) in gates.completed.enumerated() where hasBackwardPass {
      for value in completed { lastUse[value] = max(lastUse[value] ?? 0, backwardTime(index)) }
    }
    for output in graph.outputs { lastUse[output] = end }

    // Hosts come after what they host, so that places are found from the last node to the first.
    let hosts = hosts
    func host(of value: Graph.ValueID) -> (place: Place, column: Int)? {
      hosts[value].flatMap { host in
        values[graph.nodes[host.node].output].map { (place: $0, column: host.column) }
      }
    }
    for (index, node) in graph.nodes.enumerated().reversed() {
      values[node.output] = place(
        node.output, inside: host(of: node.output), first: index,
        last: lastUse[node.output] ?? index)
    }
    for input in graph.inputs {
      values[input] = place(input, inside: host(of: input), first: -1, last: lastUse[input] ?? 0)
    }
  }

  private mutating func placeGradients() {
    let uses = graph.useCounts
    var firstWrite: [Graph.ValueID: Int] = [:]
    for (index, node) in graph.nodes.enumerated() {
      for input in node.inputs { firstWrite[input] = backwardTime(index) }
    }
    // Seeds are written before the first backward step.
    for output in graph.outputs { firstWrite[output] = graph.nodes.count - 1 }

    let hosts = hosts
    func host(of value: Graph.ValueID) -> (place: Place, column: Int)? {
      guard let host = hosts[value], uses[value.index] == 1 else { return nil }
      return gradients[graph.nodes[host.node].output].map { (place: $0, column: host.column) }
    }
    for (index, node) in graph.nodes.enumerated().reversed() {
      gradients[node.output] = place(
        node.output, inside: host(of: node.output),
        first: firstWrite[node.output] ?? backwardTime(index), last: backwardTime(index))
    }
    for input in graph.inputs {
      gradients[input] = place(
        input, inside: host(of: input), first: firstWrite[input] ?? end, last: end)
    }
  }

  private mutating func placeStatesAndScratch() {
    for (index, node) in graph.nodes.enumerated() {
      let memory = kernels[index].memory(
        for: node.inputs.map { graph[$0].shape }, output: graph[node.output].shape)
      scratchSize = max(scratchSize, memory.scratch + memory.scratchPerExample * capacity)
      if memory.statePerExample > 0 {
        states[index] = blocks.count
        blocks.append(
          ArenaLayout.Block(
            size: memory.statePerExample * capacity, first: index,
            last: hasBackwardPass ? backwardTime(index) : index))
      }
    }
  }
}
