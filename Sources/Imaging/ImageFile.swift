#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Files that hold pictures.
public enum ImageFile {
  /// Most bytes that a file may have.
  public static let maximumLength = 256 << 20

  /// Returns the bytes of a file, a named pipe or a device; refuses directories and files of more than
  /// `maximumLength` bytes.
  ///
  /// - Throws: `ImagingError.noSuchFile`, `.isDirectory`, `.fileTooLarge`, or `.unreadable` where
  ///   the system refuses.
  public static func bytes(path: String) throws(ImagingError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw errno == ENOENT || errno == ENOTDIR ? .noSuchFile : systemError()
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw systemError() }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw .isDirectory }
    guard Int(status.st_size) <= maximumLength else { throw .fileTooLarge(limit: maximumLength) }
    return try contents(of: descriptor, expected: Int(status.st_size))
  }

  /// Reads until the end; a file may also grow, or a pipe not know its length.
  private static func contents(
    of descriptor: Int32, expected: Int
  ) throws(ImagingError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(expected)
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw systemError()
      }
      bytes += buffer[..<count]
      guard bytes.count <= maximumLength else { throw .fileTooLarge(limit: maximumLength) }
    }
  }

  private static func systemError() -> ImagingError {
    let reason = strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
    return .unreadable(reason: reason.prefix(1).lowercased() + reason.dropFirst())
  }
}
