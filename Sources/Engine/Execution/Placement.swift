import Tensors

/// Where every value, gradient, state and scratch area lies in one arena.
///
/// A block of memory is free for others outside the times at which it is used. What is used within
/// one run of a stage has room for the examples that the stage runs at a time; all else has room for
/// the whole batch, and is in use while a stage runs that uses it. Inputs of a concatenation of
/// channels are laid out inside its output, and their gradients inside its gradient, so that no
/// copying happens.
struct Placement: Sendable {
  /// Place of a value or gradient: the block, and the column of the block's rows where it begins.
  struct Place: Hashable, Sendable {
    var block: Int
    var column = 0
    /// Columns of the whole block's rows.
    var rowStride: Int
  }

  /// Memory for something, and the first and last time at which it is used.
  private struct Demand {
    /// Floats of one example.
    let size: Int
    var first: Int
    var last: Int
  }

  private(set) var values: [Graph.ValueID: Place] = [:]
  private(set) var gradients: [Graph.ValueID: Place] = [:]
  /// Blocks of the states that kernels keep for the backward pass, by node.
  private(set) var states: [Int: Int] = [:]
  private(set) var scratchSize = 0
  /// Offsets of the blocks.
  private(set) var layout = ArenaLayout([])
  /// For every block, whether it has room for the whole batch.
  private(set) var holdsBatch: [Bool] = []

  private let graph: Graph
  private let kernels: [any Kernel]
  private let timeline: Timeline
  private let backward: BackwardPass?
  private var demands: [Demand] = []

  init(
    _ graph: Graph, kernels: [any Kernel], gates: Gates, stages: [Stage], capacity: Int,
    backward: BackwardPass?
  ) {
    self.graph = graph
    self.kernels = kernels
    self.backward = backward
    timeline = Timeline(stages)
    placeValues(gates)
    if let backward { placeGradients(backward) }
    placeStatesAndScratch()
    layOut(capacity: capacity)
  }

  /// Floats that the kernel of a node keeps of each example for the backward pass.
  func stateSize(of node: Int) -> Int { states[node].map { demands[$0].size } ?? 0 }

  /// Fixes sizes and offsets, all uses being known.
  private mutating func layOut(capacity: Int) {
    var blocks: [ArenaLayout.Block] = []
    for demand in demands {
      let (first, last) = (timeline.stage(at: demand.first), timeline.stage(at: demand.last))
      let isLocal = first.map { $0.times.contains(demand.last) } ?? false
      holdsBatch.append(!isLocal)
      blocks.append(
        ArenaLayout.Block(
          size: demand.size * (isLocal ? first?.stage.examples ?? capacity : capacity),
          first: isLocal ? demand.first : first?.times.lowerBound ?? demand.first,
          last: isLocal ? demand.last : last?.times.upperBound ?? demand.last))
    }
    layout = ArenaLayout(blocks)
  }

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
        if uses[input.index] == 1 && !graph[input].isConstant && !kept.contains(input)
          && !holdsParts(input)
        {
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

  /// Whether a value is a concatenation whose parts lie in it, so that others may read them there.
  private func holdsParts(_ value: Graph.ValueID) -> Bool {
    graph.producer(of: value)?.operator.joinsInputsInPlace(rank: graph[value].shape.rank) ?? false
  }

  private mutating func place(
    _ value: Graph.ValueID, inside host: (place: Place, column: Int)?, first: Int, last: Int
  ) -> Place {
    if let host {
      var place = host.place
      place.column += host.column
      demands[place.block].first = min(demands[place.block].first, first)
      demands[place.block].last = max(demands[place.block].last, last)
      return place
    }
    demands.append(Demand(size: graph[value].shape.count, first: first, last: last))
    return Place(block: demands.count - 1, rowStride: graph[value].shape.dimensions.last ?? 1)
  }

  /// The host of an input of the graph if its rows are neighbours there: inputs are written, and
  /// their gradients read, as dense arrays.
  private func dense(
    _ host: (place: Place, column: Int)?, for input: Graph.ValueID
  ) -> (place: Place, column: Int)? {
    guard let host, host.place.rowStride == graph[input].shape.dimensions.last ?? 1 else {
      return nil
    }
    return host
  }

  /// When a node reads for the last time what it keeps for its backward pass.
  private func lastRead(by index: Int) -> Int {
    guard let backward, backward.passes(graph.nodes[index]) else { return index }
    return backward.isRepeatable ? timeline.end : timeline.backward(index)
  }

  private mutating func placeValues(_ gates: Gates) {
    var lastUse: [Graph.ValueID: Int] = [:]
    for (index, node) in graph.nodes.enumerated() {
      let reads = kernels[index].backwardReads
      let kept = lastRead(by: index)
      for input in node.inputs {
        lastUse[input] = max(lastUse[input] ?? 0, reads.contains(.inputs) ? kept : index)
      }
      lastUse[node.output] = max(
        lastUse[node.output] ?? 0, reads.contains(.output) ? kept : index)
    }
    for (index, completed) in gates.completed.enumerated() {
      for value in completed { lastUse[value] = max(lastUse[value] ?? 0, lastRead(by: index)) }
    }
    for output in graph.outputs { lastUse[output] = timeline.end }

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
      values[input] = place(
        input, inside: dense(host(of: input), for: input), first: -1, last: lastUse[input] ?? 0)
    }
  }

  private mutating func placeGradients(_ backward: BackwardPass) {
    let uses = graph.useCounts
    var firstWrite: [Graph.ValueID: Int] = [:]
    for (index, node) in graph.nodes.enumerated() where backward.passes(node) {
      for input in node.inputs { firstWrite[input] = timeline.backward(index) }
    }
    // Seeds are written before the first backward step.
    firstWrite[graph.outputs[0]] = graph.nodes.count - 1

    let hosts = hosts
    func host(of value: Graph.ValueID) -> (place: Place, column: Int)? {
      guard let host = hosts[value], uses[value.index] == 1 else { return nil }
      return gradients[graph.nodes[host.node].output].map { (place: $0, column: host.column) }
    }
    for (index, node) in graph.nodes.enumerated().reversed() where backward.passes(node) {
      gradients[node.output] = place(
        node.output, inside: host(of: node.output),
        first: firstWrite[node.output] ?? timeline.backward(index), last: timeline.backward(index))
    }
    // Gradients of inputs are read right after the first stage's backward pass.
    let last = timeline.backward(0)
    for input in backward.inputs {
      let first = firstWrite[input] ?? last
      gradients[input] = place(
        input, inside: dense(host(of: input), for: input), first: first, last: max(first, last))
    }
  }

  private mutating func placeStatesAndScratch() {
    for stage in timeline.stages {
      for index in stage.nodes {
        let node = graph.nodes[index]
        let memory = kernels[index].memory(
          for: node.inputs.map { graph[$0].shape }, output: graph[node.output].shape)
        scratchSize = max(scratchSize, memory.scratch)
        if memory.statePerExample > 0 {
          states[index] = demands.count
          demands.append(
            Demand(
              size: memory.statePerExample, first: index, last: lastRead(by: index)))
        }
      }
    }
  }
}
