import Files
import Synchronization

/// The files of one sample while they are made.
final class SampleFiles: Sendable {
  /// A file in its place.
  struct File: Sendable {
    let path: String
    /// What follows the stem in its name.
    let kind: String
    /// Whether it has replaced nothing.
    let isNew: Bool
  }

  private struct Contents: Sendable {
    var staged = StagedFiles()
    var files: [File] = []
  }

  private let contents = Mutex(Contents())

  /// Writes a file of pieces, which is not in its place yet.
  func add(
    as path: String, kind: String, existing: StagedFiles.Existing, _ pieces: StagedFiles.Pieces
  ) throws {
    try contents.withLock {
      let isNew = !FileKind.isThere(path)
      try $0.staged.add(as: path, existing: existing, pieces)
      $0.files.append(File(path: path, kind: kind, isNew: isNew))
    }
  }

  /// Lets all files appear, or none; returns them.
  func commit() throws -> [File] {
    try contents.withLock { contents in
      defer { contents = Contents() }
      try contents.staged.commit()
      return contents.files
    }
  }

  /// Removes everything that has not appeared.
  func discard() {
    contents.withLock {
      $0.staged.discard()
      $0 = Contents()
    }
  }
}
