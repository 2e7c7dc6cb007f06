/// Takes white space at the ends of tokens out of what they stand for.
struct OffsetTrimming: PostProcessor {
  /// Whether a space was put before the text, which is then not there to be taken away; several are
  /// the text's own.
  let addsPrefixSpace: Bool

  let identifiers: [Int32] = []

  func process(_ tokens: inout [DraftToken], _ source: TokenSource) {
    for index in tokens.indices where tokens[index].piece >= 0 {
      let spelling = source.spelling(of: tokens[index]).unicodeScalars
      var leading = spelling.prefix(while: Self.isSpace).count
      let trailing = spelling.reversed().prefix(while: Self.isSpace).count
      if leading == 1, addsPrefixSpace, index == 0 || tokens[index].lower == 0 { leading = 0 }
      for _ in 0..<leading where tokens[index].lower < tokens[index].upper {
        let first = source.bytes[Int(tokens[index].lower)]
        tokens[index].lower += Int32(UTF8Scalar.length(first: first))
      }
      for _ in 0..<trailing where tokens[index].upper > tokens[index].lower {
        tokens[index].upper -= 1
        while tokens[index].upper > tokens[index].lower,
          UTF8Scalar.isContinuation(source.bytes[Int(tokens[index].upper)])
        {
          tokens[index].upper -= 1
        }
      }
    }
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == ByteLetters.space || ScalarFlags.of(scalar.value).contains(.whitespace)
  }
}
