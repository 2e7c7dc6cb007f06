/// Reads the added tokens of a `tokenizer.json`.
enum AddedTokenReader {
  /// Returns the tokens; one that the model has, too, has the model's number.
  static func read(
    _ field: Field, vocabulary: Vocabulary
  ) throws(TokenizationError) -> [AddedToken] {
    if field.isNull { return [] }
    var tokens: [AddedToken] = []
    var known = Vocabulary()
    for entry in try field.elements() {
      try entry.expectKeys([
        "id", "content", "single_word", "lstrip", "rstrip", "normalized", "special",
      ])
      let content = try entry["content"].string()
      let declared = try entry["id"].count()
      if content.isEmpty { continue }
      let identifier = vocabulary.identifier(of: content) ?? Int32(declared)
      try known.add(content, Int(identifier), at: entry)
      if let other = vocabulary.text(of: Int(identifier)),
        !other.utf8.elementsEqual(content.utf8)
      {
        throw .duplicateIdentifier(
          file: field.file, identifier: Int(identifier), first: other, second: content)
      }
      let isSpecial = try entry["special"].boolean(default: false)
      tokens.append(
        AddedToken(
          content: content, identifier: identifier, isSpecial: isSpecial,
          isSingleWord: try entry["single_word"].boolean(default: false),
          stripsLeft: try entry["lstrip"].boolean(default: false),
          stripsRight: try entry["rstrip"].boolean(default: false),
          isNormalized: try entry["normalized"].boolean(default: !isSpecial)))
    }
    return tokens
  }
}
