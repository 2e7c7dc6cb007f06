import Files
import Foundation

/// What the store asks of the file system.
package enum FileContents {
  /// The size of a regular file, or nothing when there is none at the path.
  static func size(ofFile path: String) -> Int? {
    FileKind(path) == .file ? FileKind.size(path) : nil
  }

  /// The bytes of a regular file that is not larger than `limit`.
  package static func read(_ path: String, limit: Int) throws(ModelsError) -> Data {
    guard [.file, .missing].contains(FileKind(path)) else {
      throw .unreadableFile(path: path, reason: "is not a regular file")
    }
    do {
      return Data(try FileBytes.read(path, limit: limit))
    } catch .tooLarge {
      throw .fileTooLarge(path: path, bytes: size(ofFile: path) ?? limit, limit: limit)
    } catch {
      throw .unreadableFile(path: path, reason: "\(error)")
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
    do { try Folder.make(path) } catch {
      throw .cannotWrite(path: path, code: error.code)
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
  static func names(in folder: String) -> [String] { (try? Folder.names(in: folder)) ?? [] }
}

extension ModelsError {
  /// A file that cannot be read, for the reason of an `errno`.
  static func unreadable(_ path: String, _ code: Int32) -> ModelsError {
    .unreadableFile(path: path, reason: FileError.message(of: code))
  }
}
