import Foundation
import Synchronization

/// A line at the bottom of the terminal that fills up during long work: rate and remaining time.
/// It draws nothing where standard error is not a terminal.
final class ProgressBar: Sendable {
  private static let width = 24
  private static let pause = 0.1

  private let label: String
  private let isVisible: Bool
  private let start = Date()
  private let lastDraw = Mutex(Date.distantPast)

  init(_ label: String, isQuiet: Bool) {
    self.label = Console.printable(label)
    isVisible = !isQuiet && Console.hasLiveErrors
  }

  /// Shows that `done` of `total` are done; `text` says it in units.
  func update(_ done: Int, of total: Int, _ text: String) {
    let now = Date()
    guard isVisible, total > 0, isDue(now) else { return }
    let share = min(1, Double(done) / Double(total))
    let filled = Int(share * Double(Self.width))
    let bar =
      String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
    let elapsed = now.timeIntervalSince(start)
    let remaining = share > 0.02 ? String(format: "%.0f s left", elapsed / share - elapsed) : ""
    draw("\r\u{1b}[K\(label) \(bar) \(text) \(remaining)")
  }

  /// Takes the line away.
  func finish() {
    if isVisible && lastDraw.withLock({ $0 != .distantPast }) { draw("\r\u{1b}[K") }
  }

  private func isDue(_ now: Date) -> Bool {
    lastDraw.withLock { lastDraw in
      guard now.timeIntervalSince(lastDraw) > Self.pause else { return false }
      lastDraw = now
      return true
    }
  }

  private func draw(_ text: String) {
    try? Console.write(Array(text.utf8), to: STDERR_FILENO)
  }
}
