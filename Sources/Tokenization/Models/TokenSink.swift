/// Where models put their tokens, with what they need again for each piece.
struct TokenSink {
  private(set) var tokens: [DraftToken] = []
  /// The number of the present piece.
  var piece: Int32 = 0
  /// What is merged, kept for its memory.
  var merging = MergeSpace()
  /// The best ways to each byte, kept for their memory.
  var paths: [UnigramModel.Path] = []

  /// How many tokens there are.
  var count: Int { tokens.count }

  @inline(__always) mutating func append(_ identifier: Int32, _ lower: Int, _ upper: Int) {
    tokens.append(
      DraftToken(
        identifier: identifier, lower: Int32(lower), upper: Int32(upper), piece: piece))
  }

  /// Removes all tokens but the first `count`.
  mutating func cut(to count: Int) { tokens.removeLast(tokens.count - count) }

  /// Turns round the order of all tokens but the first `count`.
  mutating func reverse(from count: Int) { tokens[count...].reverse() }
}
