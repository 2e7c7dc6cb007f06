/// A set of Unicode scalars in a regular expression.
struct CharacterClass: Sendable {
  /// What is in a set.
  indirect enum Content: Sendable {
    case range(UInt32, UInt32)
    case category(CategorySet)
    case whitespace
    case word
    /// What `\w` is outside of brackets, where `²` and its like are part of a word.
    case looseWord
    case script(Script)
    case any
    case union([Content])
    case intersection([Content])
    case complement(Content)
  }

  private let content: Content
  /// Which scalars below 128 are in it.
  private let low: UInt64
  private let high: UInt64

  init(_ content: Content) {
    self.content = content
    func bits(_ from: UInt32) -> UInt64 {
      (0..<64).reduce(0) { Self.holds(content, from + UInt32($1)) ? $0 | 1 << UInt64($1) : $0 }
    }
    low = bits(0)
    high = bits(64)
  }

  /// Whether a scalar is in the set.
  @inline(__always) func contains(_ value: UInt32) -> Bool {
    if value < 64 { return low >> UInt64(value) & 1 == 1 }
    if value < 128 { return high >> UInt64(value - 64) & 1 == 1 }
    return Self.holds(content, value)
  }

  /// Whether a scalar is part of a word; joiners are not, unlike elsewhere.
  static func isWord(_ value: UInt32) -> Bool {
    ScalarFlags.of(value).contains(.word) && value != 0x200C && value != 0x200D
  }

  /// Whether a scalar is part of a word outside of brackets, as in Oniguruma.
  static func isLooseWord(_ value: UInt32) -> Bool {
    isWord(value) || [0xB2, 0xB3, 0xB9, 0xBC, 0xBD, 0xBE].contains(value)
  }

  private static func holds(_ content: Content, _ value: UInt32) -> Bool {
    switch content {
    case .range(let first, let last): first <= value && value <= last
    case .category(let set): set.contains(CategorySet.of(value))
    case .whitespace: ScalarFlags.of(value).contains(.whitespace)
    case .word: isWord(value)
    case .looseWord: isLooseWord(value)
    case .script(let script): script.contains(value)
    case .any: true
    case .union(let parts): parts.contains { holds($0, value) }
    case .intersection(let parts): parts.allSatisfy { holds($0, value) }
    case .complement(let part): !holds(part, value)
    }
  }
}

extension CharacterClass.Content {
  /// The set with all other spellings of its letters, where it is one scalar or a range of letters.
  var ignoringCase: Self {
    switch self {
    case .range(let first, let last) where last - first < 0x400:
      .union([self] + (first...last).flatMap(Self.variants).map { .range($0, $0) })
    case .union(let parts): .union(parts.map(\.ignoringCase))
    case .intersection(let parts): .intersection(parts.map(\.ignoringCase))
    case .complement(let part): .complement(part.ignoringCase)
    default: self
    }
  }

  /// Returns the single scalars that differ from a scalar by case only.
  private static func variants(_ value: UInt32) -> [UInt32] {
    guard let properties = Unicode.Scalar(value)?.properties else { return [] }
    let mapped = [properties.lowercaseMapping, properties.uppercaseMapping]
      .map { UTF8Scalar.values($0) }.filter { $0.count == 1 }.flatMap { $0 }
    let odd: [UInt32: UInt32] = [
      0x73: 0x17F, 0x53: 0x17F, 0x6B: 0x212A, 0x4B: 0x212A, 0xE5: 0x212B, 0xC5: 0x212B,
    ]
    return mapped + (odd[value].map { [$0] } ?? [])
  }
}
