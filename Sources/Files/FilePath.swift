/// Parts of paths, which are parted by slashes.
public enum FilePath {
  /// The folder that a path says a file lies in: `a/b` for `a/b/c.png`, empty for `c.png`, `/` for `/c.png`.
  public static func folder(of path: String) -> String {
    let path = withoutEnd(path[...])
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return withoutEnd(path[...slash])
  }

  /// The last part of a path: `c.png` for `a/b/c.png` and `a/b/c.png/`.
  public static func name(of path: String) -> String {
    let path = withoutEnd(path[...])
    guard path != "/", let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }

  /// The name without its ending: `c` for `a/b/c.png`, `.c` for `.c`.
  public static func stem(of path: String) -> String {
    let name = name(of: path)
    return dot(in: name).map { String(name[..<$0]) } ?? name
  }

  /// What stands behind the last dot of the name: `png` for `a/b/c.png`, nothing for `c` and `.c`.
  public static func ending(of path: String) -> String {
    let name = name(of: path)
    return dot(in: name).map { String(name[name.utf8.index(after: $0)...]) } ?? ""
  }

  /// The path of what lies in a folder; the empty one is the current folder.
  public static func join(_ folder: String, _ name: String) -> String {
    folder.isEmpty || folder.utf8.last == UInt8(ascii: "/") ? folder + name : "\(folder)/\(name)"
  }

  /// Where the ending of a name begins, with its dot.
  private static func dot(in name: String) -> String.Index? {
    let dot = name.utf8.lastIndex(of: UInt8(ascii: "."))
    let isFirst = dot == name.startIndex
    return isFirst || name == ".." ? nil : dot
  }

  /// The path without slashes at its end, unless it is nothing else.
  private static func withoutEnd(_ path: Substring) -> String {
    var path = path
    while path.utf8.count > 1 && path.utf8.last == UInt8(ascii: "/") { path = path.dropLast() }
    return String(path)
  }
}
