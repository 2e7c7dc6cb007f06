import Files
import Foundation

/// What matters of each row of a table, or of each line of a file of texts: names of columns, or words, from
/// a file of lines `number,name,name,…`.
public struct NamesOfRows: Sendable {
  private let path: String
  private let names: [Int: [String]]

  /// Reads a CSV with a line for each row, numbered as `--rows` does, from 1. A first line that begins with
  /// no number names the columns; names are as they stand between commas, without blanks around them, in
  /// quotes or not. Several lines of one row have the names of all.
  ///
  /// - Throws: `TruthError.badRow`, `.unreadable`.
  init(path: String) throws(TruthError) {
    let text: String
    do {
      text = String(decoding: try FileBytes.read(path, limit: 1 << 26), as: UTF8.self)
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
    var names: [Int: [String]] = [:]
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    for (place, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
        .map { Self.unquoted($0.trimmingCharacters(in: .whitespaces)) }
      if place == 0 && Int(cells[0]) == nil { continue }
      let found = cells.dropFirst().filter { !$0.isEmpty }
      guard let number = Int(cells[0]), number > 0, !found.isEmpty else {
        throw .badRow(file: path, line: place + 1, found: String(line.prefix(80)))
      }
      names[number, default: []] += found
    }
    (self.path, self.names) = (path, names)
  }

  private static func unquoted(_ name: String) -> String {
    guard name.count > 1, name.first == "\"", name.last == "\"" else { return name }
    return name.dropFirst().dropLast().replacingOccurrences(of: "\"\"", with: "\"")
  }

  /// Returns what matters of a sample.
  ///
  /// - Throws: `TruthError.noRow` where the file says nothing of it.
  func names(of sample: Sample) throws(TruthError) -> [String] {
    guard let number = sample.source.number, let found = names[number] else {
      throw .noRow(sample: sample.source.displayName, file: path)
    }
    return found
  }
}
