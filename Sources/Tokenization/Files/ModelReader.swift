/// Reads the model of a `tokenizer.json`.
enum ModelReader {
  /// Returns what `model` means.
  static func read(_ field: Field) throws(TokenizationError) -> any SubwordModel {
    let type = try self.type(field)
    switch type {
    case "WordPiece": return try wordPiece(field)
    case "WordLevel": return try wordLevel(field)
    case "BPE": return try BytePairReader(field: field).model()
    case "Unigram": return try unigram(field)
    default: throw field.unsupported("model \"\(type)\"")
    }
  }

  /// Older files do not name the model's type.
  private static func type(_ field: Field) throws(TokenizationError) -> String {
    if let type = try field["type"].optionalString() { return type }
    if !field["merges"].isNull { return "BPE" }
    if case .array = field["vocab"].value { return "Unigram" }
    return field["max_input_chars_per_word"].isNull ? "WordLevel" : "WordPiece"
  }

  private static func wordPiece(_ field: Field) throws(TokenizationError) -> any SubwordModel {
    try field.expectKeys([
      "vocab", "unk_token", "continuing_subword_prefix", "max_input_chars_per_word",
    ])
    let longest = field["max_input_chars_per_word"]
    return WordPieceModel(
      vocabulary: try Vocabulary(field["vocab"]),
      unknown: try field["unk_token"].optionalString() ?? "[UNK]",
      prefix: try field["continuing_subword_prefix"].optionalString() ?? "##",
      longestWord: longest.isNull ? 100 : try longest.count())
  }

  private static func wordLevel(_ field: Field) throws(TokenizationError) -> any SubwordModel {
    try field.expectKeys(["vocab", "unk_token"])
    let vocabulary = try Vocabulary(field["vocab"])
    let unknown = try field["unk_token"].optionalString() ?? "<unk>"
    return WordLevelModel(vocabulary: vocabulary, unknown: vocabulary.identifier(of: unknown))
  }

  private static func unigram(_ field: Field) throws(TokenizationError) -> any SubwordModel {
    try field.expectKeys(["vocab", "unk_id", "byte_fallback"])
    let list = field["vocab"]
    guard case .array(let pieces) = list.value, !pieces.isEmpty else {
      throw list.wrong("a list of tokens and scores")
    }
    var vocabulary = Vocabulary(capacity: pieces.count)
    var scores: [Double] = []
    scores.reserveCapacity(pieces.count)
    for piece in pieces {
      guard case .array(let pair) = piece, pair.count == 2, case .string(let text) = pair[0],
        let score = number(pair[1])
      else {
        throw .badValue(
          file: list.file, key: "\(list.path)[\(scores.count)]", expected: "a token and its score",
          found: piece.summary)
      }
      try vocabulary.add(text, scores.count, at: list)
      scores.append(score)
    }
    let unknown = field["unk_id"].isNull ? nil : try field["unk_id"].count()
    if let unknown, unknown >= pieces.count {
      throw field["unk_id"].wrong("an id below \(pieces.count)")
    }
    return UnigramModel(
      vocabulary: vocabulary, scores: scores, unknown: unknown.map(Int32.init),
      usesBytes: try field["byte_fallback"].boolean(default: false))
  }

  private static func number(_ value: JSONValue) -> Double? {
    switch value {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
}
