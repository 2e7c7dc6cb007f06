/// Tables as RFC 4180 has them, written.
public enum CSVText {
  /// Lines that end with a line end each, cells in quotation marks where they need them.
  public static func table(_ rows: [[String]]) -> String {
    var text = ""
    for row in rows {
      for (column, content) in row.enumerated() {
        if column > 0 { text += "," }
        text += cell(content)
      }
      text += "\r\n"
    }
    return text
  }

  private static func cell(_ text: String) -> String {
    let needsQuotes = text.utf8.contains { [0x2C, 0x22, 0x0D, 0x0A].contains($0) }
    return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}
