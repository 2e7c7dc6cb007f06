/// Splits at what a pattern finds.
struct PatternSplit: PreTokenizer {
  let pattern: TextPattern
  let behaviour: SplitBehaviour
  /// Whether what is found is what remains, and the text is split at the rest.
  let isInverted: Bool

  let findsWords = true

  func split(_ text: inout AlignedText) throws(TokenizationError) {
    try text.split { (text, piece, parts) throws(TokenizationError) in
      let range = piece.lower..<piece.upper
      var stretches: [SplitBehaviour.Stretch] = []
      var index = range.lowerBound
      for match in try pattern.matches(in: text.bytes, range) {
        if index < match.lowerBound {
          stretches.append(.init(lower: index, upper: match.lowerBound, isMatch: isInverted))
        }
        stretches.append(
          .init(lower: match.lowerBound, upper: match.upperBound, isMatch: !isInverted))
        index = match.upperBound
      }
      if index < range.upperBound {
        stretches.append(.init(lower: index, upper: range.upperBound, isMatch: isInverted))
      }
      behaviour.append(stretches, to: &parts)
    }
  }
}
