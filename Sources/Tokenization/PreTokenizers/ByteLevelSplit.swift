/// Splits as GPT-2 does, and writes each byte as the letter that stands for it.
struct ByteLevelSplit: PreTokenizer {
  /// Whether a piece that does not begin with a space gets one.
  let addsPrefixSpace: Bool
  /// The pattern of GPT-2, or none where the text is only rewritten.
  let pattern: TextPattern?

  /// GPT-2's pattern: contractions, words, numbers, signs, and white space.
  static let expression =
    #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#

  var findsWords: Bool { pattern != nil }

  func split(_ text: inout AlignedText) throws(TokenizationError) {
    if addsPrefixSpace { addSpaces(to: &text) }
    if let pattern {
      try PatternSplit(pattern: pattern, behaviour: .isolated, isInverted: false).split(&text)
    }
    ByteLetters.spell(&text)
  }

  private func addSpaces(to text: inout AlignedText) {
    text.rewrite { text, piece, result in
      if text.bytes[piece.lower] != 0x20 {
        result.append(0x20, text.start(at: piece.lower), text.end(at: piece.lower))
      }
      result.append(text, piece.lower..<piece.upper)
    }
  }
}
