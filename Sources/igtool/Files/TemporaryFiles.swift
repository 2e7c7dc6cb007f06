import Files
import Foundation
import Synchronization

/// Names of files that are not in their places yet, and what becomes of those whose process was killed.
///
/// A process that writes into a folder keeps a lock file there, `.igtool-ID.lock`, which is locked as long as
/// the process lives, on whatever machine of a shared file system; its temporary files are called
/// `.igtool-ID-NUMBER.tmp`.
enum TemporaryFiles {
  private static let prefix = ".igtool-"
  private static let swept = Mutex(Set<String>())

  /// The path of a lock file in a folder; `folder` is empty for the current one.
  static func lock(_ identity: String, in folder: String) -> String {
    FilePath.join(folder, "\(prefix)\(identity).lock")
  }

  /// The path of a temporary file in a folder.
  static func file(_ identity: String, _ number: Int, in folder: String) -> String {
    FilePath.join(folder, "\(prefix)\(identity)-\(number).tmp")
  }

  /// Makes a lock file and locks it; returns its descriptor, which keeps the lock until it is closed.
  static func takeLock(_ path: String) throws(FileError) -> Int32 {
    let descriptor = path.withFileName { open($0, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666) }
    guard descriptor >= 0 else { throw .last() }
    // A file system without locks leaves what it has to be removed by hand.
    _ = flock(descriptor, LOCK_EX | LOCK_NB)
    return descriptor
  }

  /// Removes what killed processes have left in a folder; once for each folder.
  static func sweep(_ folder: String) {
    guard swept.withLock({ $0.insert(folder).inserted }) else { return }
    let names = (try? Folder.names(in: folder.isEmpty ? "." : folder)) ?? []
    let left = names.filter { $0.hasPrefix(prefix) }
    var alive: [String: Bool] = [:]
    for name in left where name.hasSuffix(".tmp") || name.hasSuffix(".lock") {
      let identity = String(
        name.dropFirst(prefix.count).prefix { $0 != "-" && $0 != "." })
      let isAlive = alive[identity] ?? isHeld(lock(identity, in: folder))
      alive[identity] = isAlive
      if !isAlive { _ = FilePath.join(folder, name).withFileName { unlink($0) } }
    }
  }

  /// Whether a process holds a lock file.
  private static func isHeld(_ path: String) -> Bool {
    let descriptor = path.withFileName { open($0, O_RDWR | O_CLOEXEC) }
    guard descriptor >= 0 else { return errno != ENOENT }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_EX | LOCK_NB) != 0
  }
}
