/// Rows of a table that somebody chose, counted from 1 below the header: `3,7-9`.
public struct RowSelection: Hashable, Sendable {
  /// The parts of the choice in their order.
  private let ranges: [ClosedRange<Int>]

  /// Reads numbers and ranges of rows, separated by commas; the order is kept.
  ///
  /// - Throws: `TableError.badSelection` for a part that is no number from 1 or no range of two,
  ///   and for a range that ends before it begins.
  public init(_ text: String) throws(TableError) {
    var ranges: [ClosedRange<Int>] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      ranges.append(try Self.range(part, of: text))
    }
    self.ranges = ranges
  }

  /// Numbers of the chosen rows of a table, each once, where it was named first.
  ///
  /// - Throws: `TableError.noSuchRow` for one beyond the last.
  func numbers(among count: Int, of file: String) throws(TableError) -> [Int] {
    for range in ranges where range.upperBound > count {
      throw .noSuchRow(file: file, row: max(range.lowerBound, count + 1), count: count)
    }
    var seen = [Bool](repeating: false, count: count + 1)
    var numbers: [Int] = []
    for range in ranges {
      for number in range where !seen[number] {
        seen[number] = true
        numbers.append(number)
      }
    }
    return numbers
  }

  /// Returns the chosen ones of rows that lie one below the other, each once, in the order of the
  /// choice; `file` is where they come from, for messages.
  ///
  /// - Throws: `TableError.noSuchRow` for one beyond the last.
  public func selecting<Row>(_ rows: [Row], of file: String) throws(TableError) -> [Row] {
    try numbers(among: rows.count, of: file).map { rows[$0 - 1] }
  }

  private static func range(
    _ part: Substring, of text: String
  ) throws(TableError) -> ClosedRange<Int> {
    let ends = part.split(separator: "-", omittingEmptySubsequences: false).map(number)
    guard ends.count <= 2, let first = ends[0], let last = ends[ends.count - 1] else {
      throw .badSelection(
        text: text,
        problem: part.allSatisfy(\.isWhitespace)
          ? "a number is missing" : "\"\(String(part).shortened)\" is no row")
    }
    guard first <= last else {
      throw .badSelection(text: text, problem: "\(first)-\(last) ends before it begins")
    }
    return first...last
  }

  /// A number from 1, written in digits alone.
  private static func number(_ text: Substring) -> Int? {
    let digits = String(text).trimmed
    guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let number = Int(digits), number > 0
    else { return nil }
    return number
  }
}

extension RowSelection: CustomStringConvertible {
  /// The text that the choice is read from.
  public var description: String {
    ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ",")
  }
}
