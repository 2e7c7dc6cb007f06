import Tokenization

/// The inputs of a network for texts.
public struct TextInputNames: Hashable, Sendable {
  /// What takes the numbers of the tokens.
  public let identifiers: String
  /// What takes the mask; nil for a network without.
  public let mask: String?
  /// What takes the segments; nil for a network without.
  public let segments: String?

  /// Makes names of what a network has.
  public init(identifiers: String, mask: String? = nil, segments: String? = nil) {
    self.identifiers = identifiers
    self.mask = mask
    self.segments = segments
  }
}

/// Brings texts to what a network reads: the numbers of tokens, a mask and segments.
public struct TextReader: Sendable {
  /// What the network is called in messages.
  public let network: String
  /// What turns texts into tokens; nil for a network that takes ready tokens alone.
  public let tokenizer: Tokenizer?
  /// Most tokens of a text, special ones among them; nil where nothing limits them.
  public let longest: Int?
  /// How many tokens the network reads, no more and no fewer; nil where it reads any number.
  public let fixedLength: Int?
  /// How many rows the network's embedding has; nil where that is unknown.
  public let vocabularyLimit: Int?
  /// The network's inputs.
  public let names: TextInputNames

  /// Makes a reader for a network.
  ///
  /// - Parameters:
  ///   - network: What it is called in messages.
  ///   - tokenizer: What turns texts into tokens; nil where there is none.
  ///   - longest: Most tokens that it reads. A tokenizer may say less.
  ///   - fixedLength: How many tokens it reads, if only so many.
  ///   - vocabularyLimit: How many rows its embedding has.
  ///   - names: Its inputs.
  /// - Throws: `TextError.vocabularyTooLarge`, where the tokenizer has tokens beyond the embedding.
  public init(
    network: String, tokenizer: Tokenizer?, longest: Int? = nil, fixedLength: Int? = nil,
    vocabularyLimit: Int? = nil, names: TextInputNames
  ) throws(TextError) {
    if let tokenizer, let vocabularyLimit, tokenizer.vocabularySize > vocabularyLimit {
      throw .vocabularyTooLarge(
        network: network, tokens: tokenizer.vocabularySize, rows: vocabularyLimit)
    }
    self.network = network
    self.tokenizer = tokenizer
    self.longest =
      [longest, fixedLength, tokenizer?.declaredMaximumLength].compactMap(\.self).min()
    self.fixedLength = fixedLength
    self.vocabularyLimit = vocabularyLimit
    self.names = names
  }

  /// Returns a text's tokens and words.
  ///
  /// A text with more than `longest` tokens is cut, with a warning; one with fewer than `fixedLength`
  /// is filled up with padding, which is masked where the network has a mask.
  ///
  /// - Throws: `TextError.noTokenizer` for a text without a tokenizer, `.untokenizable` where that
  ///   fails, `.tooManyTokens` for ready tokens beyond `longest`, `.noPadding` for too few where
  ///   nothing says what to fill up with, `.noEmbedding` for a token beyond the embedding, `.noTokens`
  ///   where only special ones are left.
  public func encode(_ entry: TextEntry) throws(TextError) -> TokenizedText {
    let text =
      switch entry.content {
      case .text(let text): try encode(text, at: entry.place)
      case .ids(let tokens): try encode(tokens, at: entry.place)
      }
    let rows = vocabularyLimit ?? .max
    if let index = text.identifiers.firstIndex(where: { $0 < 0 || $0 >= rows }) {
      throw .noEmbedding(
        place: text.place, identifier: Int(text.identifiers[index]), index: index, rows: rows)
    }
    guard text.isSpecial.contains(false) else { throw .noTokens(place: text.place) }
    return try filledUp(text)
  }

  /// Returns what each of the network's inputs takes, by name.
  ///
  /// - Parameter identifiers: The numbers of the tokens; nil for those of the text.
  public func inputs(
    of text: TokenizedText, identifiers: [Int32]? = nil
  ) -> [String: [Int32]] {
    var inputs = [names.identifiers: identifiers ?? text.identifiers]
    if let name = names.mask { inputs[name] = text.mask }
    if let name = names.segments { inputs[name] = text.segments }
    return inputs
  }
}

// MARK: - Tokens

