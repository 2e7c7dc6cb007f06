import Foundation
import Synchronization

/// Bytes that would not all fit into memory, in a file of a folder that nobody else sees: its name is
/// taken away as soon as it is open.
final class SpoolFile: Sendable {
  /// Where some bytes are.
  struct Place: Sendable {
    fileprivate let start: off_t
    fileprivate let count: Int
  }

  private struct State {
    var descriptor: Int32 = -1
    var end: off_t = 0
  }

  private let folder: String
  private let state = Mutex(State())

  /// Prepares a file in a folder, both of which are made when there is something to write.
  init(in folder: String) { self.folder = folder }

  deinit {
    state.withLock { if $0.descriptor >= 0 { close($0.descriptor) } }
  }

  /// Adds bytes.
  ///
  /// - Throws: `Failure` where they cannot be written; nothing is added then.
  func add(_ bytes: [UInt8]) throws -> Place {
    try state.withLock { state in
      if state.descriptor < 0 { state.descriptor = try Self.open(in: folder) }
      var (rest, place) = (bytes[...], state.end)
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes {
          pwrite(state.descriptor, $0.baseAddress, $0.count, place)
        }
        if count > 0 {
          rest = rest.dropFirst(count)
          place += off_t(count)
        } else if errno != EINTR {
          throw StagedFiles.failure(folder, errno)
        }
      }
      defer { state.end = place }
      return Place(start: state.end, count: bytes.count)
    }
  }

  /// Returns the bytes of a place.
  ///
  /// - Throws: `Failure` where they cannot be read.
  func bytes(at place: Place) throws -> [UInt8] {
    try state.withLock { state in
      var bytes = [UInt8](repeating: 0, count: place.count)
      var done = 0
      while done < place.count {
        let count = bytes.withUnsafeMutableBytes {
          pread(
            state.descriptor, $0.baseAddress.map { $0 + done }, place.count - done,
            place.start + off_t(done))
        }
        if count > 0 {
          done += count
        } else if count == 0 || errno != EINTR {
          throw Failure(
            .inputOutput, "\(folder): a temporary file cannot be read; free space and try again")
        }
      }
      return bytes
    }
  }

  private static func open(in folder: String) throws -> Int32 {
    try StagedFiles.makeFolder(folder)
    let path = TemporaryFiles.file(String(UInt64.random(in: 0 ... .max), radix: 16), 0, in: folder)
    return try Interruption.holdingOff {
      let descriptor = path.withFileName {
        Foundation.open($0, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      }
      guard descriptor >= 0 else { throw StagedFiles.failure(path, errno) }
      _ = path.withFileName { unlink($0) }
      return descriptor
    }
  }
}
