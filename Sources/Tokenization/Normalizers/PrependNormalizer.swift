/// Puts a text before what is not empty.
struct PrependNormalizer: Normalizer {
  let prefix: String

  func normalize(_ text: inout AlignedText) {
    text.rewrite { text, piece, result in
      let start = text.start(at: piece.lower)
      let end = text.end(at: piece.lower)
      for scalar in prefix.unicodeScalars { result.append(scalar.value, start, end) }
      result.append(text, piece.lower..<piece.upper)
    }
  }
}
