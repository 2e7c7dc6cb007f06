/// Cells of a terminal: texts padded to columns, and bars of eighths of a cell.
///
/// Texts come from a caller who has made them harmless; only their widths are measured here.
struct TerminalText {
  /// On which side of its zero a bar lies.
  enum Direction {
    case left
    case right
  }

  /// Whether block elements and typographic signs may be written; ASCII otherwise.
  let isUnicode: Bool
  /// How many cells a text takes.
  let displayWidth: (String) -> Int

  /// What stands between two columns.
  static let gap = "  "
  /// The codes of colours that can be read on light and on dark: blue, and orange.
  static let (positiveColor, negativeColor) = (33, 202)
  private static let leftBlocks = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

  /// Returns the widest of the texts' widths.
  func widest(_ texts: [String]) -> Int { texts.map(displayWidth).max() ?? 0 }

  /// Returns a text of exactly so many cells: cut in its middle, or filled with spaces.
  func padded(_ text: String, to columns: Int, alignment: TextAlignment = .start) -> String {
    guard columns > 0 else { return "" }
    let ellipsis = isUnicode ? "…" : columns > 3 ? "..." : "."
    let cut = MiddleCut.cut(text, ellipsis: ellipsis) { displayWidth($0) <= columns }
    let space = String(repeating: " ", count: max(columns - displayWidth(cut), 0))
    return alignment == .end ? space + cut : cut + space
  }

  /// Returns a number as plots write it, with a minus sign of ASCII where it has to be.
  func plain(_ text: String) -> String {
    isUnicode ? text : text.replacing("−", with: "-").replacing("—", with: "-")
  }

  /// Returns a bar within `room` cells that begins at their left or their right end.
  ///
  /// - Parameters:
  ///   - length: how long the bar is, in cells; what is more than the room is cut off.
  ///   - color: the index of a colour from 16 to 255, or nil for none. Without one, bars to the
  ///     left have half cells, because no character fills the right eighths of a cell.
  func bar(_ length: Double, room: Int, direction: Direction, color: Int?) -> String {
    guard room > 0 else { return "" }
    let length = min(max(length.finiteOrZero, 0), Double(room))
    let bar: (text: String, cells: Int)
    if !isUnicode {
      let cells = Int(length.rounded())
      bar = (String(repeating: "#", count: cells), cells)
    } else if direction == .right {
      bar = Self.rightward(eighths: Int((length * 8).rounded()))
    } else {
      bar = Self.leftward(length, isInverted: color != nil)
    }
    let space = String(repeating: " ", count: room - bar.cells)
    let text =
      bar.cells == 0 ? "" : color.map { "\u{1b}[38;5;\($0)m\(bar.text)\u{1b}[0m" } ?? bar.text
    return direction == .right ? text + space : space + text
  }

  private static func rightward(eighths: Int) -> (text: String, cells: Int) {
    let (full, rest) = eighths.quotientAndRemainder(dividingBy: 8)
    return (String(repeating: "█", count: full) + leftBlocks[rest], full + (rest > 0 ? 1 : 0))
  }

  /// A cell that is filled on the right is one that is filled on the left, with colours exchanged.
  private static func leftward(_ length: Double, isInverted: Bool) -> (text: String, cells: Int) {
    let parts = isInverted ? 8 : 2
    let (full, rest) = Int((length * Double(parts)).rounded())
      .quotientAndRemainder(dividingBy: parts)
    let blocks = String(repeating: "█", count: full)
    guard rest > 0 else { return (blocks, full) }
    let part = isInverted ? "\u{1b}[7m\(leftBlocks[8 - rest])\u{1b}[27m" : "▐"
    return (part + blocks, full + 1)
  }
}
