/// Each piece is one token.
struct WordLevelModel: SubwordModel {
  let vocabulary: Vocabulary
  let unknown: Int32?

  func tokenize(
    _ bytes: [UInt8], _ piece: Range<Int>, into tokens: inout TokenSink
  ) throws(TokenizationError) {
    guard let identifier = vocabulary.identifier(of: bytes[piece]) ?? unknown else {
      throw missing(bytes, piece)
    }
    tokens.append(identifier, piece.lowerBound, piece.upperBound)
  }
}
