import Foundation

/// The most that one network may take of the machine: a small file can ask for terabytes and for
/// years of multiplications, and is refused before anything of that is laid out.
///
/// Ordinary networks are far below both limits.
public struct ResourceLimits: Hashable, Sendable {
  /// Most bytes that a session lays out: arenas of all workers, prepared weights, constants, and the
  /// arrays at its entrance.
  public var memory: Int
  /// Most steps of one evaluation of the network for one example: multiplications, or comparisons
  /// and sums where an operator has none.
  public var steps: Int

  /// Three quarters of the memory that this process may have: that of the machine, or of its
  /// control group or address space where these are smaller.
  public static let standardMemory = MemoryGrant.bytes / 4 * 3
  /// 10¹³: ten times what the largest transformers for pictures take.
  public static let standardSteps = 10_000_000_000_000

  /// Makes limits; the defaults are for networks that nobody vouches for.
  public init(
    memory: Int = ResourceLimits.standardMemory, steps: Int = ResourceLimits.standardSteps
  ) {
    (self.memory, self.steps) = (memory, steps)
  }

  /// Refuses a graph that takes more steps for each example, or one with an array that has no place in
  /// the memory of `workers`, before anything is prepared.
  ///
  /// - Throws: `GraphError.tooMuchWork`, `.tooMuchMemory`.
  func check(_ graph: Graph, workers: Int) throws(GraphError) {
    let largest = graph.nodes.map { graph[$0.output].shape.count }.max() ?? 0
    try check(bytes: workers * largest * MemoryLayout<Float>.stride)
    let needed = graph.nodes.reduce(0) { sum, node in
      let steps = node.operator.steps(output: graph[node.output].shape)
      return sum.addingReportingOverflow(steps).overflow ? .max : sum + steps
    }
    guard needed <= steps else { throw .tooMuchWork(needed: needed, limit: steps) }
  }

  /// Refuses what takes more bytes.
  ///
  /// - Throws: `GraphError.tooMuchMemory`.
  func check(bytes: Int) throws(GraphError) {
    guard bytes <= memory else { throw .tooMuchMemory(needed: bytes, limit: memory) }
  }
}

/// The memory that this process may have.
private enum MemoryGrant {
  /// The smallest of what the machine has, what a control group grants, and the address space.
  static let bytes: Int = {
    let machine = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    return min(machine, addressSpace ?? machine, ControlGroup().memory ?? machine)
  }()

  /// The limit of `ulimit -v`; nil where there is none.
  private static var addressSpace: Int? {
    var limit = rlimit()
    #if os(Linux)
      let found = getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    #else
      let found = getrlimit(RLIMIT_AS, &limit)
    #endif
    return found == 0 && limit.rlim_cur < UInt64(Int.max) ? Int(limit.rlim_cur) : nil
  }
}
