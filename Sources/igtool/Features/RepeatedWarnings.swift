import Synchronization

/// Warnings that many rows or texts share: told of the first, and counted.
final class RepeatedWarnings: Sendable {
  private struct Key: Hashable {
    let warning: String
    let path: String
  }

  private let counts = Mutex<[Key: Int]>([:])

  /// Whether a warning is the first of its kind for a file; it is counted.
  func isNew(_ warning: String, of path: String) -> Bool {
    counts.withLock { counts in
      counts[Key(warning: warning.withoutNumbers, path: path), default: 0] += 1
      return counts[Key(warning: warning.withoutNumbers, path: path)] == 1
    }
  }

  /// One line for each file about warnings that were counted without being told.
  var repeated: [String] {
    let others = Dictionary(grouping: counts.withLock { $0 }, by: \.key.path)
      .mapValues { $0.reduce(0) { $0 + $1.value - 1 } }
    return others.sorted { $0.key < $1.key }.filter { $0.value > 0 }.map { path, count in
      "\(path): \(count) more warnings like these; --json and --save json have them all"
    }
  }
}

extension String {
  /// The same but for numbers, which differ from row to row.
  fileprivate var withoutNumbers: String { filter { !$0.isNumber } }
}
