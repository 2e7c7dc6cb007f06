/// A step that splits a text into pieces, which are tokenized one by one.
protocol PreTokenizer: Sendable {
  /// Whether its pieces are words; a token of another piece then belongs to another word.
  var findsWords: Bool { get }

  /// Splits, and perhaps rewrites, the open pieces of a text.
  func split(_ text: inout AlignedText) throws(TokenizationError)
}
