import Files
import Synchronization

/// The files that a run has written, which of them have replaced others, and which were told.
final class WrittenFiles: Sendable {
  private struct File {
    /// What follows the stem in its name.
    let kind: String
    let isNew: Bool
    var isTold = false
  }

  private struct Contents {
    var files: [String: File] = [:]
    /// Kinds of files in the order in which they came.
    var kinds: [String] = []

    /// The page that lists pages, if it was not told.
    var index: String? {
      files.first { FilePath.name(of: $0.key) == IndexCollector.fileName }
        .flatMap { $0.value.isTold ? nil : $0.key }
    }
  }

  private let contents = Mutex(Contents())

  /// Whether a file is one of this run's.
  func has(_ path: String) -> Bool { contents.withLock { $0.files[path] != nil } }

  /// Notes a file; `kind` is what follows the stem in its name.
  func add(_ path: String, kind: String, isNew: Bool) {
    contents.withLock { contents in
      guard contents.files[path] == nil else { return }
      contents.files[path] = File(kind: kind, isNew: isNew)
      if !contents.kinds.contains(kind) { contents.kinds.append(kind) }
    }
  }

  /// Returns what is said of files behind their names, which are told with it: whether they have replaced
  /// others.
  func tell(_ paths: [String]) -> String {
    contents.withLock { contents in
      for path in paths { contents.files[path]?.isTold = true }
      let replaced = paths.count { contents.files[$0]?.isNew == false }
      if replaced == 0 { return "" }
      return replaced == paths.count ? " (replaced)" : " (\(replaced) replaced)"
    }
  }

  /// The files that were not told, in words: `10 files in maps: 5 mask.png, 5 overlay.png (3 replaced)`, and
  /// which of them leads to the others, if one does; nil for none.
  func summary(in folder: String) -> String? {
    contents.withLock { contents in
      let files = contents.files.values.filter { !$0.isTold }
      if files.isEmpty { return nil }
      let kinds = contents.kinds.compactMap { kind in
        let count = files.count { $0.kind == kind }
        return count > 0 ? "\(count) \(kind)" : nil
      }
      let place = folder == "." ? "here" : "in \(folder)"
      let replaced = files.count { !$0.isNew }
      return "\(files.count) \(files.count == 1 ? "file" : "files") \(place): "
        + kinds.joined(separator: ", ") + (replaced > 0 ? " (\(replaced) replaced)" : "")
        + (contents.index.map { "; open \($0)" } ?? "")
    }
  }
}
