import Foundation

/// Folders: what is in them, and making them.
public enum Folder {
  /// Returns the names in a folder but `.` and `..`, in the order of their bytes.
  ///
  /// - Throws: `FileError` for what is no folder, and what the system refuses.
  public static func names(in path: String) throws(FileError) -> [String] {
    guard let folder = path.withFileName({ opendir($0) }) else { throw .last() }
    defer { closedir(folder) }
    var names: [[UInt8]] = []
    errno = 0
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if name != Array(".".utf8) && name != Array("..".utf8) { names.append(name) }
      errno = 0
    }
    guard errno == 0 else { throw .last() }
    return names.sorted { $0.lexicographicallyPrecedes($1) }.map { FileName.text($0) }
  }

  /// Makes a folder, and those it lies in.
  ///
  /// - Throws: `FileError` for what the system refuses.
  public static func make(_ path: String) throws(FileError) {
    if path.isEmpty || FileKind(path) == .folder { return }
    let parent = FilePath.folder(of: path)
    if parent != path { try make(parent) }
    guard path.withFileName({ mkdir($0, 0o777) }) == 0 || FileKind(path) == .folder else {
      throw .system(code: errno)
    }
  }
}
