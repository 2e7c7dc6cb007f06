import Dispatch
import Synchronization

/// Takes items through three stages that go on side by side: while one item is worked on, the next
/// one is prepared, and what the one before has given is finished.
///
/// Everything is finished in the order of the items, failures included. At most one item is ahead and one
/// behind, with at most two outputs that are not finished, however many items there are; an item that is
/// large is alone.
package struct Pipeline<Item: Sendable, Prepared: Sendable, Output: Sendable> {
  /// Passes an output on to be finished when those before it are; waits as long as two of them are not.
  package typealias HandOn = (Output) throws -> Void

  private let isLarge: (Prepared) -> Bool
  private let prepare: @Sendable (Item) throws -> Prepared
  private let work: (Prepared, HandOn) throws -> Void
  private let finish: @Sendable (Output) throws -> Void
  private let fail: @Sendable (Item, any Error) throws -> Void

  /// Makes a pipeline of stages: `prepare` and `finish` run on threads of their own, `work` on the
  /// caller's; it hands on any number of outputs. While an item that `isLarge` is worked on and
  /// finished, no other is prepared.
  ///
  /// An item fails with the first error of any stage: `fail` takes it in the item's turn, and
  /// nothing more of that item is finished. What `fail` throws ends everything.
  package init(
    isLarge: @escaping (Prepared) -> Bool = { _ in false },
    prepare: @escaping @Sendable (Item) throws -> Prepared,
    work: @escaping (Prepared, HandOn) throws -> Void,
    finish: @escaping @Sendable (Output) throws -> Void,
    fail: @escaping @Sendable (Item, any Error) throws -> Void
  ) {
    self.isLarge = isLarge
    self.prepare = prepare
    self.work = work
    self.finish = finish
    self.fail = fail
  }

  /// Runs all items; throws what `fail` throws, and then leaves an item that is being prepared to
  /// itself, since reading it may take for ever.
  package func run(_ items: some Sequence<Item>) throws {
    let queue = DispatchQueue(label: "ahead")
    let behind = Behind()
    var items = items.makeIterator()
    func prepareNext() -> (item: Item, prepared: Deferred<Prepared>)? {
      items.next().map { item in
        let prepared = Deferred(on: queue, signaling: behind.change) { [prepare] in
          try prepare(item)
        }
        return (item, prepared)
      }
    }

    var next = prepareNext()
    while let (item, deferred) = next {
      try behind.begin()
      let prepared = try behind.result(of: deferred)
      let isAlone = (try? prepared.get()).map(isLarge) ?? false
      if isAlone {
        next = nil
        try process(item, prepared, behind)
        try behind.wait()
        next = prepareNext()
      } else {
        next = prepareNext()
        try process(item, prepared, behind)
      }
    }
    try behind.wait()
  }

  private func process(
    _ item: Item, _ prepared: Result<Prepared, any Error>, _ behind: Behind
  ) throws {
    let state = FailureMark()
    do {
      try work(try prepared.get()) { output in
        try behind.makeRoom()
        if state.hasFailed { throw Abandoned() }
        behind.start { [finish, fail] in
          if state.hasFailed { return }
          do { try finish(output) } catch {
            state.markFailed()
            try fail(item, error)
          }
        }
      }
    } catch {
      try behind.wait()
      if !state.hasFailed { behind.start { [fail] in try fail(item, error) } }
    }
  }
}

/// Ends the work on an item that has failed already.
private struct Abandoned: Error {}

/// Whether something has failed: an item while it was finished, or a job.
private final class FailureMark: Sendable {
  private let failed = Atomic(false)

  var hasFailed: Bool { failed.load(ordering: .acquiring) }

  func markFailed() { failed.store(true, ordering: .releasing) }
}

/// A thread that does jobs one after another. A job that throws is the last one.
private final class Behind {
  /// Signaled whenever a job has ended, or something else that may be waited for.
  let change = DispatchSemaphore(value: 0)
  private let queue = DispatchQueue(label: "behind")
  private let end = FailureMark()
  /// Those that are not known to have ended well, in order.
  private var jobs: [(item: Int, job: Deferred<Void>)] = []
  private var item = 0

  /// Begins with another item when all jobs of the one before the last are done.
  func begin() throws {
    item += 1
    try wait { [item] jobs in jobs.allSatisfy { $0.item >= item - 1 } }
  }

  /// Waits until there is one job left to do, or none.
  func makeRoom() throws { try wait { jobs in jobs.count <= 1 } }

  /// Waits until there is nothing left to do; throws what the last job has thrown.
  func wait() throws { try wait { jobs in jobs.isEmpty } }

  /// Does a job of the item when the jobs before have ended well.
  func start(_ body: @escaping @Sendable () throws -> Void) {
    let job = Deferred<Void>(on: queue, signaling: change) { [end] in
      if end.hasFailed { throw Abandoned() }
      do { try body() } catch {
        end.markFailed()
        throw error
      }
    }
    jobs.append((item, job))
  }

  /// Waits for something that is being made, or throws what a job throws meanwhile.
  func result<Value>(of deferred: Deferred<Value>) throws -> Result<Value, any Error> {
    while true {
      try forgetDone()
      if let result = deferred.result { return result }
      change.wait()
    }
  }

  private func wait(until isEnough: ([(item: Int, job: Deferred<Void>)]) -> Bool) throws {
    while true {
      try forgetDone()
      if isEnough(jobs) { return }
      change.wait()
    }
  }

  private func forgetDone() throws {
    while let result = jobs.first?.job.result {
      try result.get()
      jobs.removeFirst()
    }
  }
}
