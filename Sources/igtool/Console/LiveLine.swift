import Foundation
import Synchronization

/// The line at the bottom of the terminal that is drawn over and over, on standard error. Whoever
/// writes another line takes it away first, so that the two never stand on one line.
enum LiveLine {
  /// Seconds of rest before it is drawn again: enough for a reader of standard output to show what
  /// it was given.
  private static let pause = 0.1

  private struct State {
    var isShown = false
    var lastChange = Date.distantPast
  }

  private static let state = Mutex(State())

  /// Shows the text in place of what was there; does nothing shortly after the terminal has changed,
  /// or while somebody writes another line.
  static func draw(_ text: () -> String) {
    _ = state.withLockIfAvailable { state in
      let now = Date()
      guard now.timeIntervalSince(state.lastChange) > pause else { return }
      write(text())
      state = State(isShown: true, lastChange: now)
    }
  }

  /// Takes the line away.
  static func clear() { state.withLock { clear(&$0) } }

  /// Takes the line away and writes others; nothing is drawn meanwhile.
  static func replaced<Thrown: Error>(
    by writeLines: () throws(Thrown) -> Void
  ) throws(Thrown) {
    try state.withLock { (state) throws(Thrown) in
      clear(&state)
      try writeLines()
      state.lastChange = Date()
    }
  }

  private static func clear(_ state: inout State) {
    guard state.isShown else { return }
    write("")
    state = State()
  }

  private static func write(_ text: String) {
    try? Console.write(Array("\r\u{1b}[K\(text)".utf8), to: STDERR_FILENO)
  }
}
