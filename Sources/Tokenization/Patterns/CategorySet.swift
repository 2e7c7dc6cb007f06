/// A set of Unicode's general categories (Unicode 16, as in the reference's regular expressions).
struct CategorySet: OptionSet, Sendable {
  let rawValue: UInt32

  private static let categories: [(name: String, category: Unicode.GeneralCategory)] = [
    ("Lu", .uppercaseLetter), ("Ll", .lowercaseLetter), ("Lt", .titlecaseLetter),
    ("Lm", .modifierLetter), ("Lo", .otherLetter), ("Mn", .nonspacingMark),
    ("Mc", .spacingMark), ("Me", .enclosingMark), ("Nd", .decimalNumber), ("Nl", .letterNumber),
    ("No", .otherNumber), ("Pc", .connectorPunctuation), ("Pd", .dashPunctuation),
    ("Ps", .openPunctuation), ("Pe", .closePunctuation), ("Pi", .initialPunctuation),
    ("Pf", .finalPunctuation), ("Po", .otherPunctuation), ("Sm", .mathSymbol),
    ("Sc", .currencySymbol), ("Sk", .modifierSymbol), ("So", .otherSymbol),
    ("Zs", .spaceSeparator), ("Zl", .lineSeparator), ("Zp", .paragraphSeparator),
    ("Cc", .control), ("Cf", .format), ("Cs", .surrogate), ("Co", .privateUse),
    ("Cn", .unassigned),
  ]

  private static let longNames: [String: String] = [
    "Letter": "L", "Mark": "M", "Number": "N", "Punctuation": "P", "Symbol": "S",
    "Separator": "Z", "Other": "C", "Uppercase_Letter": "Lu", "Lowercase_Letter": "Ll",
    "Decimal_Number": "Nd",
  ]

  /// Returns the categories of a name: `Lu`, or `L` for all of letters, or `Letter`.
  static func named(_ name: String) -> CategorySet? {
    let short = longNames[name] ?? name
    var set: CategorySet = []
    for (index, entry) in categories.enumerated() where entry.name.hasPrefix(short) {
      set.insert(CategorySet(rawValue: 1 << UInt32(index)))
    }
    return short.isEmpty || set.isEmpty ? nil : set
  }

  /// The sets of the scalars below 2¹⁶, each of one category.
  private static let table: [CategorySet] = {
    (0..<0x10000).map { computed(UInt32($0)) }
  }()

  /// What no character has been given to.
  static let unassigned = CategorySet(rawValue: 1 << 29)

  /// Returns the set of a scalar's own category.
  @inline(__always) static func of(_ value: UInt32) -> CategorySet {
    value < 0x10000 ? table[Int(value)] : computed(value)
  }

  private static func computed(_ value: UInt32) -> CategorySet {
    guard let properties = Unicode.Scalar(value)?.properties,
      (properties.age?.major ?? Int.max) <= 16 || properties.generalCategory == .privateUse,
      let index = categories.firstIndex(where: { $0.category == properties.generalCategory })
    else { return unassigned }
    return CategorySet(rawValue: 1 << UInt32(index))
  }
}
