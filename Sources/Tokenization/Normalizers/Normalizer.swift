/// A step that changes a text before it is split.
protocol Normalizer: Sendable {
  /// Changes the open pieces of a text.
  func normalize(_ text: inout AlignedText) throws(TokenizationError)
}
