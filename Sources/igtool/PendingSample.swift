import Explaining
import Synchronization

/// What is to be told of a sample when its files are in their places.
final class PendingSample: Sendable {
  /// Tells about one explanation.
  typealias Telling = @Sendable () throws -> Void

  /// Everything that is to be told.
  struct Contents: Sendable {
    /// Reports in JSON, a line each.
    var lines: [String] = []
    var tellings: [Telling] = []
    /// How well attributions add up.
    var verdicts: [BatchTally.Verdict] = []
  }

  private let contents = Mutex(Contents())

  /// Adds an explanation: its report in JSON, if that is asked for, how well its attributions add up, and
  /// what tells about it.
  func add(_ line: String?, _ verdict: BatchTally.Verdict, telling: @escaping Telling) {
    contents.withLock {
      if let line { $0.lines.append(line) }
      $0.verdicts.append(verdict)
      $0.tellings.append(telling)
    }
  }

  /// Returns everything, and forgets it.
  func take() -> Contents {
    contents.withLock { contents in
      defer { contents = Contents() }
      return contents
    }
  }
}
