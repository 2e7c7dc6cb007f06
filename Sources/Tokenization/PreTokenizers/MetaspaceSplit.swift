/// Writes spaces as `▁`, and splits before them, as sentencepiece does.
struct MetaspaceSplit: PreTokenizer {
  /// Which pieces get a `▁` at their start, unless they have one.
  enum Prefix: String, Sendable {
    case always, first, never
  }

  let replacement: UInt32
  let prefix: Prefix
  let isSplit: Bool

  var findsWords: Bool { isSplit }

  func split(_ text: inout AlignedText) {
    text.rewrite { text, piece, result in
      let first = UTF8Scalar.decode(text.bytes, at: piece.lower).value
      let start = text.start(at: piece.lower)
      let isWanted = prefix == .always || prefix == .first && start == 0
      if isWanted, first != 0x20, first != replacement {
        result.append(replacement, start, text.end(at: piece.lower))
      }
      text.forEachScalar(in: piece) { value, index, _ in
        result.append(
          value == 0x20 ? replacement : value, text.start(at: index), text.end(at: index))
      }
    }
    guard isSplit else { return }
    ScalarSplit(kind: .scalar(replacement), behaviour: .mergedWithNext).split(&text)
  }
}
