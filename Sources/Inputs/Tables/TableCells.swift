import SwiftCSV

/// Takes the rows of a table apart into cells.
///
/// SwiftCSV reads character by character, which costs more than everything else together. A row
/// without quotation marks is parted at its delimiters here, and only the others are SwiftCSV's.
enum TableCells {
  /// The cells of all rows, as many as each was found to have.
  ///
  /// - Throws: `TableError.badQuotes` for a row that SwiftCSV understands in another way.
  static func of(
    _ records: [TableRecord], in text: ArraySlice<UInt8>, delimiter: UInt8, file: String
  ) throws(TableError) -> [[String]] {
    let quoted = records.filter(\.isQuoted)
    let apart = try quotedCells(quoted, in: text, delimiter: delimiter, file: file)
    var next = 0
    return records.map { record in
      guard record.isQuoted else { return plainCells(record, in: text, delimiter: delimiter) }
      defer { next += 1 }
      return apart[next]
    }
  }

  private static func plainCells(
    _ record: TableRecord, in text: ArraySlice<UInt8>, delimiter: UInt8
  ) -> [String] {
    var cells: [String] = []
    cells.reserveCapacity(record.cells)
    var start = record.bytes.lowerBound
    for index in record.bytes where text[index] == delimiter {
      cells.append(String(decoding: text[start..<index], as: UTF8.self))
      start = index + 1
    }
    cells.append(String(decoding: text[start..<record.bytes.upperBound], as: UTF8.self))
    return cells
  }

  private static func quotedCells(
    _ records: [TableRecord], in text: ArraySlice<UInt8>, delimiter: UInt8, file: String
  ) throws(TableError) -> [[String]] {
    guard let first = records.first else { return [] }
    var bytes: [UInt8] = []
    for record in records {
      bytes += text[record.bytes]
      bytes.append(.lineFeed)
    }
    let mark = CSVDelimiter(unicodeScalarLiteral: Character(Unicode.Scalar(delimiter)))
    var rows: [[String]] = []
    do {
      // Whole tables are padded to a rectangle in there; rows one after the other are not.
      let table = try EnumeratedCSV(
        string: String(decoding: bytes, as: UTF8.self), delimiter: mark, loadColumns: false,
        rowLimit: 0)
      try table.enumerateAsArray(startAt: 0, rowLimit: nil) { rows.append($0) }
    } catch {
      throw unclear(records[min(rows.count, records.count - 1)], file)
    }
    // To SwiftCSV a quotation mark or delimiter with a combining accent is another character.
    for (record, cells) in zip(records, rows) where cells.count != record.cells {
      throw unclear(record, file)
    }
    guard rows.count == records.count else { throw unclear(first, file) }
    return rows
  }

  private static func unclear(_ record: TableRecord, _ file: String) -> TableError {
    .badQuotes(
      file: file, line: record.line,
      problem: "the cells of the row that begins here cannot be told apart; expected cells in "
        + "quotation marks, delimiters between them, and no unusual characters beside these")
  }
}
