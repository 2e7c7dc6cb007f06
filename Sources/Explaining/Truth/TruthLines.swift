import Files
import Foundation

/// The lines of a CSV that says what matters, cut at commas.
struct TruthLines {
  /// A line with something in it.
  struct Line {
    /// Its number, from 1.
    let number: Int
    /// As it stands there, its beginning.
    let text: String
    /// What stands between commas, without blanks around it; one cell at least.
    let cells: [String]
  }

  /// Bytes that are read at most, 64 MiB.
  private static let byteLimit = 1 << 26

  /// All of them, in order.
  let lines: [Line]

  /// Reads a file.
  ///
  /// - Throws: `TruthError.unreadable`.
  init(path: String) throws(TruthError) {
    let text: String
    do {
      text = String(decoding: try FileBytes.read(path, limit: Self.byteLimit), as: UTF8.self)
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
    lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.enumerated()
      .filter { !$0.element.allSatisfy(\.isWhitespace) }
      .map { place, line in
        Line(
          number: place + 1, text: String(line.prefix(80)),
          cells: line.split(separator: ",", omittingEmptySubsequences: false)
            .map { $0.trimmingCharacters(in: .whitespaces) })
      }
  }

  /// A name without the quotes around it.
  static func unquoted(_ name: String) -> String {
    guard name.count > 1, name.first == "\"", name.last == "\"" else { return name }
    return name.dropFirst().dropLast().replacingOccurrences(of: "\"\"", with: "\"")
  }
}
