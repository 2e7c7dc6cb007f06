/// What files beside a `vocab.txt` say about it.
///
/// Unless they say otherwise, capitals stay capitals and accents stay, ideographs are tokens of their
/// own, and special tokens are called `[CLS]` and so on.
struct WordPieceSettings {
  /// The files; the first that has a setting wins.
  let files: [Field]

  /// Tokenizers that do the same as BERT's.
  private static let known: Set<String> = [
    "Bert", "DistilBert", "Electra", "MobileBert", "SqueezeBert", "ConvBert", "LayoutLM", "Lxmert",
    "RetriBert", "Splinter", "Funnel",
  ]

  private func setting(_ key: String) -> Field? {
    files.map { $0[key] }.first { !$0.isNull }
  }

  /// Refuses settings of a tokenizer that is not BERT's.
  func expectKnownClass() throws(TokenizationError) {
    if let field = setting("tokenizer_class") {
      let name = try field.string()
      let stem = name.replacing("TokenizerFast", with: "").replacing("Tokenizer", with: "")
      guard Self.known.contains(stem) else {
        throw field.unsupported("\(name) without tokenizer.json")
      }
    }
    if let field = setting("do_basic_tokenize"), try !field.boolean() {
      throw field.unsupported("splitting at white space alone")
    }
  }

  func normalizer() throws(TokenizationError) -> BertNormalizer {
    BertNormalizer(
      isCleaned: try setting("clean_text")?.boolean() ?? true,
      spacesIdeographs: try setting("tokenize_chinese_chars")?.boolean() ?? true,
      stripsAccents: try setting("strip_accents")?.boolean(),
      isLowercased: try setting("do_lower_case")?.boolean() ?? false)
  }

  /// Returns what a special token is called.
  func name(_ key: String) throws(TokenizationError) -> String {
    if let text = try setting(key)?.tokenText() { return text }
    return SpecialTokens.roles.first { $0.key == key }?.2.first ?? ""
  }

  /// Returns the tokens that are added by the settings, and those with a meaning of their own.
  func addedTokens(_ vocabulary: Vocabulary) throws(TokenizationError) -> [AddedToken] {
    var tokens: [AddedToken] = []
    if let decoder = setting("added_tokens_decoder") {
      var entries: [JSONValue] = []
      for (key, value) in try decoder.entries() {
        guard let identifier = Int(key), case .object(let parts) = value else {
          throw decoder.wrong("tokens by their ids")
        }
        entries.append(.object(parts + [("id", .integer(identifier))]))
      }
      tokens = try AddedTokenReader.read(
        Field(value: .array(entries), file: decoder.file, path: decoder.path),
        vocabulary: vocabulary)
    }
    for role in SpecialTokens.roles.prefix(5) {
      let name = try name(role.key)
      let isListed = tokens.contains { $0.content.utf8.elementsEqual(name.utf8) }
      if !isListed, let identifier = vocabulary.identifier(of: name) {
        tokens.append(AddedToken(content: name, identifier: identifier))
      }
    }
    return tokens
  }

  /// Returns what puts special tokens before and after a text.
  func template(_ vocabulary: Vocabulary) throws(TokenizationError) -> Template {
    let names = [try name("cls_token"), try name("sep_token")]
    guard let before = vocabulary.identifier(of: names[0]),
      let after = vocabulary.identifier(of: names[1])
    else {
      throw .badValue(
        file: "vocab.txt", key: "", expected: "\"\(names[0])\" and \"\(names[1])\"",
        found: "lines without them")
    }
    return Template(before: before, after: after)
  }
}
