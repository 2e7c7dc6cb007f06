extension StringProtocol {
  /// Number of cells that the text takes in a terminal: two for East Asian characters and most emoji,
  /// none for marks that are put on others.
  package var displayWidth: Int { reduce(0) { $0 + $1.displayWidth } }

  /// Returns the text with its middle replaced by an ellipsis, so that it takes `columns` cells at
  /// most; the text itself if it does.
  package func cutInTheMiddle(columns: Int) -> String {
    guard displayWidth > columns else { return String(self) }
    guard columns > 1 else { return columns == 1 ? "…" : "" }
    let end = String(reversed()).leading(columns: (columns - 1) / 2)
    let start = leading(columns: columns - 1 - end.displayWidth)
    return start + "…" + String(end.reversed())
  }

  /// The first characters that fit into so many cells.
  package func leading(columns: Int) -> String {
    var width = 0
    return String(
      prefix {
        width += $0.displayWidth
        return width <= columns
      })
  }
}

extension String {
  /// The text with blanks before it, so that it takes so many cells.
  func padded(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - displayWidth)) + self
  }

  /// The text with blanks behind it, so that it takes so many cells.
  func filled(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - displayWidth))
  }
}

extension Character {
  /// Number of cells that the character takes.
  fileprivate var displayWidth: Int { unicodeScalars.map(\.displayWidth).max() ?? 0 }
}

extension Unicode.Scalar {
  /// Blocks whose characters are wide: Hangul Jamo; CJK radicals to Yi; Hangul; compatibility forms;
  /// full-width forms; and the ideographs beyond the basic plane.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff,
    0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6, 0x20000...0x3fffd,
  ]

  fileprivate var displayWidth: Int {
    if value < 0x300 { return 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default:
      let isWide = properties.isEmojiPresentation || Self.wide.contains { $0.contains(value) }
      return isWide ? 2 : 1
    }
  }
}
