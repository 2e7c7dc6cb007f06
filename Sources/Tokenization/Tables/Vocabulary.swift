/// The tokens of a model: texts and their numbers.
struct Vocabulary: Sendable {
  /// Longest text of a token, in bytes: with it, the time for a text is linear in its length.
  static let longestToken = 4096

  /// Most nodes of the tree of tokens, for the memory that it takes.
  static let mostNodes = 1 << 23

  private(set) var trie: PrefixTrie
  private(set) var largestIdentifier = -1
  /// The places in `texts` of the numbers.
  private var places: IntegerTable
  private var texts: [String] = []

  /// Makes an empty vocabulary with room for some tokens, but not for as many as a wild file promises.
  init(capacity: Int = 8) {
    let capacity = min(capacity, 1 << 18)
    trie = PrefixTrie(capacity: capacity * 4)
    places = IntegerTable(capacity: capacity)
    texts.reserveCapacity(capacity)
  }

  var isEmpty: Bool { texts.isEmpty }

  /// Adds a token; of two with the same text, the later one is found.
  mutating func add(
    _ text: String, _ identifier: Int, at field: Field
  ) throws(TokenizationError) {
    guard (0...Int(Int32.max)).contains(identifier) else {
      throw .badValue(
        file: field.file, key: field.path, expected: "ids from 0 to \(Int32.max)",
        found: "\(identifier) for \"\(text)\"")
    }
    guard text.utf8.count <= Self.longestToken else {
      throw .badValue(
        file: field.file, key: field.path,
        expected: "tokens of at most \(Self.longestToken) bytes",
        found: "one of \(text.utf8.count) with id \(identifier)")
    }
    if let place = places[UInt64(identifier)] {
      let first = texts[Int(place)]
      if first.utf8.elementsEqual(text.utf8) { return }
      throw .duplicateIdentifier(
        file: field.file, identifier: identifier, first: first, second: text)
    }
    guard trie.nodes + text.utf8.count <= Self.mostNodes else {
      throw .badValue(
        file: field.file, key: field.path, expected: "fewer tokens, or shorter ones",
        found: "more than \(texts.count)")
    }
    places.set(UInt64(identifier), to: UInt64(texts.count))
    texts.append(text)
    trie.set(text.utf8, to: Int32(identifier))
    largestIdentifier = max(largestIdentifier, identifier)
  }

  /// The number of a token.
  func identifier(of text: some Sequence<UInt8>) -> Int32? { trie.value(of: text) }

  /// The number of a token.
  func identifier(of text: String) -> Int32? { trie.value(of: text.utf8) }

  /// The text of a token.
  func text(of identifier: Int) -> String? {
    guard identifier >= 0 else { return nil }
    return places[UInt64(identifier)].map { texts[Int($0)] }
  }
}

extension Vocabulary {
  /// Reads an object of texts and numbers.
  init(_ field: Field) throws(TokenizationError) {
    let entries = try field.entries()
    self.init(capacity: entries.count)
    for (text, value) in entries {
      guard case .integer(let identifier) = value else {
        throw .badValue(
          file: field.file, key: field.path, expected: "a whole number for \"\(text)\"",
          found: value.summary)
      }
      try add(text, identifier, at: field)
    }
    guard !isEmpty else { throw field.wrong("at least one token") }
  }
}
