import Dispatch
import Synchronization

/// Worker threads, each with a workspace of its own.
final class Crew: Sendable {
  /// One thread's memory.
  private final class Worker: Sendable {
    let workspace: Mutex<Workspace>
    init(_ plan: Plan) { workspace = Mutex(Workspace(plan)) }
  }

  private let workers: [Worker]
  /// Bytes of all workers' memory, weights not included.
  let bytes: Int

  /// Makes `count` workers, but at least one.
  init(_ plan: Plan, count: Int) {
    bytes = max(1, count) * plan.arenaBytes
    workers = (0..<max(1, count)).map { _ in Worker(plan) }
  }

  /// Number of workers.
  var count: Int { workers.count }

  /// Runs `body` for every number below `count`, each on some worker.
  func forEach(_ count: Int, _ body: @Sendable (Int, borrowing Workspace) -> Void) {
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(workers.count, count)) { worker in
      workers[worker].workspace.withLock { workspace in
        while true {
          let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard index < count else { break }
          body(index, workspace)
        }
      }
    }
  }

  /// Returns what `body` makes of each item on some worker, in the order of the items.
  func map<Item: Sendable, Result: Sendable>(
    _ items: [Item], _ body: @Sendable (Item, borrowing Workspace) -> Result
  ) -> [Result] {
    let results = Mutex([Result?](repeating: nil, count: items.count))
    forEach(items.count) { index, workspace in
      let result = body(items[index], workspace)
      results.withLock { $0[index] = result }
    }
    return results.withLock { $0.compactMap(\.self) }
  }

  /// Lends the first worker's workspace.
  func withFirstWorkspace<Result>(
    _ body: (borrowing Workspace) throws -> sending Result
  ) rethrows -> sending Result {
    try workers[0].workspace.withLock { try body($0) }
  }
}
