/// A text as tokens, which a network takes.
public struct Encoding: Equatable, Sendable {
  /// The tokens, special ones among them.
  public let tokens: [Token]
  /// The segment of each token, as BERT's `token_type_ids`.
  public let typeIdentifiers: [Int32]
  /// How many tokens were cut off because the text was too long.
  public let cutTokens: Int
}

extension Encoding {
  /// The number of each token.
  public var identifiers: [Int32] { tokens.map { Int32($0.identifier) } }

  /// One for each token: nothing is padded.
  public var attentionMask: [Int32] { [Int32](repeating: 1, count: tokens.count) }
}
