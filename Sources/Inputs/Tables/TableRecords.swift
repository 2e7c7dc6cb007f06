/// A row of a file, before it is taken apart.
struct TableRecord {
  /// Its bytes, without the end of its line.
  let bytes: Range<Int>
  /// The line that it begins in, counted from 1.
  let line: Int
  /// Number of its cells.
  let cells: Int
  /// Whether it has quotation marks.
  let isQuoted: Bool
}

/// Finds where the rows of a file begin and end, after RFC 4180: line feeds, carriage returns or
/// both end a row outside of quotation marks. Empty lines are no rows.
///
/// Nothing is taken apart yet, so that whatever is wrong with a file is found at little cost.
struct TableRecords {
  /// What the bytes before the next one have been.
  private enum Place {
    /// Nothing or white space since the last delimiter.
    case start
    /// A cell without quotation marks.
    case plain
    /// A cell in quotation marks, not yet closed.
    case quoted
    /// A quotation mark in such a cell: its end, or the first half of a doubled one.
    case mark
    /// White space after the end of such a cell.
    case closed
  }

  /// The rows in their order, the header first.
  private(set) var records: [TableRecord] = []

  private let bytes: ArraySlice<UInt8>
  private let delimiter: UInt8
  private let file: String
  private let limits: ReadingLimits
  private var place = Place.start
  private var index: Int
  private var line = 1
  private var start: Int
  private var startLine = 1
  private var cells = 1
  private var isQuoted = false

  /// Finds the rows of a file whose cells are parted by a delimiter.
  ///
  /// - Throws: `TableError.badQuotes` and `.longRow`, which name the line, and `.manyRows`.
  static func all(
    of bytes: ArraySlice<UInt8>, delimiter: UInt8, file: String, limits: ReadingLimits
  ) throws(TableError) -> [TableRecord] {
    var scan = TableRecords(bytes, delimiter: delimiter, file: file, limits: limits)
    try scan.run()
    return scan.records
  }

  private init(
    _ bytes: ArraySlice<UInt8>, delimiter: UInt8, file: String, limits: ReadingLimits
  ) {
    (self.bytes, self.delimiter, self.file, self.limits) = (bytes, delimiter, file, limits)
    (index, start) = (bytes.startIndex, bytes.startIndex)
  }

  private mutating func run() throws(TableError) {
    while index < bytes.endIndex {
      let byte = bytes[index]
      index += 1
      if byte == .lineFeed || byte == .carriageReturn {
        try endLine(byte)
      } else if place == .quoted {
        if byte == .quotationMark { place = .mark }
      } else if byte == delimiter {
        cells += 1
        place = .start
      } else if byte == .quotationMark {
        try meetMark()
      } else if byte == .space || byte == .tab {
        if place == .mark { place = .closed }
      } else if place == .start {
        place = .plain
      } else if place != .plain {
        throw .badQuotes(
          file: file, line: line,
          problem: "expected a delimiter after the closing quotation mark, found another character")
      }
    }
    guard place != .quoted else {
      throw .badQuotes(
        file: file, line: startLine,
        problem: "a quotation mark of the row that begins here is not closed")
    }
    try endRow(at: index)
  }

  private mutating func endLine(_ byte: UInt8) throws(TableError) {
    let end = index - 1
    if byte == .carriageReturn, index < bytes.endIndex, bytes[index] == .lineFeed { index += 1 }
    line += 1
    if place != .quoted { try endRow(at: end) }
  }

  private mutating func endRow(at end: Int) throws(TableError) {
    guard end - start <= limits.rowBytes else {
      throw .longRow(file: file, line: startLine, limit: limits.rowBytes)
    }
    if place != .start || cells > 1 {
      // The header is no row below itself.
      guard records.count <= limits.rows else {
        throw .manyRows(file: file, limit: limits.rows)
      }
      records.append(
        TableRecord(bytes: start..<end, line: startLine, cells: cells, isQuoted: isQuoted))
    }
    (place, start, startLine, cells, isQuoted) = (.start, index, line, 1, false)
  }

  private mutating func meetMark() throws(TableError) {
    guard place == .start || place == .mark else {
      throw .badQuotes(
        file: file, line: line,
        problem: "found a quotation mark inside a cell; put the whole cell in quotation marks, and "
          + "double those that belong to it")
    }
    place = .quoted
    isQuoted = true
  }
}

extension UInt8 {
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let quotationMark = UInt8(ascii: "\"")
  static let space = UInt8(ascii: " ")
  static let tab = UInt8(ascii: "\t")
}
