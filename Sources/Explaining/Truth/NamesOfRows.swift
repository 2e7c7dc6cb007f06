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
    var names: [Int: [String]] = [:]
    for line in try TruthLines(path: path).lines {
      let cells = line.cells.map(TruthLines.unquoted)
      if line.number == 1 && Int(cells[0]) == nil { continue }
      let found = cells.dropFirst().filter { !$0.isEmpty }
      guard let number = Int(cells[0]), number > 0, !found.isEmpty else {
        throw .badRow(file: path, line: line.number, found: line.text)
      }
      names[number, default: []] += found
    }
    (self.path, self.names) = (path, names)
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
