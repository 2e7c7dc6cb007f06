/// What turns pieces of a text into tokens.
protocol SubwordModel: Sendable {
  /// The model's tokens.
  var vocabulary: Vocabulary { get }

  /// The number of the token for what has no other.
  var unknown: Int32? { get }

  /// Appends the tokens of a piece.
  func tokenize(
    _ bytes: [UInt8], _ piece: Range<Int>, into tokens: inout TokenSink
  ) throws(TokenizationError)
}

extension SubwordModel {
  /// Returns the refusal of a part of a text that has no token.
  func missing(_ bytes: [UInt8], _ range: Range<Int>) -> TokenizationError {
    .noUnknownToken(text: String(decoding: bytes[range].prefix(64), as: UTF8.self))
  }
}
