import Explaining
import Foundation
import Synchronization
import Testing

/// Three stages side by side, in order and without piling up.
struct PipelineTests {
  private enum Event: Hashable {
    case prepare(Int), prepared(Int), work(Int), worked(Int), finish(Int), finished(Int)
    case failed(Int)
  }
  private enum Stage { case prepare, work, finish }
  private struct Trouble: Error { let item: Int }

  /// What happened, in order.
  private final class Log: Sendable {
    private let all = Mutex<[Event]>([])
    // An array of its own, since ThreadSanitizer does not see the order that sharing makes.
    var events: [Event] { all.withLock { $0.map(\.self) } }
    func note(_ event: Event) { all.withLock { $0.append(event) } }
    func place(of event: Event) throws -> Int { try #require(events.firstIndex(of: event)) }
  }

  /// A pipeline that notes all that happens; `pause` says for how many microseconds a stage sleeps,
  /// and in which stage an item is in trouble.
  private func pipeline(
    _ log: Log, pause: @escaping @Sendable (Stage, Int) -> UInt32 = { _, _ in 0 },
    trouble: [Int: Stage] = [:], endsWith last: Int? = nil,
    isLarge: @escaping (Int) -> Bool = { _ in false }
  ) -> Pipeline<Int, Int, Int> {
    @Sendable func stage(_ stage: Stage, _ item: Int) throws {
      usleep(pause(stage, item))
      if trouble[item] == stage { throw Trouble(item: item) }
    }
    return Pipeline(
      isLarge: isLarge,
      prepare: { item in
        log.note(.prepare(item))
        try stage(.prepare, item)
        log.note(.prepared(item))
        return item
      },
      work: { item, handOn in
        log.note(.work(item))
        try stage(.work, item)
        log.note(.worked(item))
        try handOn(item)
      },
      finish: { item in
        log.note(.finish(item))
        try stage(.finish, item)
        log.note(.finished(item))
      },
      fail: { item, error in
        log.note(.failed(item))
        if item == last { throw error }
      })
  }

  @Test("items are finished in order, and failures of every stage come in their turn")
  func order() throws {
    let log = Log()
    let trouble: [Int: Stage] = [
      0: .work, 3: .prepare, 4: .finish, 5: .work, 6: .prepare, 9: .finish,
    ]
    try pipeline(
      log, pause: { stage, item in UInt32((item * 7 + (stage == .work ? 3 : 1)) % 5) * 500 },
      trouble: trouble
    ).run(0..<10)
    let ends = log.events.filter {
      switch $0 {
      case .finished, .failed: true
      default: false
      }
    }
    #expect(ends == (0..<10).map { trouble[$0] == nil ? .finished($0) : .failed($0) })
  }

  @Test(
    "at most one item is ahead and at most one output behind, whichever stage is slow",
    arguments: [UInt32(0), 1, 2])
  func bounds(slow: UInt32) throws {
    let log = Log()
    let stages: [Stage] = [.prepare, .work, .finish]
    try pipeline(log, pause: { stage, _ in stage == stages[Int(slow)] ? 3000 : 0 }).run(0..<8)
    for item in 2..<8 {
      #expect(try log.place(of: .worked(item - 2)) < log.place(of: .prepare(item)))
      #expect(try log.place(of: .finished(item - 2)) < log.place(of: .work(item)))
    }
  }

  @Test("a large item is alone until it is finished or has failed, others are not")
  func large() throws {
    let (log, prepared) = (Log(), DispatchSemaphore(value: 0))
    let pipeline = pipeline(
      log,
      pause: { stage, item in
        if stage == .prepare && item == 1 { prepared.signal() }
        if stage == .work && item == 0 {
          #expect(prepared.wait(timeout: DispatchTime.now() + 60) == .success)
        }
        return stage == .prepare ? 0 : 2000
      },
      trouble: [3: .work, 5: .finish], isLarge: { $0 % 2 == 1 })
    try pipeline.run(0..<8)
    for item in [1, 3, 5] {
      let end = try log.place(of: item == 1 ? .finished(item) : .failed(item))
      #expect(try end < log.place(of: .prepare(item + 1)))
    }
    #expect(try log.place(of: .prepare(1)) < log.place(of: .worked(0)))
    #expect(log.events.contains(.finished(7)))
  }

