/// A token of a text.
public struct Token: Equatable, Sendable {
  /// Its number, an index into the network's embedding.
  public let identifier: Int
  /// Its text in the vocabulary, such as `##ing` or `Ġthe`.
  public let text: String
  /// Which bytes of the text, as UTF-8, it stands for; nothing for a token that was put beside the
  /// text. Several tokens may stand for the same bytes, and a token for none.
  public let range: Range<Int>?
  /// The number of the word that it belongs to, from zero; nothing for a token that was put beside
  /// the text. Numbers never fall, and may leave some out.
  public let word: Int?
  /// Whether it has a meaning of its own rather than being text.
  public let isSpecial: Bool
}

extension Token {
  /// Returns which characters of the text it stands for; of a character that begins or ends within
  /// the token's bytes, only as much as lies within.
  public func characters(in text: String) -> Range<String.Index>? {
    guard let range, range.upperBound <= text.utf8.count else { return nil }
    let lower = text.utf8.index(text.utf8.startIndex, offsetBy: range.lowerBound)
    return lower..<text.utf8.index(lower, offsetBy: range.count)
  }
}
