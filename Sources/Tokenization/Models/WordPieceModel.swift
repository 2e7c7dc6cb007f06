/// Takes the longest token that a word begins with, then the longest that its rest begins with
/// (BERT's WordPiece). A word for which that fails is unknown as a whole.
struct WordPieceModel: SubwordModel {
  let vocabulary: Vocabulary
  let unknown: Int32?
  /// Longest word, in Unicode scalars; longer ones are unknown.
  let longestWord: Int
  /// The node from which tokens inside words are found, if there are any.
  private let inside: Int?

  init(
    vocabulary: Vocabulary, unknown: String, prefix: String = "##", longestWord: Int = 100
  ) {
    self.vocabulary = vocabulary
    self.unknown = vocabulary.identifier(of: unknown)
    self.longestWord = longestWord
    inside = vocabulary.trie.node(after: prefix.utf8)
  }

  func tokenize(
    _ bytes: [UInt8], _ piece: Range<Int>, into tokens: inout TokenSink
  ) throws(TokenizationError) {
    let count = tokens.count
    var start = piece.lowerBound
    var isKnown = !isTooLong(bytes, piece)
    while isKnown, start < piece.upperBound {
      let node = start == piece.lowerBound ? PrefixTrie.root : inside
      if let node, let (identifier, end) = longest(bytes, start..<piece.upperBound, from: node) {
        tokens.append(identifier, start, end)
        start = end
      } else {
        isKnown = false
      }
    }
    if isKnown { return }
    tokens.cut(to: count)
    guard let unknown else { throw missing(bytes, piece) }
    tokens.append(unknown, piece.lowerBound, piece.upperBound)
  }

  private func isTooLong(_ bytes: [UInt8], _ piece: Range<Int>) -> Bool {
    guard piece.count > longestWord else { return false }
    let scalars = bytes[piece].reduce(0) { $0 + (UTF8Scalar.isContinuation($1) ? 0 : 1) }
    return scalars > longestWord
  }

  private func longest(
    _ bytes: [UInt8], _ range: Range<Int>, from start: Int
  ) -> (Int32, Int)? {
    var node = start
    var found: (Int32, Int)?
    for index in range {
      guard let next = vocabulary.trie.child(of: node, bytes[index]) else { break }
      node = next
      if let identifier = vocabulary.trie.value(at: node) { found = (identifier, index + 1) }
    }
    return found
  }
}
