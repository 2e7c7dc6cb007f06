/// Replaces characters by sentencepiece's rules.
///
/// A user-perceived character of less than six bytes that begins with something to be replaced is
/// replaced as a whole, marks and all, as in the reference; of others each scalar is looked up.
struct PrecompiledNormalizer: Normalizer {
  let map: CharacterMap
  /// Which ASCII scalars are replaced, so that others are passed quickly.
  private let isReplaced: [Bool]

  init(map: CharacterMap) {
    self.map = map
    isReplaced = (UInt8(0)..<128).map { map.replacement(of: [$0][...]) != nil }
  }

  func normalize(_ text: inout AlignedText) {
    text.rewrite { text, piece, result in
      var index = piece.lower
      while index < piece.upper {
        let stop = plainEnd(text, index, piece.upper)
        result.append(text, index..<stop)
        index = stop
        let end = Self.foreignEnd(text, index, piece.upper)
        replace(text, index..<end, &result)
        index = end
      }
    }
  }

  /// Returns the end of ASCII that is not replaced and that nothing is attached to.
  private func plainEnd(_ text: AlignedText, _ start: Int, _ limit: Int) -> Int {
    var index = start
    while index < limit, text.bytes[index] < 0x80, !isReplaced[Int(text.bytes[index])],
      text.bytes[index] != 0x0D, index + 1 == limit || text.bytes[index + 1] < 0x80
    {
      index += 1
    }
    return index
  }

  /// Returns the end of a stretch that begins and ends between user-perceived characters.
  private static func foreignEnd(_ text: AlignedText, _ start: Int, _ limit: Int) -> Int {
    var index = start
    while index < limit {
      let byte = text.bytes[index]
      // Nothing is attached to a printable character of ASCII that ASCII follows.
      let isPlain = byte >= 0x20 && byte < 0x7F
      if index > start, isPlain, index + 1 < limit, text.bytes[index + 1] < 0x80,
        text.bytes[index - 1] < 0x80
      {
        return index
      }
      index += 1
    }
    return limit
  }

  private func replace(_ text: AlignedText, _ range: Range<Int>, _ result: inout AlignedText) {
    var index = range.lowerBound
    for character in String(decoding: text.bytes[range], as: UTF8.self) {
      let end = index + character.utf8.count
      if end - index < 6, let new = map.replacement(of: text.bytes[index..<end]) {
        append(new, for: text, index..<end, &result)
      } else {
        replaceScalars(text, index..<end, &result)
      }
      index = end
    }
  }

  private func replaceScalars(
    _ text: AlignedText, _ range: Range<Int>, _ result: inout AlignedText
  ) {
    text.forEachScalar(in: Piece(lower: range.lowerBound, upper: range.upperBound)) {
      value, index, length in
      if let new = map.replacement(of: text.bytes[index..<index + length]) {
        append(new, for: text, index..<index + length, &result)
      } else {
        result.append(value, text.start(at: index), text.end(at: index))
      }
    }
  }

  /// Appends a replacement: its scalars stand for those of the replaced one by one, and what is left
  /// over for the last.
  private func append(
    _ new: ArraySlice<UInt8>, for text: AlignedText, _ range: Range<Int>,
    _ result: inout AlignedText
  ) {
    var index = range.lowerBound
    var last = index
    for scalar in String(decoding: new, as: UTF8.self).unicodeScalars {
      if index < range.upperBound {
        last = index
        index += UTF8Scalar.length(first: text.bytes[index])
      }
      result.append(scalar.value, text.start(at: last), text.end(at: last))
    }
  }
}
