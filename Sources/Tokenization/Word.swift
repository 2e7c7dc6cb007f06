/// A word of a text, and the tokens that it became.
public struct Word: Equatable, Sendable {
  /// The places of its tokens in the encoding.
  public let tokens: Range<Int>
  /// Which bytes of the text, as UTF-8, its tokens stand for together.
  public let range: Range<Int>
}

extension Encoding {
  /// The words, from left to right; a special token within the text is a word of its own, those round
  /// it are in none.
  public var words: [Word] {
    var words: [Word] = []
    var former: Int?
    for (index, token) in tokens.enumerated() {
      defer { former = token.word }
      guard let range = token.range else { continue }
      if let last = words.last, token.word == former {
        words[words.count - 1] = Word(
          tokens: last.tokens.lowerBound..<index + 1,
          range: min(
            last.range.lowerBound, range.lowerBound)..<max(last.range.upperBound, range.upperBound))
      } else {
        words.append(Word(tokens: index..<index + 1, range: range))
      }
    }
    return words
  }
}
