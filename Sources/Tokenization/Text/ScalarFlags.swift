/// What components ask about a scalar, each with the Unicode version of the reference's tables, in
/// which later scalars are unassigned.
struct ScalarFlags: OptionSet, Sendable {
  let rawValue: UInt16

  /// White space.
  static let whitespace = ScalarFlags(rawValue: 1 << 0)
  /// A control, format or private character for BERT (Unicode 8).
  static let control = ScalarFlags(rawValue: 1 << 1)
  /// A mark without width for BERT (Unicode 8).
  static let nonspacingMark = ScalarFlags(rawValue: 1 << 2)
  /// A mark that is stripped as an accent (Unicode 9).
  static let mark = ScalarFlags(rawValue: 1 << 3)
  /// Punctuation (Unicode 8, and all of ASCII's).
  static let punctuation = ScalarFlags(rawValue: 1 << 4)
  /// A digit or another number.
  static let numeric = ScalarFlags(rawValue: 1 << 5)
  /// Part of a word, `\w` (Unicode 16).
  static let word = ScalarFlags(rawValue: 1 << 6)
  /// Takes part in normalization forms (Unicode 9).
  static let normalizable = ScalarFlags(rawValue: 1 << 7)

  /// The flags of the scalars below 2¹⁶.
  private static let table: [ScalarFlags] = (0..<0x10000).map { computed(UInt32($0)) }

  /// Returns what is known about a scalar.
  @inline(__always) static func of(_ value: UInt32) -> ScalarFlags {
    value < 0x10000 ? table[Int(value)] : computed(value)
  }

  private static func computed(_ value: UInt32) -> ScalarFlags {
    guard let scalar = Unicode.Scalar(value) else { return [] }
    let properties = scalar.properties
    let category = properties.generalCategory
    let age = properties.age.map { $0.major } ?? Int.max
    var flags: ScalarFlags = []
    if properties.isWhitespace { flags.insert(.whitespace) }
    if [.decimalNumber, .letterNumber, .otherNumber].contains(category) { flags.insert(.numeric) }
    if age <= 16, isWord(properties) { flags.insert(.word) }
    if age <= 9 {
      flags.insert(.normalizable)
      if isMark(category) || value == 0x1CF2 || value == 0x1CF3 { flags.insert(.mark) }
    }
    if age <= 8 { flags.formUnion(oldest(value, category)) }
    return flags
  }

  /// Returns the flags after Unicode 8; some scalars have got another category since.
  private static func oldest(
    _ value: UInt32, _ category: Unicode.GeneralCategory
  ) -> ScalarFlags {
    var flags: ScalarFlags = []
    let isLine = value == 0x09 || value == 0x0A || value == 0x0D
    if [.control, .format, .privateUse].contains(category), !isLine { flags.insert(.control) }
    if category == .nonspacingMark || value == 0x1734 || value == 0x1171E {
      flags.insert(.nonspacingMark)
    }
    let isSymbol = [.mathSymbol, .currencySymbol, .modifierSymbol].contains(category)
    if isPunctuation(category) || value < 0x80 && isSymbol || value == 0x166D || value == 0x111C9 {
      flags.insert(.punctuation)
    }
    return flags
  }

  private static func isMark(_ category: Unicode.GeneralCategory) -> Bool {
    [.nonspacingMark, .spacingMark, .enclosingMark].contains(category)
  }

  private static func isWord(_ properties: Unicode.Scalar.Properties) -> Bool {
    let category = properties.generalCategory
    return properties.isAlphabetic || properties.isJoinControl || isMark(category)
      || category == .decimalNumber || category == .connectorPunctuation
  }

  private static func isPunctuation(_ category: Unicode.GeneralCategory) -> Bool {
    switch category {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation:
      true
    default: false
    }
  }
}
