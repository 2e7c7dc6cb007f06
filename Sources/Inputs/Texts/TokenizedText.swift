/// A text as the tokens that a network reads, and the words that people see in it.
///
/// `identifiers`, `mask`, `segments`, `tokens` and `isSpecial` have one entry for each token.
public struct TokenizedText: Hashable, Sendable {
  /// The text as it was given; nil for ready tokens.
  public let original: String?
  /// Where it stands, for messages.
  public let place: String
  /// The number of each token, an index into the network's embedding.
  public let identifiers: [Int32]
  /// 1 for each token that the network heeds, 0 for padding.
  public let mask: [Int32]
  /// The segment of each token.
  public let segments: [Int32]
  /// What each token is called in the vocabulary, such as `##ing` or `Ġthe`; its number where
  /// nothing says it.
  public let tokens: [String]
  /// Whether a token is none of the text: put round it, padding, or with a meaning of its own. Every
  /// baseline keeps these.
  public let isSpecial: [Bool]
  /// The words, from left to right. Every token that is not special is in exactly one.
  public let words: [TextWord]
  /// What was done that nobody asked for, one line each.
  public let warnings: [String]

  /// How many tokens the network reads, special ones among them.
  public var count: Int { identifiers.count }
}

/// A word as people see it, and the tokens that it became.
public struct TextWord: Hashable, Sendable {
  /// What stands in the original; of ready tokens, and of tokens that stand for nothing in the
  /// original, what they are called.
  public let text: String
  /// The places of its tokens.
  public let tokens: Range<Int>
  /// Which bytes of the original, as UTF-8, it is; nil where there is none.
  public let range: Range<Int>?
}

/// A part of a text, for showing it whole.
public struct TextPiece: Hashable, Sendable {
  /// What stands there.
  public let text: String
  /// The place of the word among the text's words; nil for what lies between words.
  public let word: Int?
}
