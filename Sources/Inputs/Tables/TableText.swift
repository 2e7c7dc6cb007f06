/// What is asked of the bytes of a table before they are taken apart.
enum TableText {
  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
  private static let semicolon = UInt8(ascii: ";")
  private static let comma = UInt8(ascii: ",")

  /// The bytes of a file without its byte order mark, if they may be text.
  static func checked(_ bytes: [UInt8], file: String) throws(TableError) -> ArraySlice<UInt8> {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw .notText(file: file, line: nil, found: "UTF-16", advice: "save it as CSV in UTF-8")
    }
    if let foreign = ForeignContent(bytes) {
      throw .notText(file: file, line: nil, found: foreign.found, advice: foreign.advice)
    }
    let text = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
    if text.contains(0) {
      throw .notText(
        file: file, line: nil, found: "bytes of zero",
        advice: "if it is a table in UTF-16, save it as CSV in UTF-8")
    }
    return text
  }

  /// Refuses bytes that are not UTF-8, and names the line.
  static func checkEncoding(_ text: ArraySlice<UInt8>, file: String) throws(TableError) {
    if String(validating: text, as: UTF8.self) != nil { return }
    // No byte of a longer character is a line feed, so that each line is text for itself.
    let lines = text.split(separator: .lineFeed, omittingEmptySubsequences: false)
    let place = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
    throw .notText(
      file: file, line: place + 1, found: "bytes that are none",
      advice: "save it as CSV in UTF-8")
  }

  /// What parts the cells: the comma, or where the header has none the semicolon or tab, whichever
  /// is there more often.
  static func delimiter(of text: ArraySlice<UInt8>) -> UInt8 {
    let header = text.drop { $0 == .lineFeed || $0 == .carriageReturn }
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for byte in header {
      if byte == .quotationMark { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == .lineFeed || byte == .carriageReturn { break }
      if byte == comma { return comma }
      if byte == semicolon || byte == .tab { counts[byte, default: 0] += 1 }
    }
    let (semicolons, tabs) = (counts[semicolon] ?? 0, counts[.tab] ?? 0)
    if semicolons == 0 && tabs == 0 { return comma }
    return semicolons >= tabs ? semicolon : .tab
  }
}
