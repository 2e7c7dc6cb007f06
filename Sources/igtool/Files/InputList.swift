import Files

/// Lists of paths.
package enum InputList {
  /// Most bytes of a list, 256 MiB.
  private static let byteLimit = 256 << 20

  /// Reads a list, from standard input for `-`.
  ///
  /// - Throws: `Failure` for a list that cannot be read, and one without a path.
  static func read(_ path: String) throws -> [String] {
    let name = path == FileBytes.standardInput ? "standard input" : path
    let bytes: [UInt8]
    do { bytes = try FileBytes.read(path, limit: byteLimit) } catch {
      throw Failure(.noInput, "--from-file \(name): \(error)")
    }
    let paths = paths(bytes)
    if paths.isEmpty { throw Failure(.noInput, "--from-file \(name): expected paths, found none") }
    return paths
  }

  /// The paths of a list: behind each is a zero byte, or, where there is none, the end of a line.
  package static func paths(_ bytes: [UInt8]) -> [String] {
    if bytes.contains(0) { return bytes.split(separator: 0).map { FileName.text($0) } }
    return bytes.split(separator: UInt8(ascii: "\n")).map { line in
      FileName.text(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
    }.filter { !$0.isEmpty }
  }
}
