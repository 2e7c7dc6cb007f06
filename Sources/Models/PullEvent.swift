import Synchronization

/// What happens while a model is fetched.
public enum PullEvent: Sendable, Equatable {
  /// Another process is fetching the file; this one waits for it.
  case waiting(String)
  /// So many bytes of the file are here; `total` is nothing when the size is unknown.
  case progress(file: String, received: Int, total: Int?)
  /// The file's checksum is computed.
  case verifying(String)
  /// The model can be used, but its class names could not be fetched.
  case labelsMissing(ModelsError)
}

/// Lets one report through for each step, the last one in any case.
final class ProgressMeter: Sendable {
  private let next: Mutex<Int>
  private let step: Int
  private let total: Int?

  /// A meter for a count that starts at `start`.
  init(from start: Int, step: Int, total: Int?) {
    next = Mutex(start + step)
    self.step = step
    self.total = total
  }

  /// Whether a count is worth a report; a count that has fallen starts anew.
  func isDue(_ count: Int) -> Bool {
    next.withLock { next in
      guard count >= next || count == total || count < next - step else { return false }
      next = count + step
      return true
    }
  }
}
