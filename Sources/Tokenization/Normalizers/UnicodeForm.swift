/// One of Unicode's normalization forms: NFC, NFD, NFKC or NFKD.
struct UnicodeForm: Normalizer {
  /// Whether what only looks different is made equal, too.
  let isCompatible: Bool
  /// Whether what was taken apart is put together again.
  let isComposed: Bool

  func normalize(_ text: inout AlignedText) {
    if text.isASCII { return }
    let tables = NormalizationTables.shared
    text.rewrite { text, piece, result in
      var run = NormalizationRun(tables: tables, isComposed: isComposed)
      var index = piece.lower
      while index < piece.upper {
        let end = plainEnd(text, index, piece.upper)
        if end > index {
          run.flush(to: &result)
          result.append(text, index..<end)
          index = end
          continue
        }
        let (value, length) = UTF8Scalar.decode(text.bytes, at: index)
        run.expect(text.start(at: index), text.end(at: index))
        var change = 0
        tables.decompose(value, isCompatible) {
          run.append($0, change, to: &result)
          change = 1
        }
        index += length
      }
      run.flush(to: &result)
    }
  }

  /// Returns the end of ASCII that nothing can be attached to.
  private func plainEnd(_ text: AlignedText, _ start: Int, _ limit: Int) -> Int {
    var index = start
    while index < limit, text.bytes[index] < 0x80 { index += 1 }
    return index == limit ? index : max(start, index - 1)
  }
}
