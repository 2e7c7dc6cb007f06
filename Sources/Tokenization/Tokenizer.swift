/// Turns texts into the tokens of a network.
///
/// Added tokens are found first, the rest is normalized, split into pieces, and the pieces are turned
/// into tokens by a model; at last special tokens are put round them. Same tokens and places as those
/// of Hugging Face's `tokenizers` from the same files.
public struct Tokenizer: Sendable {
  /// Longest text where nothing else is said, in bytes.
  public static let longestText = 1 << 23
  /// Longest text that normalizers may make of one, in bytes: those of real files make it three times
  /// as long at most. No longer one is tokenized.
  public static let longestNormalizedText = 1 << 25

  /// An end of a text.
  enum Side: String, Sendable {
    case left, right
  }

  let normalizers: [any Normalizer]
  let preTokenizer: (any PreTokenizer)?
  let model: any SubwordModel
  let postProcessors: [any PostProcessor]
  let added: AddedVocabulary
  /// Where tokens are cut off when there are too many.
  var cutSide = Side.right
  /// Where a text is filled up to a length.
  var paddedSide = Side.right

  /// The numbers of the tokens with a meaning of their own.
  public internal(set) var specialTokens: SpecialTokens
  /// The longest text in tokens, special ones included, that the network was made for, where the
  /// tokenizer's files say so.
  public internal(set) var declaredMaximumLength: Int?
}

extension Tokenizer {
  /// The largest number of a token, plus one: how many rows an embedding must have.
  public var vocabularySize: Int {
    let others = added.tokens.map(\.identifier) + postProcessors.flatMap(\.identifiers)
    return max(model.vocabulary.largestIdentifier, Int(others.max() ?? -1)) + 1
  }

  /// Whether a text is filled up to a length at its start, not at its end.
  public var padsAtStart: Bool { paddedSide == .left }

  /// How many special tokens are put round a text.
  public var surroundingTokens: Int { postProcessors.reduce(0) { $0 + $1.identifiers.count } }

  /// Returns the text of a token, if there is such a token.
  public func text(of identifier: Int) -> String? {
    guard let number = Int32(exactly: identifier), number >= 0 else { return nil }
    return added.token(number)?.content ?? model.vocabulary.text(of: identifier)
  }

  /// Returns the number of a token, if there is such a token.
  public func identifier(of text: String) -> Int? {
    (added.identifier(of: text) ?? model.vocabulary.identifier(of: text)).map(Int.init)
  }

  /// Whether a token has a meaning of its own rather than being text.
  public func isSpecial(_ identifier: Int) -> Bool {
    Int32(exactly: identifier).flatMap { $0 < 0 ? nil : added.token($0) }?.isSpecial ?? false
  }

  /// Returns the tokens of a text, with special tokens round them.
  ///
  /// With a `maximumLength`, as many tokens of the text as are too many are cut off, at its end unless
  /// the tokenizer's files say otherwise; special tokens are kept.
  public func encode(
    _ text: String, maximumLength: Int? = nil, byteLimit: Int = Tokenizer.longestText
  ) throws(TokenizationError) -> Encoding {
    let bytes = Array(text.utf8)
    guard bytes.count <= byteLimit else {
      throw .textTooLong(bytes: bytes.count, limit: byteLimit)
    }
    var drafts = try self.drafts(bytes)
    let cut = try cut(&drafts, to: maximumLength)
    let source = TokenSource(bytes: bytes, vocabulary: model.vocabulary, added: added)
    for processor in postProcessors { processor.process(&drafts, source) }
    return Encoding(
      tokens: drafts.map(token), typeIdentifiers: drafts.map(\.type), cutTokens: cut)
  }

  /// Refuses a text that a normalizer has made, or is about to make, too long.
  static func checkNormalized(bytes: Int) throws(TokenizationError) {
    guard bytes <= longestNormalizedText else {
      throw .normalizedTextTooLong(limit: longestNormalizedText)
    }
  }

  /// Returns the tokens of a text, with their places in it and their words.
  private func drafts(_ bytes: [UInt8]) throws(TokenizationError) -> [DraftToken] {
    var text = AlignedText(bytes)
    added.extractVerbatim(from: &text)
    for normalizer in normalizers {
      try normalizer.normalize(&text)
      try Self.checkNormalized(bytes: text.bytes.count)
    }
    added.extractNormalized(from: &text)
    try preTokenizer?.split(&text)
    var sink = TokenSink()
    for (index, piece) in text.pieces.enumerated() {
      sink.piece = Int32(index)
      if piece.isOpen {
        try model.tokenize(text.bytes, piece.lower..<piece.upper, into: &sink)
      } else {
        sink.append(piece.added, piece.lower, piece.upper)
      }
    }
    var drafts = sink.tokens
    for index in drafts.indices where drafts[index].lower < drafts[index].upper {
      let last = Int(drafts[index].upper) - 1
      drafts[index].lower = text.start(at: Int(drafts[index].lower))
      drafts[index].upper = max(text.end(at: last), drafts[index].lower)
    }
    if preTokenizer?.findsWords != true { WordFinder.separate(&drafts, bytes) }
    return drafts
  }

  private func cut(
    _ drafts: inout [DraftToken], to maximum: Int?
  ) throws(TokenizationError) -> Int {
    guard let maximum else { return 0 }
    guard maximum >= surroundingTokens else {
      throw .maximumLengthTooSmall(maximum: maximum, specialTokens: surroundingTokens)
    }
    let excess = max(0, drafts.count - (maximum - surroundingTokens))
    switch cutSide {
    case .left: drafts.removeFirst(excess)
    case .right: drafts.removeLast(excess)
    }
    return excess
  }

  private func token(_ draft: DraftToken) -> Token {
    let isInText = draft.piece >= 0
    let added = added.token(draft.identifier)
    return Token(
      identifier: Int(draft.identifier),
      text: added?.content ?? model.vocabulary.text(of: Int(draft.identifier)) ?? "",
      range: isInText ? Int(draft.lower)..<Int(draft.upper) : nil,
      word: isInText ? Int(draft.piece) : nil,
      isSpecial: !isInText || added?.isSpecial ?? false)
  }
}
