import Files
import Foundation
import Models

/// Files that appear together: each is written into a temporary file of the folder where it belongs, and all
/// are renamed when all are complete. Nobody ever sees half a file, nor some of them.
struct StagedFiles: Sendable {
  /// What to do with a file that is there already.
  enum Existing: Sendable {
    /// It is an output of an earlier run.
    case replace
    /// It is to be kept, and the new one refused.
    case refuse
  }

  /// Hands the bytes of a file to a function, piece by piece.
  typealias Pieces = ((_ bytes: [UInt8]) throws -> Void) throws -> Void

  private struct Entry: Sendable {
    let temporary: String
    let path: String
    let existing: Existing
  }

  private let identity = String(UInt64.random(in: 0 ... .max), radix: 16)
  private var entries: [Entry] = []
  /// Locks by their folders.
  private var locks: [String: (path: String, descriptor: Int32)] = [:]

  /// Writes one file by itself.
  static func write(_ bytes: [UInt8], to path: String, existing: Existing) throws {
    var files = StagedFiles()
    defer { files.discard() }
    try files.add(bytes, as: path, existing: existing)
    try Interruption.holdingOff { try files.commit() }
  }

  /// Writes `bytes`, which are to appear as `path`; missing folders are made.
  ///
  /// - Throws: `Failure` for what cannot be written; what was added before stays added.
  mutating func add(_ bytes: [UInt8], as path: String, existing: Existing) throws {
    try add(as: path, existing: existing) { try $0(bytes) }
  }

  /// Writes a file of pieces in the same way, of which one at a time is in memory.
  ///
  /// - Throws: `Failure` for what cannot be written, and what `pieces` throws.
  mutating func add(as path: String, existing: Existing, _ pieces: Pieces) throws {
    try Self.checkName(path)
    let folder = FilePath.folder(of: path)
    try Self.makeFolder(folder)
    try hold(folder, for: path)
    let temporary = TemporaryFiles.file(identity, entries.count, in: folder)
    Interruption.willWrite(temporary)
    entries.append(Entry(temporary: temporary, path: path, existing: existing))
    try Self.fill(temporary, with: pieces, for: path)
  }

  /// Lets all files appear; where one cannot, none of those that were not there before stays.
  mutating func commit() throws {
    defer { discard() }
    var new: [String] = []
    do {
      for entry in entries {
        let isNew = !FileKind.isThere(entry.path)
        try Self.place(entry)
        if isNew { new.append(entry.path) }
      }
    } catch {
      for path in new { _ = path.withFileName { unlink($0) } }
      throw error
    }
  }

  /// Removes everything that has not appeared.
  mutating func discard() {
    for entry in entries {
      _ = entry.temporary.withFileName { unlink($0) }
      Interruption.didWrite(entry.temporary)
    }
    entries = []
    for lock in locks.values {
      _ = lock.path.withFileName { unlink($0) }
      Interruption.didWrite(lock.path)
      close(lock.descriptor)
    }
    locks = [:]
  }

  /// Makes a folder, and those it lies in.
  static func makeFolder(_ path: String) throws {
    do { try Folder.make(path) } catch {
      let failure = failure(path, error.code)
      throw failure.status == .inputOutput
        ? failure
        : Failure(
          .cannotCreate,
          "\(path): the output folder cannot be made: \(error); choose one with -o")
    }
  }

  /// What to say of a file that --no-clobber protects.
  static func alreadyThere(_ path: String) -> String {
    "\(path): exists already, and --no-clobber keeps it"
  }

  // MARK: - Steps

  /// Refuses names that no file can have, before anything of what belongs together is there.
  private static func checkName(_ path: String) throws {
    var status = stat()
    guard path.withFileName({ lstat($0, &status) }) != 0 else {
      if status.st_mode & S_IFMT == S_IFDIR { throw failure(path, EISDIR) }
      return
    }
    if errno != ENOENT && errno != ENOTDIR { throw failure(path, errno) }
  }

  /// Takes a lock in a folder, unless there is one; what killed processes have left there is removed.
  private mutating func hold(_ folder: String, for path: String) throws {
    guard locks[folder] == nil else { return }
    TemporaryFiles.sweep(folder)
    let lock = TemporaryFiles.lock(identity, in: folder)
    Interruption.willWrite(lock)
    do {
      locks[folder] = (lock, try TemporaryFiles.takeLock(lock))
    } catch {
      Interruption.didWrite(lock)
      throw Self.failure(path, error.code)
    }
  }

  private static func fill(
    _ temporary: String, with pieces: Pieces, for path: String
  ) throws {
    let descriptor = temporary.withFileName {
      open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    }
    guard descriptor >= 0 else { throw failure(path, errno) }
    do {
      try pieces { try write($0, to: descriptor, for: path) }
    } catch {
      close(descriptor)
      throw error
    }
    guard close(descriptor) == 0 else { throw failure(path, errno) }
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32, for path: String) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        throw failure(path, errno)
      }
    }
  }

  private static func place(_ entry: Entry) throws {
    let move = entry.existing == .replace ? rename : link
    let status = entry.temporary.withFileName { temporary in
      entry.path.withFileName { move(temporary, $0) }
    }
    // A hard link refuses to replace, without a moment between looking and doing.
    if status != 0 && entry.existing == .refuse && errno == EEXIST {
      throw Failure(.cannotCreate, alreadyThere(entry.path))
    }
    if status != 0 { throw failure(entry.path, errno) }
  }

  /// What to say of a file that cannot be written, by the number of the system's error.
  static func failure(_ path: String, _ code: Int32) -> Failure {
    Failure(ModelsError.cannotWrite(path: path, code: code))
  }
}
