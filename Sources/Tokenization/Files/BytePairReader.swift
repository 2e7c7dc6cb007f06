/// Reads a model of merges from a `tokenizer.json`.
struct BytePairReader {
  let field: Field

  /// Returns the model.
  func model() throws(TokenizationError) -> BytePairModel {
    try field.expectKeys([
      "dropout", "vocab", "merges", "unk_token", "continuing_subword_prefix",
      "end_of_word_suffix", "fuse_unk", "byte_fallback", "ignore_merges",
    ])
    let dropout = field["dropout"]
    if !dropout.isNull, try dropout.number() != 0 {
      throw dropout.unsupported("leaving out merges by chance")
    }
    let vocabulary = try Vocabulary(field["vocab"])
    let prefix = Array((try field["continuing_subword_prefix"].optionalString() ?? "").utf8)
    let unknown = try field["unk_token"].optionalString() ?? ""
    let usesBytes = try field["byte_fallback"].boolean(default: false)
    let (merges, neighbours) = try merges(vocabulary, prefix: prefix)
    return BytePairModel(
      vocabulary: vocabulary, unknown: vocabulary.identifier(of: unknown),
      refusesUnknown: !unknown.isEmpty,
      merges: merges, prefix: prefix,
      suffix: Array((try field["end_of_word_suffix"].optionalString() ?? "").utf8),
      fusesUnknown: try field["fuse_unk"].boolean(default: false),
      ignoresMerges: try field["ignore_merges"].boolean(default: false),
      byteTokens: usesBytes ? ByteTokens(vocabulary) : nil, neighbours: neighbours)
  }

  /// Reads the merges: each is two tokens, in a list or with a space between.
  private func merges(
    _ vocabulary: Vocabulary, prefix: [UInt8]
  ) throws(TokenizationError) -> (IntegerTable, MergedNeighbours) {
    let list = field["merges"]
    guard case .array(let entries) = list.value else { throw list.wrong("a list of merges") }
    guard entries.count < Int(Int32.max) else { throw list.wrong("fewer merges") }
    var table = IntegerTable(capacity: entries.count)
    var neighbours = MergedNeighbours(capacity: 4096, prefix: prefix)
    for (rank, entry) in entries.enumerated() {
      guard let (first, second) = Self.pair(entry) else {
        if rank == 0, case .string(let line) = entry, line.hasPrefix("#version") { continue }
        throw wrong(rank, "two tokens", entry)
      }
      let whole = Array(first) + second.dropFirst(prefix.count)
      guard let left = vocabulary.identifier(of: first),
        let right = vocabulary.identifier(of: second),
        let result = vocabulary.identifier(of: whole)
      else { throw wrong(rank, "tokens of the vocabulary", entry) }
      table.set(MergeSpace.key(left, right), to: UInt64(rank) << 32 | UInt64(result))
      neighbours.add(whole)
    }
    return (table, neighbours)
  }

  private func wrong(_ rank: Int, _ expected: String, _ entry: JSONValue) -> TokenizationError {
    .badValue(
      file: field.file, key: "\(field.path).merges[\(rank)]", expected: expected,
      found: entry.summary)
  }

  private static func pair(
    _ entry: JSONValue
  ) -> (first: Substring.UTF8View, second: Substring.UTF8View)? {
    switch entry {
    case .array(let pair):
      guard pair.count == 2, case .string(let first) = pair[0], case .string(let second) = pair[1]
      else { return nil }
      return (first[...].utf8, second[...].utf8)
    case .string(let line):
      let view = line[...].utf8
      guard let space = view.firstIndex(of: 0x20) else { return nil }
      let rest = view[view.index(after: space)...]
      guard !rest.contains(0x20) else { return nil }
      return (Substring(view[..<space]).utf8, Substring(rest).utf8)
    default: return nil
    }
  }
}