extension TextReader {
  private func encode(_ text: String, at place: String) throws(TextError) -> TokenizedText {
    guard let tokenizer else { throw .noTokenizer(place: place, network: network) }
    let encoding: Encoding
    do throws(TokenizationError) {
      encoding = try tokenizer.encode(
        text, maximumLength: longest, byteLimit: ReadingLimits.longestText)
    } catch {
      throw .untokenizable(place: place, error)
    }
    var warnings: [String] = []
    if encoding.cutTokens > 0, let longest {
      let all = encoding.tokens.count { $0.range != nil } + encoding.cutTokens
      warnings.append(
        "\(place): \(encoding.cutTokens) of \(all) tokens are cut off, \(network) reads at most "
          + "\(longest), special ones among them; split the text to have all explained")
    }
    return TokenizedText(
      original: text, place: place, identifiers: encoding.identifiers,
      mask: encoding.attentionMask, segments: encoding.typeIdentifiers,
      tokens: encoding.tokens.map(\.text),
      isSpecial: encoding.tokens.map { $0.range == nil || hasMeaning($0.identifier) },
      words: VisibleWords.words(
        of: text, tokens: encoding.tokens, isCut: encoding.cutTokens > 0),
      warnings: warnings)
  }

  private func encode(_ ready: ReadyTokens, at place: String) throws(TextError) -> TokenizedText {
    let count = ready.identifiers.count
    if let longest, count > longest {
      throw .tooManyTokens(place: place, tokens: count, limit: longest)
    }
    let mask = ready.mask ?? [Int32](repeating: 1, count: count)
    let tokens = ready.identifiers.indices.map { index in
      let identifier = Int(ready.identifiers[index])
      return ready.tokens?[index] ?? tokenizer?.text(of: identifier) ?? "\(identifier)"
    }
    let isSpecial = ready.identifiers.indices.map { index in
      mask[index] == 0 || hasMeaning(Int(ready.identifiers[index]))
        || tokenizer == nil && Self.usualSpecialTokens.contains(tokens[index])
    }
    let words = tokens.indices.filter { !isSpecial[$0] }
      .map { TextWord(text: tokens[$0], tokens: $0..<$0 + 1, range: nil) }
    return TokenizedText(
      original: nil, place: place, identifiers: ready.identifiers, mask: mask,
      segments: ready.segments ?? [Int32](repeating: 0, count: count), tokens: tokens,
      isSpecial: isSpecial, words: words, warnings: [])
  }

  /// Whether a token has a meaning of its own. One for the unknown stands for a word, unless it ends
  /// or begins texts as well, as GPT-2's.
  private func hasMeaning(_ identifier: Int) -> Bool {
    guard let tokenizer, tokenizer.isSpecial(identifier) else { return false }
    let special = tokenizer.specialTokens
    let others = [
      special.padding, special.mask, special.classification, special.separator, special.beginning,
      special.end,
    ]
    return identifier != special.unknown || others.contains(identifier)
  }

  /// What special tokens are called, for ready tokens that no tokenizer knows.
  private static let usualSpecialTokens: Set<String> = [
    "[CLS]", "[SEP]", "[PAD]", "[MASK]", "<s>", "</s>", "<pad>", "<mask>", "<cls>", "<sep>",
    "<bos>", "<eos>", "<|endoftext|>",
  ]
}

// MARK: - Words

extension TextReader {
  /// Returns the sum of each word's tokens.
  ///
  /// - Parameter perToken: One number for each token.
  public func perWord(_ perToken: [Double], of text: TokenizedText) -> [Double] {
    precondition(perToken.count == text.count, "one number for each token")
    return text.words.map { perToken[$0.tokens].reduce(0, +) }
  }

  /// Returns the text as consecutive pieces, words and what lies between them.
  ///
  /// Joined they are the original; of ready tokens they are what the tokens are called, with spaces
  /// between.
  public func pieces(of text: TokenizedText) -> [TextPiece] {
    guard let original = text.original else { return Self.readyPieces(text) }
    let bytes = Array(original.utf8)
    var pieces: [TextPiece] = []
    var end = 0
    func add(_ range: Range<Int>, _ word: Int?) {
      guard !range.isEmpty else { return }
      pieces.append(TextPiece(text: String(decoding: bytes[range], as: UTF8.self), word: word))
      end = range.upperBound
    }
    for (index, word) in text.words.enumerated() {
      guard let range = word.range else { continue }
      add(end..<range.lowerBound, nil)
      add(range, index)
    }
    add(end..<bytes.count, nil)
    return pieces
  }

  private static func readyPieces(_ text: TokenizedText) -> [TextPiece] {
    var words = [Int?](repeating: nil, count: text.count)
    for (index, word) in text.words.enumerated() { words[word.tokens.lowerBound] = index }
    var pieces: [TextPiece] = []
    for (index, token) in text.tokens.enumerated() {
      if index > 0 { pieces.append(TextPiece(text: " ", word: nil)) }
      pieces.append(TextPiece(text: token, word: words[index]))
    }
    return pieces
  }
}
