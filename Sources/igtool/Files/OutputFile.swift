import Foundation
import Models

/// Writes whole files: into a temporary file of the same folder, renamed into place when complete,
/// so that nobody ever sees half a file.
enum OutputFile {
  /// What to do with a file that is there already.
  enum Existing {
    /// It is an output of an earlier run.
    case replace
    /// It is to be kept, and the new one refused.
    case refuse
  }

  /// Writes `bytes` to `path`; missing folders are made.
  static func write(_ bytes: [UInt8], to path: String, existing: Existing) throws {
    let folder = (path as NSString).deletingLastPathComponent
    try makeFolder(folder)
    let temporary =
      (folder.isEmpty ? "" : folder + "/")
      + ".igtool-\(getpid())-\(UInt32.random(in: 0 ... .max)).tmp"
    Interruption.willWrite(temporary)
    defer { Interruption.didWrite(temporary) }
    do {
      try fill(temporary, with: bytes, for: path)
      try place(temporary, at: path, existing: existing)
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// Makes a folder, and those it lies in.
  static func makeFolder(_ path: String) throws {
    guard !path.isEmpty else { return }
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw Failure(.cannotCreate, "\(path): the output folder cannot be made; choose one with -o")
    }
  }

  private static func fill(
    _ temporary: String, with bytes: [UInt8], for path: String
  ) throws {
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure(path) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        let problem = failure(path)
        close(descriptor)
        throw problem
      }
    }
    guard close(descriptor) == 0 else { throw failure(path) }
  }

  private static func place(_ temporary: String, at path: String, existing: Existing) throws {
    switch existing {
    case .replace:
      guard rename(temporary, path) == 0 else { throw failure(path) }
    case .refuse:
      // A hard link refuses to replace, without a moment between looking and doing.
      guard link(temporary, path) == 0 else {
        if errno == EEXIST { throw Failure(.cannotCreate, alreadyThere(path)) }
        throw failure(path)
      }
      unlink(temporary)
    }
  }

  /// The path without symbolic links, for telling whether two paths are one file; a path that leads
  /// nowhere as it is.
  static func realPath(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  /// What to say of a file that --no-clobber protects.
  static func alreadyThere(_ path: String) -> String {
    "\(path): exists already, and --no-clobber keeps it"
  }

  private static func failure(_ path: String) -> Failure {
    Failure(ModelsError.cannotWrite(path: path, code: errno))
  }
}
