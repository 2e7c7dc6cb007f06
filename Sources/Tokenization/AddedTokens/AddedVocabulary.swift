/// The tokens that are found before the model sees a text.
struct AddedVocabulary: Sendable {
  private(set) var tokens: [AddedToken] = []
  /// Places in `tokens` by what is looked for in the original text, and in the normalized one.
  private var verbatim = Finder()
  private var normalized = Finder()
  private var places = IntegerTable()

  /// Text that leads to places in `tokens`.
  private struct Finder: Sendable {
    var trie = PrefixTrie()
    var isEmpty = true
    /// Which bytes anything begins with.
    var begins = [Bool](repeating: false, count: 256)

    /// Adds a text; of two that are equal, the first is found.
    mutating func add(_ text: [UInt8], _ place: Int) {
      guard let first = text.first, trie.value(of: text) == nil else { return }
      trie.set(text, to: Int32(place))
      begins[Int(first)] = true
      isEmpty = false
    }
  }

  /// Makes a vocabulary; `normalizers` are applied to the tokens that are looked for in normalized
  /// text.
  init(_ added: [AddedToken], normalizers: [any Normalizer]) throws(TokenizationError) {
    tokens = added.filter(\.isSpecial) + added.filter { !$0.isSpecial }
    for (place, token) in tokens.enumerated() {
      places.set(UInt64(token.identifier), to: UInt64(place))
      guard token.isNormalized else {
        verbatim.add(Array(token.content.utf8), place)
        continue
      }
      var text = AlignedText(Array(token.content.utf8))
      for normalizer in normalizers { try normalizer.normalize(&text) }
      normalized.add(text.pieces.flatMap { text.bytes[$0.lower..<$0.upper] }, place)
    }
  }

  /// The added token of a number.
  func token(_ identifier: Int32) -> AddedToken? {
    places[UInt64(identifier)].map { tokens[Int($0)] }
  }

  /// The number of an added token.
  func identifier(of content: String) -> Int32? {
    tokens.first { $0.content.utf8.elementsEqual(content.utf8) }?.identifier
  }

  /// Makes pieces of the tokens that are looked for in the original text.
  func extractVerbatim(from text: inout AlignedText) { extract(verbatim, from: &text) }

  /// Makes pieces of the tokens that are looked for in the normalized text.
  func extractNormalized(from text: inout AlignedText) { extract(normalized, from: &text) }

  private func extract(_ finder: Finder, from text: inout AlignedText) {
    if finder.isEmpty { return }
    text.split { text, piece, parts in
      var done = piece.lower
      var index = piece.lower
      while index < piece.upper {
        guard finder.begins[Int(text.bytes[index])],
          let (place, end) = Self.longest(finder.trie, text.bytes, index..<piece.upper)
        else {
          index += 1
          continue
        }
        append(tokens[place], text.bytes, index..<end, of: piece, &done, &parts)
        index = max(end, done)
      }
      if done < piece.upper { parts.append(Piece(lower: done, upper: piece.upper)) }
    }
  }

  private static func longest(
    _ trie: PrefixTrie, _ bytes: [UInt8], _ range: Range<Int>
  ) -> (Int, Int)? {
    var node = PrefixTrie.root
    var found: (Int, Int)?
    for index in range {
      guard let next = trie.child(of: node, bytes[index]) else { break }
      node = next
      if let place = trie.value(at: node) { found = (Int(place), index + 1) }
    }
    return found
  }

  /// Appends a token that was found, and what is before it; `done` is how far pieces go already.
  private func append(
    _ token: AddedToken, _ bytes: [UInt8], _ found: Range<Int>, of piece: Piece,
    _ done: inout Int, _ parts: inout [Piece]
  ) {
    var lower = found.lowerBound
    var upper = found.upperBound
    if token.isSingleWord, Self.touchesWord(bytes, found, of: piece) { return }
    if token.stripsLeft {
      while lower > done, let length = Self.space(bytes, endingAt: lower, after: done) {
        lower -= length
      }
    }
    if token.stripsRight {
      while upper < piece.upper, let length = Self.space(bytes, at: upper) { upper += length }
    }
    lower = max(lower, done)
    guard lower < upper else { return }
    if done < lower { parts.append(Piece(lower: done, upper: lower)) }
    parts.append(Piece(lower: lower, upper: upper, added: token.identifier))
    done = upper
  }

  private static func touchesWord(
    _ bytes: [UInt8], _ found: Range<Int>, of piece: Piece
  ) -> Bool {
    var before = found.lowerBound - 1
    while before > piece.lower, UTF8Scalar.isContinuation(bytes[before]) { before -= 1 }
    return before >= piece.lower && isWord(bytes, before)
      || found.upperBound < piece.upper && isWord(bytes, found.upperBound)
  }

  private static func isWord(_ bytes: [UInt8], _ index: Int) -> Bool {
    ScalarFlags.of(UTF8Scalar.decode(bytes, at: index).value).contains(.word)
  }

  /// Returns how many bytes the white space at an index has, if there is any.
  private static func space(_ bytes: [UInt8], at index: Int) -> Int? {
    let (value, length) = UTF8Scalar.decode(bytes, at: index)
    return ScalarFlags.of(value).contains(.whitespace) ? length : nil
  }

  private static func space(_ bytes: [UInt8], endingAt end: Int, after limit: Int) -> Int? {
    var index = end - 1
    while index > limit, UTF8Scalar.isContinuation(bytes[index]) { index -= 1 }
    return space(bytes, at: index)
  }
}
