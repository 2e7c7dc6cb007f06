import Tensors

/// Where every value, gradient, state and scratch area lies in one arena.
///
/// A block of memory is free for others outside the times at which it is used. What is used within
/// one run of a stage has room for the examples that the stage runs at a time; all else has room for
/// the whole batch, and is in use while a stage runs that uses it. Inputs of a concatenation of
/// channels are laid out inside its output, and their gradients inside its gradient, and a value that is
/// another one under a new shape is where that one is, so that no copying happens.
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
  private let aliases: Aliases
  private let gates: Gates
  private let backward: BackwardPass?
  private var demands: [Demand] = []

  init(
    _ graph: Graph, kernels: [any Kernel], aliases: Aliases, gates: Gates, stages: [Stage],
    capacity: Int, backward: BackwardPass?
  ) {
    self.graph = graph
    self.kernels = kernels
    self.aliases = aliases
    self.gates = gates
    self.backward = backward
    timeline = Timeline(stages)
    placeValues()
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
    let uses = aliases.useCounts(of: graph)
    let kept = Set(
      graph.nodes.indices.filter { kernels[$0].backwardReads.contains(.output) }
        .map { graph.nodes[$0].output })
    let joined = Set(
      graph.nodes.indices.filter { kernels[$0].memoryUse == .joinsInputs }
        .map { graph.nodes[$0].output })
    var hosts: [Graph.ValueID: (node: Int, column: Int)] = [:]
    for (index, node) in graph.nodes.enumerated() {
      switch kernels[index].memoryUse {
      case .separate, .sharesInput: break
      case .inPlace:
        precondition(
          !kernels[index].backwardReads.contains(.inputs),
          "\(node.name) writes over an input that its backward pass reads")
        let input = aliases.root(of: node.inputs[0])
        // Only a rectifier leaves the signs as they are.
        let isGate =
          !node.operator.rectifiesOutput
          && gates.completed[index].contains { aliases.root(of: $0) == input }
        // Nor may it write over a concatenation, whose parts others may read there.
        if uses[input] == 1 && !graph[input].isConstant && !kept.contains(input)
          && !joined.contains(input) && !isGate
        {
          hosts[input] = (index, 0)
        }
      case .joinsInputs:
        var column = 0
        for input in node.inputs {
          let root = aliases.root(of: input)
          if graph.producer(of: root) != nil && hosts[root] == nil {
            hosts[root] = (index, column)
          }
          column += graph[input].columns
        }
      }
    }
    return hosts
  }

  /// The place of a root inside its host, if its rows can lie there: rows of other lengths than the
  /// host's need a host that is dense.
  private func place(
    of value: Graph.ValueID, inside host: (node: Int, column: Int)?,
    among places: [Graph.ValueID: Place]
  ) -> (place: Place, column: Int)? {
    guard let host, let place = places[graph.nodes[host.node].output] else { return nil }
    let output = graph[graph.nodes[host.node].output]
    if place.rowStride == output.columns && kernels[host.node].memoryUse == .inPlace {
      // A dense array over another one.
      return (Place(block: place.block, rowStride: graph[value].columns), place.column)
    }
    return aliases.mustBeDense(value) ? nil : (place, host.column)
  }

  /// Gives the other names of values the places of those values.
  private func withAliases(_ places: [Graph.ValueID: Place]) -> [Graph.ValueID: Place] {
    var result = places
    for node in graph.nodes where aliases.isAlias(node.output) {
      let root = aliases.root(of: node.output)
      guard var place = places[root] else { continue }
      if aliases.mustBeDense(root) { place.rowStride = graph[node.output].columns }
      result[node.output] = place
    }
    return result
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
    return Place(block: demands.count - 1, rowStride: graph[value].columns)
  }

  /// The host of an input of the graph if its rows are neighbours there: inputs are written, and
  /// their gradients read, as dense arrays.
  private func dense(
    _ host: (place: Place, column: Int)?, for input: Graph.ValueID
  ) -> (place: Place, column: Int)? {
    guard let host, host.place.rowStride == graph[input].columns else {
      return nil
    }
    return host
  }

  /// When a node reads for the last time what it keeps for its backward pass.
  private func lastRead(by index: Int) -> Int {
    guard let backward, backward.passes(graph.nodes[index]) else { return index }
    return backward.isRepeatable ? timeline.end : timeline.backward(index)
  }

  /// When every root is read for the last time under any of its names.
  private func lastUses() -> [Graph.ValueID: Int] {
    var last: [Graph.ValueID: Int] = [:]
    func use(_ value: Graph.ValueID, at time: Int) {
      last[aliases.root(of: value), default: 0] = max(last[aliases.root(of: value)] ?? 0, time)
    }
    for (index, node) in graph.nodes.enumerated() {
      let reads = kernels[index].backwardReads
      let kept = lastRead(by: index)
      for input in node.inputs { use(input, at: reads.contains(.inputs) ? kept : index) }
      use(node.output, at: reads.contains(.output) ? kept : index)
      for value in gates.completed[index] { use(value, at: kept) }
    }
    for output in graph.outputs { use(output, at: timeline.end) }
    return last
  }

  private mutating func placeValues() {
    let last = lastUses()
    // Hosts come after what they host, so that places are found from the last node to the first.
    let hosts = hosts
    for (index, node) in graph.nodes.enumerated().reversed() where !aliases.isAlias(node.output) {
      let host = place(of: node.output, inside: hosts[node.output], among: values)
      values[node.output] = place(
        node.output, inside: host, first: index, last: last[node.output] ?? index)
    }
    for input in graph.inputs {
      let host = place(of: input, inside: hosts[input], among: values)
      values[input] = place(
        input, inside: dense(host, for: input), first: -1, last: last[input] ?? 0)
    }
    values = withAliases(values)
  }

  private mutating func placeGradients(_ backward: BackwardPass) {
    let uses = aliases.useCounts(of: graph)
    var firstWrite: [Graph.ValueID: Int] = [:]
    for (index, node) in graph.nodes.enumerated()
    where backward.passes(node) && !aliases.isAlias(node.output) {
      for (argument, input) in node.inputs.enumerated()
      where backward.hasGradient(argument, of: node) {
        firstWrite[aliases.root(of: input)] = timeline.backward(index)
      }
    }
    // Seeds are written before the first backward step.
    firstWrite[aliases.root(of: graph.outputs[0])] = graph.nodes.count - 1

    let hosts = hosts.filter { uses[$0.key] == 1 }
    for (index, node) in graph.nodes.enumerated().reversed()
    where backward.passes(node) && !aliases.isAlias(node.output) {
      let host = place(of: node.output, inside: hosts[node.output], among: gradients)
      gradients[node.output] = place(
        node.output, inside: host, first: firstWrite[node.output] ?? timeline.backward(index),
        last: timeline.backward(index))
    }
    // Gradients of inputs are read right after the first stage's backward pass.
    let last = timeline.backward(0)
    for input in backward.inputs {
      let first = firstWrite[input] ?? last
      let host = place(of: input, inside: hosts[input], among: gradients)
      gradients[input] = place(
        input, inside: dense(host, for: input), first: first, last: max(first, last))
    }
    gradients = withAliases(gradients)
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
