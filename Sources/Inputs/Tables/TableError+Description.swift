import Models
import Tensors

extension TableError: CustomStringConvertible {
  /// One line: where, expected, found, what to do next.
  public var description: String {
    switch self {
    case .unreadable(let file, let reason): "\(file): \(reason)"
    case .tooLarge(let file, let limit):
      "\(file): more than \(ByteCount(limit)), the most that is read of a table; split it, or "
        + "raise --max-file-bytes"
    case .notText(let file, let line, let found, let advice):
      "\(file)\(line.map { ", line \($0)" } ?? ""): expected text in UTF-8, found \(found); "
        + advice
    case .longRow(let file, let line, let limit):
      "\(file), line \(line): the row that begins here has more than \(ByteCount(limit)); is it "
        + "no table, or is a quotation mark not closed? else raise --max-row-bytes"
    case .badQuotes(let file, let line, let problem): "\(file), line \(line): \(problem)"
    case .noRows(let file, let found):
      "\(file): expected a header and rows below it, found \(found)"
    case .manyRows(let file, let limit):
      "\(file): more than \(limit) rows, the most that is read of a table; split it, or raise "
        + "--max-rows"
    case .badHeader(let file, let problem): "\(file), header: \(problem)"
    case .raggedRow(let file, let line, let row, let expected, let found):
      "\(file), line \(line), row \(row): expected \(cells(expected)) as in the header, found "
        + "\(found); put cells with delimiters in quotation marks, and write 1.5 and not 1,5"
    case .wrongWidth, .wrongColumnCount, .missingColumns, .badCells: columnsDescription
    case .badSelection(let text, let problem):
      "rows \"\(text.shortened)\": \(problem); expected rows counted from 1, as in 3,7-9"
    case .noSuchRow(let file, let row, let count):
      "\(file): there is no row \(row); it has \(count == 1 ? "1 row" : "\(count) rows")"
    case .badBaseline(let text, let expected): "baseline \"\(text)\": expected \(expected)"
    case .manyBaselines(let file, let limit, let found):
      "\(file): expected at most \(limit) rows as baselines, found \(found)"
    case .baselineTable(let error): "baseline \(error)" + Self.names(after: error)
    }
  }

  /// Those about what the columns of a table are.
  private var columnsDescription: String {
    switch self {
    case .wrongWidth(let network, let input, let expected, let columns, let found):
      "\(network): its input \"\(input)\" has \(expected.count) numbers (\(expected)), but the "
        + "\(columns) columns of its manifest have \(found); correct \"columns\" in the manifest"
    case .wrongColumnCount(let network, let expected, let file, let found):
      "\(file): \(network) reads \(expected) numbers, found "
        + (found == 1 ? "1 column" : "\(found) columns")
        + "; leave others out, or name the network's columns in a manifest"
    case .missingColumns(let file, let missing, let header):
      "\(file): expected the \(missing.count == 1 ? "column" : "columns") "
        + "\(missing.map(\.text).joined(separator: ", ")); found \(header.listed)"
    case .badCells(let file, let cells, let more):
      "\(file): " + cells.map(\.text).joined(separator: "; ")
        + (more == 0 ? "" : "; and \(more) more") + "; correct these cells or leave out their rows"
    default: ""
    }
  }

  private func cells(_ count: Int) -> String { count == 1 ? "1 cell" : "\(count) cells" }

  /// What else a baseline could be, where a file is missing that may be no name of a file.
  private static func names(after error: TableError) -> String {
    if case .unreadable = error { "; baselines are \(Baseline.rowsText)" } else { "" }
  }
}

extension TableError.MissingColumn {
  fileprivate var text: String {
    let near = similar.map { "\"\($0.shortened)\"" }.joined(separator: " or ")
    return "\"\(name.shortened)\"" + (near.isEmpty ? "" : " (is it \(near)?)")
  }
}

extension TableError.BadCell {
  fileprivate var text: String { "row \(row), column \"\(column.shortened)\" \(problem)" }
}

extension [String] {
  /// The first ten in quotation marks, and how many more there are.
  var listed: String {
    let names = prefix(10).map { "\"\($0.shortened)\"" }.joined(separator: ", ")
    return names + (count > 10 ? " and \(count - 10) more" : "")
  }
}

extension String {
  /// The text in one line of at most sixty characters.
  var shortened: String {
    let line = String(prefix(61).map { $0.isNewline ? " " : $0 })
    return line.count > 60 ? line.prefix(60) + "…" : line
  }
}
