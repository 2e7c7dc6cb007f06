/// Removes white space at the ends.
struct StripNormalizer: Normalizer {
  let isLeft: Bool
  let isRight: Bool

  func normalize(_ text: inout AlignedText) {
    text.split { text, piece, parts in
      var lower = piece.upper
      var upper = piece.lower
      text.forEachScalar(in: piece) { value, index, length in
        if ScalarFlags.of(value).contains(.whitespace) { return }
        lower = min(lower, index)
        upper = index + length
      }
      if !isLeft { lower = piece.lower }
      if !isRight { upper = piece.upper }
      if lower < upper { parts.append(Piece(lower: lower, upper: upper)) }
    }
  }
}
