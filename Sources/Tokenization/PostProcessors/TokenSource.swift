/// What tokens were made of.
struct TokenSource {
  /// The original text.
  let bytes: [UInt8]
  let vocabulary: Vocabulary
  let added: AddedVocabulary

  /// The text of a token as it was found: of an added one with the white space that it took.
  func spelling(of token: DraftToken) -> String {
    if added.token(token.identifier) != nil {
      return String(
        decoding: bytes[Int(token.lower)..<max(Int(token.lower), Int(token.upper))],
        as: UTF8.self)
    }
    return vocabulary.text(of: Int(token.identifier)) ?? ""
  }
}
