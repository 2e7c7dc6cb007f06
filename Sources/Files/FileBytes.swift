import Foundation

/// The bytes of files.
public enum FileBytes {
  /// What people call standard input where a file is named.
  public static let standardInput = "-"

  /// Returns the bytes of a file, a named pipe or a device, or of standard input for `-`.
  ///
  /// They are copied and not mapped: a mapped file that someone truncates kills the process.
  ///
  /// - Throws: `FileError` for what is not there, a folder, more than `limit` bytes, and what the system
  ///   refuses.
  public static func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    if path == standardInput {
      guard fcntl(STDIN_FILENO, F_GETFL) & O_ACCMODE != O_WRONLY else { throw .closed }
      return try contents(of: STDIN_FILENO, limit: limit)
    }
    let descriptor = path.withFileName { open($0, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw .last() }
    defer { close(descriptor) }
    return try contents(of: descriptor, limit: limit)
  }

  /// Returns the first bytes of a regular file, `count` at most; none where it cannot be read.
  public static func beginning(of path: String, count: Int) -> [UInt8] {
    let descriptor = path.withFileName { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: count)
    let found = bytes.withUnsafeMutableBytes {
      Foundation.read(descriptor, $0.baseAddress, $0.count)
    }
    return Array(bytes.prefix(max(found, 0)))
  }

  /// Reads until the end; a file may also grow, or a pipe not know its length.
  private static func contents(
    of descriptor: Int32, limit: Int
  ) throws(FileError) -> [UInt8] {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .last() }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw .isFolder }
    guard Int(status.st_size) <= limit else { throw .tooLarge(limit: limit) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(status.st_size))
    try forEachPart(of: descriptor) { part throws(FileError) in
      bytes += part
      guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
    }
    return bytes
  }

  /// Hands the lines of a file to `body`, without their ends, one after another, so that memory does not grow
  /// with the file. Empty lines are none, nor is what follows the last end of a line.
  ///
  /// - Throws: `FileError` for what is not there, a line of more than `limit` bytes, and what the system
  ///   refuses.
  public static func forEachLine(
    of path: String, limit: Int, _ body: (ArraySlice<UInt8>) -> Void
  ) throws(FileError) {
    let descriptor = path.withFileName { open($0, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw .last() }
    defer { close(descriptor) }
    var begun: [UInt8] = []
    try forEachPart(of: descriptor) { part throws(FileError) in
      var rest = part
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        if begun.isEmpty {
          if end > rest.startIndex { body(rest[..<end]) }
        } else {
          body(begun[...] + rest[..<end])
          begun = []
        }
        rest = rest[(end + 1)...]
      }
      begun += rest
      guard begun.count <= limit else { throw .tooLarge(limit: limit) }
    }
  }

  /// Hands what is read to `body` until the end.
  private static func forEachPart(
    of descriptor: Int32, _ body: (ArraySlice<UInt8>) throws(FileError) -> Void
  ) throws(FileError) {
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = buffer.withUnsafeMutableBytes {
        Foundation.read(descriptor, $0.baseAddress, $0.count)
      }
      if count == 0 { return }
      if count < 0 {
        if errno == EINTR { continue }
        throw .last()
      }
      try body(buffer[..<count])
    }
  }
}
