/// The way from one file to another, as links of pages have it.
package enum RelativePath {
  /// Returns the path of a file relative to the folder of another; both begin at the same folder.
  package static func path(to file: String, from page: String) -> String {
    let (target, start) = (components(file), Array(components(page).dropLast()))
    let shared = zip(target.dropLast(), start).prefix { $0 == $1 }.count
    let up = [String](repeating: "..", count: start.count - shared)
    return (up + target[shared...]).joined(separator: "/")
  }

  private static func components(_ path: String) -> [String] {
    path.split(separator: "/").map(String.init).filter { $0 != "." }
  }
}
