import Dispatch
import Foundation
import Synchronization
import Tensors

/// A graph prepared for batches up to a fixed size: its kernels, the stages in which they run, and
/// the place of everything in one arena.
package struct Plan: Sendable {
  let graph: Graph
  let kernels: [any Kernel]
  /// Examples that fit.
  let capacity: Int
  /// The way back; nil if there is none.
  let backward: BackwardPass?
  let constants: [Graph.ValueID: AlignedBuffer]
  let aliases: Aliases
  let gates: Gates
  package let stages: [Stage]
  let placement: Placement

  /// Plans a pass forwards and, if wanted, one backwards to all inputs.
  package init(
    _ graph: Graph, capacity: Int, hasBackwardPass: Bool, options: KernelOptions = KernelOptions()
  ) {
    self.init(
      graph, capacity: capacity,
      backward: hasBackwardPass ? BackwardPass(graph, to: graph.inputs) : nil, options: options)
  }

  init(_ graph: Graph, capacity: Int, backward: BackwardPass?, options: KernelOptions) {
    var constants: [Graph.ValueID: AlignedBuffer] = [:]
    for input in graph.nodes.flatMap(\.inputs) where constants[input] == nil {
      constants[input] = graph[input].constant.map { AlignedBuffer($0.values) }
    }
    self.init(
      graph, kernels: Self.kernels(of: graph, backward: backward, options: options),
      constants: constants,
      capacity: capacity, backward: backward)
  }

  /// Returns the plan for batches of another size; prepared weights are shared.
  func resized(to capacity: Int) -> Plan {
    Plan(
      graph, kernels: kernels, constants: constants, capacity: capacity, backward: backward)
  }

  /// Returns the plan whose backward pass may be taken several times after one pass forwards;
  /// prepared weights are shared.
  package func repeatable() -> Plan {
    Plan(
      graph, kernels: kernels, constants: constants, capacity: capacity,
      backward: backward?.repeatable())
  }

  private init(
    _ graph: Graph, kernels: [any Kernel], constants: [Graph.ValueID: AlignedBuffer],
    capacity: Int, backward: BackwardPass?
  ) {
    self.graph = graph
    self.kernels = kernels
    self.constants = constants
    self.capacity = capacity
    self.backward = backward
    aliases = Aliases(graph, kernels: kernels)
    gates = Gates(graph, kernels: kernels, aliases: aliases, backward: backward)
    stages = Stage.stages(of: graph, kernels: kernels, capacity: capacity)
    placement = Placement(
      graph, kernels: kernels, aliases: aliases, gates: gates, stages: stages, capacity: capacity,
      backward: backward)
  }

  /// Prepares the operators, several at a time: weights are transposed and transformed.
  private static func kernels(
    of graph: Graph, backward: BackwardPass?, options: KernelOptions
  ) -> [any Kernel] {
    let kernels = Mutex([(any Kernel)?](repeating: nil, count: graph.nodes.count))
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(options.threads, graph.nodes.count)) { _ in
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < graph.nodes.count else { return }
        let node = graph.nodes[index]
        var options = options
        options.goesBack = backward?.passes(node) ?? false
        let kernel = node.operator.kernel(
          for: node.inputs.map { graph[$0].shape }, output: graph[node.output].shape,
          options: options)
        kernels.withLock { $0[index] = kernel }
      }
    }
    return kernels.withLock { $0 }.compactMap(\.self)
  }

  /// Floats of the arena, scratch included.
  package var arenaSize: Int { placement.layout.size + placement.scratchSize }

  /// Bytes of the arena.
  var arenaBytes: Int { arenaSize * MemoryLayout<Float>.stride }

  /// Bytes that `count` workspaces of the plan take, weights and constants included.
  func bytes(workers count: Int) -> Int {
    let weights =
      kernels.reduce(0) { $0 + $1.weightCount } + constants.values.reduce(0) { $0 + $1.count }
    return arenaBytes * count + weights * MemoryLayout<Float>.stride
  }
}
