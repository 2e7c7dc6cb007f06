import Foundation

/// What the store asks of the file system.
package enum FileContents {
  /// The size of a regular file, or nothing when there is none at the path.
  static func size(ofFile path: String) -> Int? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// Whether there is a folder at the path.
  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The bytes of a regular file that is not larger than `limit`.
  ///
  /// They are copied and not mapped: a mapped file that someone truncates kills the process.
  package static func read(_ path: String, limit: Int) throws(ModelsError) -> Data {
    var status = stat()
    guard stat(path, &status) == 0 else { throw .unreadable(path, errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadableFile(path: path, reason: "is not a regular file")
    }
    guard status.st_size <= limit else {
      throw .fileTooLarge(path: path, bytes: Int(status.st_size), limit: limit)
    }
    guard access(path, R_OK) == 0 else { throw .unreadable(path, errno) }
    do {
      return try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw .unreadableFile(path: path, reason: "cannot be read")
    }
  }

  /// Writes a small file by way of a temporary one in the same folder.
  static func write(_ data: Data, to path: String) throws(ModelsError) {
    do {
      try data.write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
      throw .cannotWrite(path: path, code: underlying.map { Int32($0.code) } ?? EIO)
    }
  }

  /// Appends bytes to an open file; returns the `errno` of a failure.
  static func append(_ data: Data, to descriptor: Int32) -> Int32? {
    data.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Foundation.write(
          descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return count < 0 ? errno : EIO }
        rest = rest.dropFirst(count)
      }
      return nil
    }
  }

  /// Creates a folder and those above it.
  static func createFolder(_ path: String) throws(ModelsError) {
    guard !isFolder(path) else { return }
    let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
    if parent != path { try createFolder(parent) }
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
      throw .cannotWrite(path: path, code: errno)
    }
  }

  /// The bytes that are free for us on the disk of a folder, or nothing when that is unknown.
  static func freeBytes(at folder: String) -> Int? {
    var status = statvfs()
    guard statvfs(folder, &status) == 0 else { return nil }
    let (bytes, overflow) = Int(status.f_bavail).multipliedReportingOverflow(
      by: Int(status.f_frsize))
    return overflow ? nil : bytes
  }

  /// Names in a folder, sorted; none when it cannot be read.
  static func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }
}

extension ModelsError {
  /// A file that cannot be read, for the reason of an `errno`.
  static func unreadable(_ path: String, _ code: Int32) -> ModelsError {
    .unreadableFile(path: path, reason: message(of: code))
  }
}
