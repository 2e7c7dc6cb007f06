import Files
import Foundation

/// A file of lines that is only ever appended to.
struct RecordFile {
  /// Most bytes that are read, 4 GiB.
  static let byteLimit = 4 << 30

  /// What a run records.
  enum Kind: String, Sendable {
    /// Explanations.
    case results
    /// Measures of explanations.
    case evaluations
  }

  let path: String

  /// The records of a kind in a folder: that of a run, and those of its parts.
  static func all(_ kind: Kind = .results, in folder: String) -> [RecordFile] {
    ((try? Folder.names(in: folder)) ?? [])
      .filter { name in
        name.wholeMatch(of: /(.+?)(\.[0-9]+-of-[0-9]+)?\.jsonl/)?.1 == kind.rawValue[...]
      }
      .map { RecordFile(path: OutputPlace.folder(folder).path($0)) }
  }

  /// Appends a line at once. What a process that was killed, or a full disk, has left of a line is removed
  /// before.
  ///
  /// - Throws: `Failure` for what cannot be written; the file is then as it was.
  func append(_ line: String) throws {
    let folder = FilePath.folder(of: path)
    try StagedFiles.makeFolder(folder)
    let descriptor = path.withFileName { open($0, O_RDWR | O_CREAT | O_CLOEXEC, 0o666) }
    guard descriptor >= 0 else { throw StagedFiles.failure(path, errno) }
    defer { close(descriptor) }
    // Several processes may write to one folder.
    _ = flock(descriptor, LOCK_EX)
    let end = Self.endOfLines(descriptor)
    var rest = Array((line + "\n").utf8)[...]
    var place = end
    ftruncate(descriptor, end)
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, place) }
      if count >= 0 {
        rest = rest.dropFirst(count)
        place += off_t(count)
      } else if errno != EINTR {
        let failure = StagedFiles.failure(path, errno)
        ftruncate(descriptor, end)
        throw failure
      }
    }
  }

  /// Hands the whole lines of the file to `body`; none where there is no file.
  ///
  /// - Throws: `Failure` for what cannot be read.
  func forEachLine(_ body: (ArraySlice<UInt8>) -> Void) throws {
    do { try FileBytes.forEachLine(of: path, limit: Self.byteLimit, body) } catch .missing {
      return
    } catch {
      throw Failure(.inputOutput, "\(path): \(error)")
    }
  }

  /// Where the last whole line ends.
  private static func endOfLines(_ descriptor: Int32) -> off_t {
    var end = lseek(descriptor, 0, SEEK_END)
    var byte = [UInt8](repeating: 0, count: 1)
    while end > 0, pread(descriptor, &byte, 1, end - 1) == 1, byte[0] != UInt8(ascii: "\n") {
      end -= 1
    }
    return end
  }
}
