import Foundation

/// Lets threads pass one at a time in the order of their numbers, so that a sum that several
/// threads add to is added up in one order whoever finishes first.
final class Turnstile: Sendable {
  private let condition = NSCondition()
  private nonisolated(unsafe) var next = 0

  /// Waits until all smaller numbers have passed, then runs `body`.
  func pass(_ number: Int, _ body: () -> Void) {
    condition.lock()
    while next != number { condition.wait() }
    condition.unlock()
    body()
    condition.lock()
    next += 1
    condition.broadcast()
    condition.unlock()
  }
}
