import Foundation

/// A text file with one class name in each line; line i names output i.
public enum LabelFile {
  /// The largest file that is read, 16 MiB.
  package static let byteLimit = 16 << 20

  /// Reads a file of class names.
  public static func read(_ path: String) throws(ClassificationError) -> [String] {
    parse(try FileContents.read(path, limit: byteLimit))
  }

  /// The class names of a text: `\n` or `\r\n` ends a line, empty lines at the end do not count,
  /// and WordNet's identifiers (`n01440764 tench`) are taken off when every line has one.
  public static func parse(_ data: Data) -> [String] {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let body = data.starts(with: mark) ? data.dropFirst(mark.count) : data
    var lines = body.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
    while lines.last?.allSatisfy(isBlank) == true { lines.removeLast() }
    let identified = lines.allSatisfy(hasIdentifier)
    return lines.map { String(decoding: identified ? $0.dropFirst(10) : $0, as: UTF8.self) }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  /// Whether a line is `n`, eight digits, a space, and more.
  private static func hasIdentifier(_ line: Data) -> Bool {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    return line.count > 10 && line.first == UInt8(ascii: "n")
      && line.dropFirst().prefix(8).allSatisfy(digits.contains)
      && line.dropFirst(9).first == UInt8(ascii: " ")
  }
}
