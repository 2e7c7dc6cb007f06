import Foundation

/// What a path leads to.
public enum FileKind: Sendable {
  case file, folder, special, missing

  /// Looks, through symbolic links.
  public init(_ path: String) {
    var status = stat()
    guard path.withFileName({ stat($0, &status) }) == 0 else {
      self = .missing
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .folder
    default: self = .special
    }
  }

  /// Whether something is there, be it a link that leads nowhere.
  public static func isThere(_ path: String) -> Bool {
    var status = stat()
    return path.withFileName { lstat($0, &status) } == 0
  }

  /// When what a path leads to was written, in nanoseconds since 1970; nil where there is nothing.
  public static func written(_ path: String) -> Int? {
    var status = stat()
    guard path.withFileName({ stat($0, &status) }) == 0 else { return nil }
    return Int(status.st_mtim.tv_sec) * 1_000_000_000 + Int(status.st_mtim.tv_nsec)
  }

  /// The size of what a path leads to, in bytes; nil where there is nothing.
  public static func size(_ path: String) -> Int? {
    var status = stat()
    return path.withFileName { stat($0, &status) } == 0 ? Int(status.st_size) : nil
  }

  /// Whether this process may do something with a path, as `access` says; `mode` is made of `R_OK`,
  /// `W_OK` and `X_OK`.
  public static func allows(_ mode: Int32, _ path: String) -> Bool {
    path.withFileName { access($0, mode) } == 0
  }

  /// The path without symbolic links, for telling whether two paths are one file; a path that leads
  /// nowhere as it is.
  public static func realPath(_ path: String) -> String {
    guard let real = path.withFileName({ realpath($0, nil) }) else { return path }
    defer { free(real) }
    return FileName.text(real)
  }
}
