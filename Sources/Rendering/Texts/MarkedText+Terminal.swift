extension MarkedText {
  /// Returns the text for a terminal.
  ///
  /// With colours, words have a background from the palette of 256, and black letters, so that they
  /// can be read on light and on dark. Without, the strongest words are followed by their signed
  /// numbers in brackets: `great[+0.42]`.
  ///
  /// - Parameters:
  ///   - usesColor: whether control sequences may be written.
  ///   - numbered: how many words have numbers where there are no colours; of equally strong ones
  ///     the first.
  ///   - escaping: what makes a text from outside harmless in a terminal.
  public func terminalText(
    usesColor: Bool, numbered: Int = 8, escaping: (String) -> String
  ) -> String {
    let strongest = usesColor ? [] : strongest(numbered)
    var text = ""
    for (index, piece) in pieces.enumerated() {
      let isApart = piece.isSpecial || (index > 0 && pieces[index - 1].isSpecial)
      if isApart, let last = text.last, !last.isWhitespace,
        piece.text.first?.isWhitespace == false
      {
        text += " "
      }
      text += coded(piece, text: escaping(piece.text), usesColor: usesColor)
      if strongest.contains(index) {
        text += "[\(NumberLabel.signed((piece.attribution ?? 0).finiteOrZero))]"
      }
    }
    return text
  }

  private func strongest(_ count: Int) -> Set<Int> {
    let marked = pieces.indices.filter { pieces[$0].strength > 0 && !pieces[$0].isSpecial }
    let ranked = marked.sorted { first, second in
      let (one, other) = (pieces[first].strength, pieces[second].strength)
      return one == other ? first < second : one > other
    }
    return Set(ranked.prefix(max(count, 0)))
  }

  private func coded(_ piece: Piece, text: String, usesColor: Bool) -> String {
    guard usesColor, !text.isEmpty else { return text }
    let level = level(of: piece)
    if level == 0 { return piece.isSpecial ? "\u{1b}[2m\(text)\u{1b}[0m" : text }
    let palette = level > 0 ? Self.blues : Self.oranges
    let color = palette[(abs(level) - 1) * palette.count / Self.levelCount]
    return "\u{1b}[38;5;16;48;5;\(color)m\(text)\u{1b}[0m"
  }

  /// From pale to full; black letters have a contrast of at least 5 on all of them.
  private static let blues = [195, 153, 117, 75, 33]
  private static let oranges = [230, 223, 216, 209, 202]
}