  @Test("while an item is worked on, the next is prepared and the one before is finished")
  func sideBySide() throws {
    let (prepared, finishing, worked) = (
      DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)
    )
    let limit = DispatchTime.now() + 60
    let pipeline = Pipeline<Int, Int, Int>(
      prepare: { item in
        if item == 2 { prepared.signal() }
        return item
      },
      work: { item, handOn in
        if item == 1 {
          #expect(prepared.wait(timeout: limit) == .success)
          #expect(finishing.wait(timeout: limit) == .success)
          worked.signal()
        }
        try handOn(item)
      },
      finish: { item in
        guard item == 0 else { return }
        finishing.signal()
        #expect(worked.wait(timeout: limit) == .success)
      },
      fail: { _, error in throw error })
    try pipeline.run(0..<3)
  }

  @Test("several outputs of an item do not keep the next from being worked on")
  func severalOutputs() throws {
    let worked = DispatchSemaphore(value: 0)
    let limit = DispatchTime.now() + 60
    let finished = Mutex<[Int]>([])
    let pipeline = Pipeline<Int, Int, Int>(
      prepare: { $0 },
      work: { item, handOn in
        if item == 1 { worked.signal() }
        for output in 0..<2 { try handOn(2 * item + output) }
      },
      finish: { output in
        if output == 0 { #expect(worked.wait(timeout: limit) == .success) }
        finished.withLock { $0.append(output) }
      },
      fail: { _, error in throw error })
    try pipeline.run(0..<3)
    #expect(finished.withLock { $0 } == Array(0..<6))
  }

  @Test("after the end no further item is read, and nothing more is finished")
  func end() throws {
    for stage in [Stage.prepare, .work, .finish] {
      let log = Log()
      let pipeline = pipeline(log, trouble: [2: stage], endsWith: 2)
      let error = #expect(throws: Trouble.self) { try pipeline.run(0...) }
      #expect(error?.item == 2)
      let events = log.events
      #expect(!events.contains(.prepare(5)) && !events.contains(.finish(3)))
      #expect(events.contains(.finished(1)) && events.contains(.failed(2)))
    }
  }

  @Test("an item that is never ready does not hold up the end")
  func endWithoutWaiting() {
    let never = DispatchSemaphore(value: 0)
    defer { never.signal() }
    let pipeline = Pipeline<Int, Int, Int>(
      prepare: { item in
        if item == 1 { never.wait() }
        return item
      },
      work: { item, _ in throw Trouble(item: item) }, finish: { _ in },
      fail: { _, error in throw error })
    #expect(throws: Trouble.self) { try pipeline.run(0..<2) }
  }

  @Test("of an item that failed, nothing more is finished, and it fails once")
  func failedOnce() throws {
    let log = Log()
    let pipeline = Pipeline<Int, Int, Int>(
      prepare: { $0 },
      work: { item, handOn in
        for output in 0..<4 { try handOn(10 * item + output) }
        throw Trouble(item: item)
      },
      finish: { output in
        if output == 11 { throw Trouble(item: 1) }
        log.note(.finished(output))
      },
      fail: { item, _ in log.note(.failed(item)) })
    try pipeline.run(0..<3)
    #expect(
      log.events == [
        .finished(0), .finished(1), .finished(2), .finished(3), .failed(0), .finished(10),
        .failed(1), .finished(20), .finished(21), .finished(22), .finished(23), .failed(2),
      ])
  }

  @Test("without items nothing happens")
  func empty() throws {
    let log = Log()
    try pipeline(log).run([])
    #expect(log.events.isEmpty)
  }
}
