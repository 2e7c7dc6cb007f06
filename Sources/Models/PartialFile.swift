import Foundation

/// The file `PATH.incomplete` while it is filled, locked against other processes.
///
/// It is its own lock file (`flock`), so that nothing is left lying about; the kernel takes the
/// lock back however the process ends. What has arrived stays for the next attempt, unless it is
/// discarded, and `PATH` itself appears complete or not at all.
struct PartialFile: ~Copyable {
  /// Where the complete file belongs.
  let destination: String
  /// The file while it is incomplete.
  let path: String
  /// Its descriptor, at whose end bytes are appended.
  let descriptor: Int32

  /// Opens the incomplete file and waits for its lock.
  ///
  /// - Parameters:
  ///   - patience: how many seconds to wait for another process.
  ///   - waiting: called once if there is another process.
  init(
    for destination: String, patience: Double, waiting: () -> Void
  ) throws(ModelsError) {
    self.destination = destination
    path = destination + ".incomplete"
    descriptor = try Self.locked(path, patience: patience, waiting: waiting)
  }

  deinit {
    close(descriptor)
  }

  /// How many bytes have arrived.
  var count: Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Forgets what has arrived.
  func restart() throws(ModelsError) {
    guard ftruncate(descriptor, 0) == 0 else { throw .cannotWrite(path: path, code: errno) }
  }

  /// Deletes the incomplete file.
  consuming func discard() {
    unlink(path)
  }

  /// Gives the complete file its name, after its bytes have reached the disk.
  consuming func commit() throws(ModelsError) {
    guard fsync(descriptor) == 0, fchmod(descriptor, 0o644) == 0, rename(path, destination) == 0
    else { throw .cannotWrite(path: destination, code: errno) }
    let folder = open(
      URL(fileURLWithPath: destination).deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }

  /// Writes a whole file by way of one that is incomplete; `waiting` as for a file that is filled.
  static func write(
    _ data: Data, to destination: String, patience: Double, waiting: () -> Void
  ) throws(ModelsError) {
    let partial = try PartialFile(for: destination, patience: patience, waiting: waiting)
    do throws(ModelsError) {
      try partial.restart()
      if let code = FileContents.append(data, to: partial.descriptor) {
        throw .cannotWrite(path: destination, code: code)
      }
    } catch {
      partial.discard()
      throw error
    }
    try partial.commit()
  }

  private static func locked(
    _ path: String, patience: Double, waiting: () -> Void
  ) throws(ModelsError) -> Int32 {
    let deadline = Date(timeIntervalSinceNow: patience)
    var hasWaited = false
    while true {
      let descriptor = open(
        path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o644)
      guard descriptor >= 0 else { throw .cannotWrite(path: path, code: errno) }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0, isStillNamed(path, descriptor) {
        return descriptor
      }
      close(descriptor)
      guard Date() < deadline else { throw .pullInProgress(path: path) }
      if !hasWaited { waiting() }
      hasWaited = true
      usleep(100_000)
    }
  }

  /// Whether the locked file has not been renamed or deleted by the one who had the lock before:
  /// the path would lead to another inode, or to none.
  private static func isStillNamed(_ path: String, _ descriptor: Int32) -> Bool {
    var opened = stat()
    var named = stat()
    guard fstat(descriptor, &opened) == 0, stat(path, &named) == 0 else { return false }
    return opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
  }
}
