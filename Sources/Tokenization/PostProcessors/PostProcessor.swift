/// A step that completes the tokens of a text.
protocol PostProcessor: Sendable {
  /// The numbers of the tokens that it adds.
  var identifiers: [Int32] { get }

  /// Adds tokens, or corrects what they stand for.
  func process(_ tokens: inout [DraftToken], _ source: TokenSource)
}
