/// Pieces of word characters, and pieces of what is neither word character nor white space.
struct WordSplit: PreTokenizer {
  let findsWords = true

  func split(_ text: inout AlignedText) {
    text.split { text, piece, parts in
      var lower = piece.lower
      var former = Kind.space
      text.forEachScalar(in: piece) { value, index, _ in
        let flags = ScalarFlags.of(value)
        let kind: Kind =
          flags.contains(.word) ? .word : flags.contains(.whitespace) ? .space : .other
        guard kind != former else { return }
        if former != .space { parts.append(Piece(lower: lower, upper: index)) }
        lower = index
        former = kind
      }
      if former != .space { parts.append(Piece(lower: lower, upper: piece.upper)) }
    }
  }

  private enum Kind { case space, word, other }
}
