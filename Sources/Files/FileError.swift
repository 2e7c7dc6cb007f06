import Foundation

/// Why a file, a folder or standard input cannot be read. Each description says what is there, to be put
/// behind its name.
public enum FileError: Error, Equatable, Sendable {
  /// Nothing is there.
  case missing
  /// A folder, where bytes are wanted.
  case isFolder
  /// More bytes than `limit`.
  case tooLarge(limit: Int)
  /// Standard input that was closed.
  case closed
  /// What the system says, by the number of its error.
  case system(code: Int32)

  /// The error that a function of the system has just had.
  public static func last() -> FileError {
    switch errno {
    case ENOENT, ENOTDIR: .missing
    case EISDIR: .isFolder
    default: .system(code: errno)
    }
  }

  /// The number of the system's error that comes nearest.
  public var code: Int32 {
    switch self {
    case .missing: ENOENT
    case .isFolder: EISDIR
    case .tooLarge: EFBIG
    case .closed: EBADF
    case .system(let code): code
    }
  }

  /// What the system calls an error, as a part of a sentence.
  public static func message(of code: Int32) -> String {
    let reason = strerror(code).map { String(cString: $0) } ?? "error \(code)"
    return reason.prefix(1).lowercased() + reason.dropFirst()
  }
}

extension FileError: CustomStringConvertible {
  /// What is there, in a few words.
  public var description: String {
    switch self {
    case .missing: "no such file"
    case .isFolder: "is a directory"
    case .tooLarge(let limit): "more than \(limit >> 20) MiB, which is the limit"
    case .closed: "it is closed; pipe a file into it"
    case .system(let code): Self.message(of: code)
    }
  }
}
