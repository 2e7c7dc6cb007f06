/// Chooses the tokens whose scores have the largest sum (sentencepiece's unigram model).
struct UnigramModel: SubwordModel {
  /// The best way to the end of some byte: the sum so far, and its last token.
  struct Path {
    var score: Double
    /// Where the last token begins, or −1 while there is no way.
    var start: Int32
    var identifier: Int32
  }

  /// How much worse than the worst token the unknown is.
  private static let penalty = 10.0

  let vocabulary: Vocabulary
  let unknown: Int32?
  private let scores: [Double]
  private let unknownScore: Double
  private let byteTokens: ByteTokens?

  init(vocabulary: Vocabulary, scores: [Double], unknown: Int32?, usesBytes: Bool) {
    self.vocabulary = vocabulary
    self.scores = scores
    self.unknown = unknown
    unknownScore = (scores.min() ?? 0) - Self.penalty
    byteTokens = usesBytes ? ByteTokens(vocabulary) : nil
  }

  func tokenize(
    _ bytes: [UInt8], _ piece: Range<Int>, into tokens: inout TokenSink
  ) throws(TokenizationError) {
    try findPaths(bytes, piece, &tokens.paths)
    try append(bytes, piece, to: &tokens)
  }

  /// Finds the best way to each byte, from left to right.
  private func findPaths(
    _ bytes: [UInt8], _ piece: Range<Int>, _ paths: inout [Path]
  ) throws(TokenizationError) {
    paths.removeAll(keepingCapacity: true)
    paths.append(Path(score: 0, start: 0, identifier: -1))
    for _ in piece { paths.append(Path(score: 0, start: -1, identifier: -1)) }
    var start = 0
    while start < piece.count {
      let soFar = paths[start].score
      let length = UTF8Scalar.length(first: bytes[piece.lowerBound + start])
      var hasSingle = false
      var node = PrefixTrie.root
      var end = start
      while end < piece.count,
        let next = vocabulary.trie.child(of: node, bytes[piece.lowerBound + end])
      {
        node = next
        end += 1
        guard let identifier = vocabulary.trie.value(at: node) else { continue }
        improve(&paths[end], soFar + scores[Int(identifier)], start, identifier)
        if end - start == length { hasSingle = true }
      }
      if !hasSingle {
        let range = piece.lowerBound + start..<min(piece.lowerBound + start + length, bytes.count)
        guard let unknown else { throw missing(bytes, range) }
        improve(&paths[min(start + length, piece.count)], soFar + unknownScore, start, unknown)
      }
      start += length
    }
  }

  @inline(__always) private func improve(
    _ path: inout Path, _ score: Double, _ start: Int, _ identifier: Int32
  ) {
    guard path.start < 0 || score > path.score else { return }
    path = Path(score: score, start: Int32(start), identifier: identifier)
  }

  /// Appends the tokens of the best way to the end; neighbouring unknowns become one.
  private func append(
    _ bytes: [UInt8], _ piece: Range<Int>, to tokens: inout TokenSink
  ) throws(TokenizationError) {
    let count = tokens.count
    var end = piece.count
    while end > 0 {
      let path = tokens.paths[end]
      var start = Int(path.start)
      guard start >= 0, start < end else { return tokens.cut(to: count) }
      if path.identifier == unknown {
        while start > 0, tokens.paths[start].identifier == unknown {
          start = Int(tokens.paths[start].start)
        }
        appendUnknown(bytes, piece.lowerBound + start..<piece.lowerBound + end, to: &tokens)
      } else {
        tokens.append(path.identifier, piece.lowerBound + start, piece.lowerBound + end)
      }
      end = start
    }
    tokens.reverse(from: count)
  }

  /// Appends what has no token as bytes where there are such tokens; from right to left.
  private func appendUnknown(
    _ bytes: [UInt8], _ range: Range<Int>, to tokens: inout TokenSink
  ) {
    if let identifier = vocabulary.identifier(of: bytes[range]) {
      tokens.append(identifier, range.lowerBound, range.upperBound)
    } else if let spelling = byteTokens?.spell(bytes[range]) {
      for identifier in spelling.reversed() {
        tokens.append(identifier, range.lowerBound, range.upperBound)
      }
    } else if let unknown {
      tokens.append(unknown, range.lowerBound, range.upperBound)
    }
  }
}
