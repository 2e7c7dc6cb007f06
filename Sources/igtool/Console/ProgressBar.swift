import Foundation

/// A line at the bottom of the terminal that fills up during long work: rate and remaining time.
/// It draws nothing where standard error is not a terminal.
final class ProgressBar: Sendable {
  private static let width = 24

  private let label: String
  private let isVisible: Bool
  private let start = Date()

  init(_ label: String, isQuiet: Bool) {
    self.label = Console.printable(label)
    isVisible = !isQuiet && Console.hasLiveErrors
  }

  /// Shows that `done` of `total` are done; `text` says it in units.
  func update(_ done: Int, of total: Int, _ text: String) {
    guard isVisible, total > 0 else { return }
    LiveLine.draw {
      let share = min(1, Double(done) / Double(total))
      let filled = Int(share * Double(Self.width))
      let bar =
        String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
      let elapsed = Date().timeIntervalSince(start)
      let remaining = share > 0.02 ? String(format: "%.0f s left", elapsed / share - elapsed) : ""
      return "\(label) \(bar) \(text) \(remaining)"
    }
  }

  /// Takes the line away.
  func finish() {
    if isVisible { LiveLine.clear() }
  }
}
