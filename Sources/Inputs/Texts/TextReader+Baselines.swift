import Tokenization

extension TextReader {
  /// Returns the numbers of the tokens of a baseline: every token that is not special becomes one
  /// that stands for nothing. Nil for zero, which is none of a vocabulary: there the embedding of
  /// `replacedPlaces` is zeros.
  ///
  /// - Throws: `TextError.badBaseline` for one of pictures or rows, `.noBaselineTokenizer` without a
  ///   tokenizer, `.noBaselineToken` where the tokenizer has no such token.
  public func baseline(
    _ baseline: Baseline, of text: TokenizedText
  ) throws(TextError) -> [Int32]? {
    if baseline == .zero { return nil }
    guard let role = Self.roles.first(where: { $0.baseline == baseline }) else {
      throw .badBaseline(text: baseline.description, expected: Baseline.textsText)
    }
    guard let tokenizer else { throw .noBaselineTokenizer(baseline: baseline.description) }
    guard let token = role.token(tokenizer.specialTokens) else {
      throw .noBaselineToken(
        baseline: baseline.description, others: (possibleBaselines + [.zero]).map(\.description))
    }
    return zip(text.identifiers, replacedPlaces(of: text)).map { $1 ? Int32(token) : $0 }
  }

  /// Baselines of tokens that the tokenizer has; none without one.
  public var possibleBaselines: [Baseline] {
    guard let tokenizer else { return [] }
    return Self.roles.filter { $0.token(tokenizer.specialTokens) != nil }.map(\.baseline)
  }

  /// Whether a baseline has something else in the place of each token: not of special ones.
  public func replacedPlaces(of text: TokenizedText) -> [Bool] { text.isSpecial.map { !$0 } }

  /// Which token each baseline takes.
  private static let roles: [(baseline: Baseline, token: @Sendable (SpecialTokens) -> Int?)] = [
    (.pad, { $0.padding }), (.mask, { $0.mask }), (.unknown, { $0.unknown }),
  ]
}
