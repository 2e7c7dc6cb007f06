/// Replaces what a pattern finds by a text.
struct ReplaceNormalizer: Normalizer {
  let pattern: TextPattern
  let replacement: String

  func normalize(_ text: inout AlignedText) throws(TokenizationError) {
    var found: [[Range<Int>]] = []
    for piece in text.pieces where piece.isOpen {
      found.append(try pattern.matches(in: text.bytes, piece.lower..<piece.upper))
    }
    if found.allSatisfy(\.isEmpty) { return }
    let matches = found.reduce(0) { $0 + $1.count }
    let added = matches.multipliedReportingOverflow(by: replacement.utf8.count)
    try Tokenizer.checkNormalized(
      bytes: added.overflow ? .max : added.partialValue)
    let values = UTF8Scalar.values(replacement)
    var next = 0
    text.rewrite { text, piece, result in
      var index = piece.lower
      for match in found[next] {
        result.append(text, index..<match.lowerBound)
        // What is put in stands for the last scalar that is taken away.
        let last = max(match.upperBound - 1, 0)
        let isFirst = match.upperBound == 0
        let start = isFirst ? 0 : text.start(at: last)
        let end = isFirst ? 0 : text.end(at: last)
        for value in values { result.append(value, start, end) }
        index = match.upperBound
      }
      result.append(text, index..<piece.upper)
      next += 1
    }
  }
}
