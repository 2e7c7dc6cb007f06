/// Merges neighbours, from single characters on, in the order in which pairs were learnt (byte-pair
/// encoding). With `<0x..>` tokens, characters without a token are spelt in bytes.
struct BytePairModel: SubwordModel {
  let vocabulary: Vocabulary
  let unknown: Int32?
  /// Whether the token for the unknown has a name but is not in the vocabulary.
  let refusesUnknown: Bool
  /// Rank and result of each pair of tokens.
  let merges: IntegerTable
  /// What comes before a symbol inside a word.
  let prefix: [UInt8]
  /// What comes after the last symbol of a word.
  let suffix: [UInt8]
  /// Whether neighbouring unknown characters are one token.
  let fusesUnknown: Bool
  /// Whether a piece that is a token is not taken apart.
  let ignoresMerges: Bool
  /// The tokens that stand for bytes, if they are used.
  let byteTokens: ByteTokens?
  /// Which characters stand side by side in tokens that merges make.
  let neighbours: MergedNeighbours

  func tokenize(
    _ bytes: [UInt8], _ piece: Range<Int>, into tokens: inout TokenSink
  ) throws(TokenizationError) {
    if ignoresMerges, let identifier = vocabulary.identifier(of: bytes[piece]) {
      return tokens.append(identifier, piece.lowerBound, piece.upperBound)
    }
    tokens.merging.clear()
    try addSymbols(bytes, piece, to: &tokens)
    merge(into: &tokens)
  }

  /// Merges the symbols so far, and appends what they become.
  private func merge(into tokens: inout TokenSink) {
    tokens.merging.merge(merges)
    for symbol in tokens.merging.symbols where symbol.identifier >= 0 {
      tokens.append(symbol.identifier, Int(symbol.lower), Int(symbol.upper))
    }
    tokens.merging.clear()
  }

  /// Adds the characters of a piece, and merges them wherever no merge can reach across.
  ///
  /// What has neither a token nor a spelling vanishes if there is no token for the unknown.
  private func addSymbols(
    _ bytes: [UInt8], _ piece: Range<Int>, to tokens: inout TokenSink
  ) throws(TokenizationError) {
    var pending: Range<Int>?
    var former: UInt32?
    var index = piece.lowerBound
    while index < piece.upperBound {
      let (value, length) = UTF8Scalar.decode(bytes, at: index)
      let end = min(index + length, piece.upperBound)
      if let identifier = symbol(bytes, index..<end, of: piece) {
        write(&pending, to: &tokens.merging)
        if let former, !neighbours.areMerged(former, value) { merge(into: &tokens) }
        tokens.merging.append(identifier, index, end)
        former = value
      } else {
        former = nil
        try addUnknown(bytes, index..<end, of: piece, &pending, to: &tokens.merging)
      }
      index = end
    }
    write(&pending, to: &tokens.merging)
  }

  private func addUnknown(
    _ bytes: [UInt8], _ range: Range<Int>, of piece: Range<Int>, _ pending: inout Range<Int>?,
    to space: inout MergeSpace
  ) throws(TokenizationError) {
    if let spelling = byteTokens?.spell(spelt(bytes, range, of: piece)[...]) {
      for (offset, identifier) in spelling.enumerated() {
        let lower = min(range.lowerBound + offset, range.upperBound)
        space.append(identifier, lower, min(lower + 1, range.upperBound))
      }
    } else if unknown != nil || refusesUnknown {
      guard unknown != nil else { throw missing(bytes, range) }
      if !fusesUnknown { write(&pending, to: &space) }
      pending = (pending?.lowerBound ?? range.lowerBound)..<range.upperBound
    }
  }

  private func write(_ pending: inout Range<Int>?, to space: inout MergeSpace) {
    if let range = pending, let unknown {
      space.append(unknown, range.lowerBound, range.upperBound)
    }
    pending = nil
  }

  /// Returns the token of a character, with what comes before it inside a word, and after it at the
  /// end.
  private func symbol(_ bytes: [UInt8], _ range: Range<Int>, of piece: Range<Int>) -> Int32? {
    let trie = vocabulary.trie
    var node = PrefixTrie.root
    if !prefix.isEmpty, range.lowerBound > piece.lowerBound {
      guard let next = trie.node(after: prefix) else { return nil }
      node = next
    }
    for index in range {
      guard let next = trie.child(of: node, bytes[index]) else { return nil }
      node = next
    }
    if !suffix.isEmpty, range.upperBound == piece.upperBound {
      guard let next = trie.node(after: suffix, from: node) else { return nil }
      node = next
    }
    return trie.value(at: node)
  }

  private func spelt(_ bytes: [UInt8], _ range: Range<Int>, of piece: Range<Int>) -> [UInt8] {
    (range.lowerBound > piece.lowerBound ? prefix : []) + bytes[range]
      + (range.upperBound == piece.upperBound ? suffix : [])
  }
}
