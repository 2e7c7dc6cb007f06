import Files
import Foundation

/// A table as people have it: text in UTF-8 whose first row names the columns (RFC 4180).
///
/// Cells are parted by commas, or by semicolons or tabs where the header has no comma. A row ends
/// with its line, except inside of quotation marks. Empty lines are no rows.
public struct TableFile: Hashable, Sendable {
  /// Most bytes that are read where nothing else is said, 100 MB.
  public static let byteLimit = 100_000_000

  /// Path of the file, or `-` for standard input.
  public let path: String
  /// What people read.
  public let displayName: String
  /// Names of the columns, without white space around them; different, and not empty.
  public let header: [String]
  /// The cells of the rows below the header, as many in each as there are columns.
  public let rows: [[String]]
  /// What may not be meant, one line each.
  public let warnings: [String]

  /// Whether a file is one by its name.
  public static func isTable(_ path: String) -> Bool {
    ["csv", "tsv", "txt"].contains(FilePath.ending(of: path).lowercased())
  }

  /// Reads a file, a named pipe, or standard input for `-`.
  ///
  /// - Throws: `TableError.unreadable` for a file that cannot be read, `.tooLarge` for more bytes than
  ///   the limit, and what `init(bytes:path:limits:)` throws.
  public init(path: String, limits: ReadingLimits = ReadingLimits()) throws(TableError) {
    try self.init(
      bytes: try Self.bytes(path, limit: limits.fileBytes ?? Self.byteLimit), path: path,
      limits: limits)
  }

  /// Reads the bytes of a file; `path` is only named.
  ///
  /// - Throws: `TableError.notText` for bytes that are not UTF-8; `.longRow` for a row of more bytes
  ///   than the limit; `.badQuotes` for quotation marks that are not closed or inside of cells; `.noRows`
  ///   without a header or without a row; `.manyRows` above the limit; `.badHeader` for names that
  ///   are empty or there twice; `.raggedRow` for a row of another number of cells than the header.
  public init(
    bytes: [UInt8], path: String, limits: ReadingLimits = ReadingLimits()
  ) throws(TableError) {
    let name = path == "-" ? "standard input" : path
    let text = try TableText.checked(bytes, file: name)
    let delimiter = TableText.delimiter(of: text)
    let records = try TableRecords.all(
      of: text, delimiter: delimiter, file: name, limits: limits)
    guard let first = records.first else { throw .noRows(file: name, found: "nothing") }
    for (row, record) in records.enumerated() where record.cells != first.cells {
      throw .raggedRow(
        file: name, line: record.line, row: row, expected: first.cells, found: record.cells)
    }
    try TableText.checkEncoding(text, file: name)
    var rows = try TableCells.of(records, in: text, delimiter: delimiter, file: name)
    let header = rows.removeFirst().map(\.trimmed)
    try Self.check(header, file: name)
    guard !rows.isEmpty else { throw .noRows(file: name, found: "a header alone") }
    (self.path, self.displayName, self.header, self.rows) = (path, name, header, rows)
    self.warnings = Self.warnings(of: header, delimiter: delimiter, file: name)
  }

  private static func bytes(_ path: String, limit: Int) throws(TableError) -> [UInt8] {
    let file = path == "-" ? "standard input" : path
    do {
      return try FileBytes.read(path, limit: limit)
    } catch .tooLarge(let limit) {
      throw .tooLarge(file: file, limit: limit)
    } catch {
      throw .unreadable(file: file, reason: error.description)
    }
  }

  private static func check(_ header: [String], file: String) throws(TableError) {
    var places: [String: Int] = [:]
    for (place, name) in header.enumerated() {
      guard !name.isEmpty else {
        throw .badHeader(
          file: file,
          problem: "column \(place + 1) has no name; name it, or leave it out"
            + (place == 0 ? " (pandas writes an index so, unless index=False)" : ""))
      }
      if let earlier = places.updateValue(place, forKey: name) {
        throw .badHeader(
          file: file,
          problem: "columns \(earlier + 1) and \(place + 1) are both called \"\(name.shortened)\"; "
            + "rename one")
      }
    }
  }

  private static func warnings(of header: [String], delimiter: UInt8, file: String) -> [String] {
    var warnings: [String] = []
    if delimiter != UInt8(ascii: ",") {
      let name = delimiter == .tab ? "tabs" : "semicolons"
      warnings.append("\(file): its header has no comma; \(name) are taken to part its cells")
    }
    // Columns may be numbered, but 5.1 is no name.
    let numbers = header.compactMap(\.decimalNumber)
    if numbers.count == header.count, numbers.contains(where: { $0 != $0.rounded() }) {
      warnings.append(
        "\(file): its first row, \(header.listed), is taken to name the columns, and is not "
          + "explained")
    }
    return warnings
  }
}
