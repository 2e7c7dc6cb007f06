/// Reads the post-processors of a `tokenizer.json`.
enum PostProcessorReader {
  /// Returns the steps that a `post_processor` means.
  static func read(
    _ field: Field, depth: Int = 0
  ) throws(TokenizationError) -> [any PostProcessor] {
    if field.isNull { return [] }
    guard depth < 16 else { throw field.wrong("less nesting") }
    let type = try field["type"].string()
    switch type {
    case "Sequence":
      try field.expectKeys(["processors"])
      var steps: [any PostProcessor] = []
      for part in try field["processors"].elements() {
        steps += try read(part, depth: depth + 1)
      }
      return steps
    case "BertProcessing":
      try field.expectKeys(["sep", "cls"])
      return [try surrounding(field)]
    case "RobertaProcessing":
      try field.expectKeys(["sep", "cls", "trim_offsets", "add_prefix_space"])
      return try trimming(field) + [surrounding(field)]
    case "ByteLevel":
      try field.expectKeys(["add_prefix_space", "trim_offsets", "use_regex"])
      return try trimming(field)
    case "TemplateProcessing":
      try field.expectKeys(["single", "pair", "special_tokens"])
      return [try template(field)]
    default: throw field.unsupported("post-processor \"\(type)\"")
    }
  }

  private static func trimming(_ field: Field) throws(TokenizationError) -> [any PostProcessor] {
    guard try field["trim_offsets"].boolean(default: true) else { return [] }
    return [
      OffsetTrimming(addsPrefixSpace: try field["add_prefix_space"].boolean(default: true))
    ]
  }

  private static func surrounding(_ field: Field) throws(TokenizationError) -> any PostProcessor {
    Template(before: try identifier(field["cls"]), after: try identifier(field["sep"]))
  }

  /// Reads a token and its number.
  private static func identifier(_ field: Field) throws(TokenizationError) -> Int32 {
    let pair = try field.elements()
    guard pair.count == 2 else { throw field.wrong("a token and its id") }
    return Int32(try pair[1].count())
  }

  /// Reads a template for one text; one for two texts is not needed.
  private static func template(_ field: Field) throws(TokenizationError) -> any PostProcessor {
    let specials = field["special_tokens"]
    var parts: [Template.Part] = []
    var sequences = 0
    for part in try field["single"].elements() {
      try part.expectKeys(["SpecialToken", "Sequence"])
      let sequence = part["Sequence"]
      if !sequence.isNull {
        guard try sequence["id"].string() == "A" else { throw sequence.wrong("sequence A") }
        sequences += 1
        parts.append(.sequence(type: Int32(try sequence["type_id"].count())))
        continue
      }
      let special = part["SpecialToken"]
      let name = try special["id"].string()
      let type = Int32(try special["type_id"].count())
      for identifier in try specials[name]["ids"].elements() {
        parts.append(.special(Int32(try identifier.count()), type: type))
      }
    }
    guard sequences == 1 else { throw field["single"].wrong("sequence A once") }
    return Template(parts: parts)
  }
}
