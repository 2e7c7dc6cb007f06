import Explaining
import Foundation
import Models
import Rendering
import Synchronization

/// A line at the bottom of the terminal that fills up during long work: how much is done, how fast,
/// and how long it still takes. It draws nothing where standard error is not a terminal.
final class ProgressBar: Sendable {
  /// Which one of several things is worked on, and since when.
  struct Place: Sendable {
    /// What one of them is called.
    let noun: String
    /// The number of this one, counted from 1.
    let number: Int
    let count: Int
    /// Runs since the first one was begun.
    let clock: Stopwatch

    /// Which one this is, in words.
    var text: String { "\(noun) \(number) of \(count)" }

    /// How long all that are left take, if a share of this one is done; nil as long as that cannot be said.
    func remaining(share: Double) -> TimeSpan? {
      let done = (Double(number - 1) + share) / Double(count)
      return done > 0 ? TimeSpan(seconds: clock.seconds * (1 - done) / done) : nil
    }
  }

  /// What is counted.
  enum Unit {
    case evaluations, maps, bytes
  }

  fileprivate struct State {
    var rate = ProgressRate()
    var done = 0
    var total: Int?
    /// Whether there has turned out to be more to do.
    var hasGrown = false
  }

  private let label: String
  private let place: Place?
  private let unit: Unit
  private let isVisible: Bool
  private let clock = Stopwatch()
  private let state = Mutex(State())

  /// Prepares a line; `place` says which one of several things is worked on.
  init(_ label: String, place: Place? = nil, unit: Unit, isQuiet: Bool) {
    self.label = Console.printable(label)
    self.place = place
    self.unit = unit
    isVisible = !isQuiet && Console.hasLiveErrors
    // What was there before a download is resumed was not fetched now.
    if unit != .bytes { state.withLock { $0.rate.note(0, at: 0) } }
  }

  /// Shows that `done` of `total` are done; the total may grow, or not be known.
  func update(_ done: Int, of total: Int?) {
    guard isVisible else { return }
    let line = state.withLock { state in
      state.update(done, of: total, at: clock.seconds)
      return self.line(state)
    }
    LiveLine.draw { line.text(columns: TerminalSize(of: STDERR_FILENO).columns - 1) }
  }

  /// Takes the line away.
  func finish() {
    if isVisible { LiveLine.clear() }
  }

  private func line(_ state: State) -> ProgressLine {
    let perSecond = state.rate.perSecond
    return ProgressLine(
      position: place?.text, label: label, share: state.share,
      amount: unit.amount(state.done, of: state.total), rate: perSecond.map(unit.rate),
      remaining: remaining(state))
  }

  /// How long it still takes, of several things all of them, in words.
  private func remaining(_ state: State) -> String? {
    if let place, place.count > 1 {
      return place.remaining(share: state.share ?? 0).map { "\($0) left for all" }
    }
    guard let total = state.total, let perSecond = state.rate.perSecond else { return nil }
    let left = TimeSpan(seconds: Double(total - state.done) / perSecond)
    return state.hasGrown ? "at least \(left) left" : "\(left) left"
  }
}

extension ProgressBar.State {
  fileprivate mutating func update(_ done: Int, of total: Int?, at seconds: Double) {
    if done < self.done { self = Self(rate: rate) }
    rate.note(done, at: seconds)
    if let total, let before = self.total, total > before { hasGrown = true }
    (self.done, self.total) = (done, total)
  }

  fileprivate var share: Double? {
    total.flatMap { $0 > 0 ? Double(done) / Double($0) : nil }
  }
}

extension ProgressBar.Unit {
  fileprivate func amount(_ done: Int, of total: Int?) -> String {
    switch self {
    case .evaluations: total.map { "\(done) of \($0) evaluations" } ?? "\(done) evaluations"
    case .maps: total.map { "\(done) of \($0) maps" } ?? "\(done) maps"
    case .bytes:
      total.map { "\(ByteCount(done)) of \(ByteCount($0))" } ?? ByteCount(done).description
    }
  }

  fileprivate func rate(_ perSecond: Double) -> String {
    switch self {
    case .evaluations where perSecond < 1, .maps where perSecond < 1:
      String(format: "%.0f/min", perSecond * 60)
    case .evaluations, .maps: String(format: perSecond < 9.95 ? "%.1f/s" : "%.0f/s", perSecond)
    case .bytes: "\(ByteCount(Int(perSecond)))/s"
    }
  }
}
