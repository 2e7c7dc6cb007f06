import Dispatch
import Synchronization

/// A value that another thread is making.
final class Deferred<Value: Sendable>: Sendable {
  private let made = Mutex<Result<Value, any Error>?>(nil)

  /// Starts making the value when all that the queue was given before is done; signals `change` when
  /// there is a result.
  init(
    on queue: DispatchQueue, signaling change: DispatchSemaphore,
    _ make: @escaping @Sendable () throws -> Value
  ) {
    queue.async {
      let result = Result(catching: make)
      self.made.withLock { $0 = result }
      change.signal()
    }
  }

  /// The value, or what making it has thrown; nil as long as it is being made.
  var result: Result<Value, any Error>? { made.withLock { $0 } }
}
