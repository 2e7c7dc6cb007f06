/// Reads the pre-tokenizers of a `tokenizer.json`.
enum PreTokenizerReader {
  /// Returns what a `pre_tokenizer` means, or nothing when there is none.
  static func read(
    _ field: Field, depth: Int = 0
  ) throws(TokenizationError) -> (any PreTokenizer)? {
    if field.isNull { return nil }
    guard depth < 16 else { throw field.wrong("less nesting") }
    let type = try field["type"].string()
    switch type {
    case "Sequence":
      try field.expectKeys(["pretokenizers"])
      var steps: [any PreTokenizer] = []
      for part in try field["pretokenizers"].elements() {
        if let step = try read(part, depth: depth + 1) { steps.append(step) }
      }
      return PreTokenizerSequence(steps: steps)
    case "BertPreTokenizer":
      try field.expectKeys([])
      return bert
    case "Whitespace":
      try field.expectKeys([])
      return WordSplit()
    case "WhitespaceSplit":
      try field.expectKeys([])
      return ScalarSplit(kind: .flag(.whitespace), behaviour: .removed)
    case "Punctuation": return try punctuation(field)
    case "Digits": return try digits(field)
    case "CharDelimiterSplit":
      try field.expectKeys(["delimiter"])
      let delimiter = try field["delimiter"].scalar()
      return ScalarSplit(kind: .scalar(delimiter.value), behaviour: .removed)
    case "ByteLevel": return try byteLevel(field)
    case "Metaspace": return try metaspace(field)
    case "Split": return try split(field)
    default: throw field.unsupported("pre-tokenizer \"\(type)\"")
    }
  }

  /// White space separates, and each punctuation mark is a piece.
  static let bert = PreTokenizerSequence(steps: [
    ScalarSplit(kind: .flag(.whitespace), behaviour: .removed),
    ScalarSplit(kind: .flag(.punctuation), behaviour: .isolated),
  ])

  private static func behaviour(
    _ field: Field, default preset: SplitBehaviour? = nil
  ) throws(TokenizationError) -> SplitBehaviour {
    if field.isNull, let preset { return preset }
    let name = try field.string()
    guard let behaviour = SplitBehaviour(rawValue: name) else {
      throw field.unsupported("behaviour \"\(name)\"")
    }
    return behaviour
  }

  private static func punctuation(_ field: Field) throws(TokenizationError) -> any PreTokenizer {
    try field.expectKeys(["behavior"])
    return ScalarSplit(
      kind: .flag(.punctuation),
      behaviour: try behaviour(field["behavior"], default: .isolated))
  }

  private static func digits(_ field: Field) throws(TokenizationError) -> any PreTokenizer {
    try field.expectKeys(["individual_digits"])
    let isEach = try field["individual_digits"].boolean(default: false)
    return ScalarSplit(kind: .flag(.numeric), behaviour: isEach ? .isolated : .contiguous)
  }

  private static func byteLevel(_ field: Field) throws(TokenizationError) -> any PreTokenizer {
    try field.expectKeys(["add_prefix_space", "trim_offsets", "use_regex"])
    let isSplit = try field["use_regex"].boolean(default: true)
    return ByteLevelSplit(
      addsPrefixSpace: try field["add_prefix_space"].boolean(default: true),
      pattern: isSplit ? try TextPattern.expression(ByteLevelSplit.expression, at: field) : nil)
  }

  /// Older files have `add_prefix_space` in place of `prepend_scheme`.
  private static func metaspace(_ field: Field) throws(TokenizationError) -> any PreTokenizer {
    try field.expectKeys([
      "replacement", "prepend_scheme", "add_prefix_space", "split", "str_rep",
    ])
    var prefix = MetaspaceSplit.Prefix.always
    let scheme = field["prepend_scheme"]
    if !scheme.isNull {
      guard let named = MetaspaceSplit.Prefix(rawValue: try scheme.string()) else {
        throw scheme.wrong("\"always\", \"first\" or \"never\"")
      }
      prefix = named
    } else if try !field["add_prefix_space"].boolean(default: true) {
      prefix = .never
    }
    return MetaspaceSplit(
      replacement: try field["replacement"].scalar(default: "\u{2581}").value, prefix: prefix,
      isSplit: try field["split"].boolean(default: true))
  }

  private static func split(_ field: Field) throws(TokenizationError) -> any PreTokenizer {
    try field.expectKeys(["pattern", "behavior", "invert"])
    return PatternSplit(
      pattern: try TextPattern(field["pattern"]), behaviour: try behaviour(field["behavior"]),
      isInverted: try field["invert"].boolean(default: false))
  }
}
