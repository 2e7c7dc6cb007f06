import Foundation

/// Reads the normalizers of a `tokenizer.json`.
enum NormalizerReader {
  /// Returns the steps that a `normalizer` means.
  static func read(_ field: Field, depth: Int = 0) throws(TokenizationError) -> [any Normalizer] {
    if field.isNull { return [] }
    guard depth < 16 else { throw field.wrong("less nesting") }
    let type = try field["type"].string()
    switch type {
    case "Sequence":
      try field.expectKeys(["normalizers"])
      var steps: [any Normalizer] = []
      for part in try field["normalizers"].elements() {
        steps += try read(part, depth: depth + 1)
      }
      return steps
    case "BertNormalizer": return [try bert(field)]
    case "NFC": return [try form(field, isCompatible: false, isComposed: true)]
    case "NFD": return [try form(field, isCompatible: false, isComposed: false)]
    case "NFKC": return [try form(field, isCompatible: true, isComposed: true)]
    case "NFKD": return [try form(field, isCompatible: true, isComposed: false)]
    case "Lowercase": return [try scalar(field, .lowercase)]
    case "StripAccents": return [try scalar(field, .stripAccents)]
    case "Nmt": return [try scalar(field, .neuralTranslation)]
    case "ByteLevel": return [try scalar(field, .byteLevel)]
    case "Strip": return [try strip(field)]
    case "Replace": return [try replace(field)]
    case "Prepend":
      try field.expectKeys(["prepend"])
      return [PrependNormalizer(prefix: try field["prepend"].string())]
    case "Precompiled": return [try precompiled(field)]
    default: throw field.unsupported("normalizer \"\(type)\"")
    }
  }

  private static func form(
    _ field: Field, isCompatible: Bool, isComposed: Bool
  ) throws(TokenizationError) -> any Normalizer {
    try field.expectKeys([])
    return UnicodeForm(isCompatible: isCompatible, isComposed: isComposed)
  }

  private static func scalar(
    _ field: Field, _ normalizer: ScalarNormalizer
  ) throws(TokenizationError) -> any Normalizer {
    try field.expectKeys([])
    return normalizer
  }

  private static func bert(_ field: Field) throws(TokenizationError) -> any Normalizer {
    try field.expectKeys(["clean_text", "handle_chinese_chars", "strip_accents", "lowercase"])
    let strips = field["strip_accents"]
    return BertNormalizer(
      isCleaned: try field["clean_text"].boolean(default: true),
      spacesIdeographs: try field["handle_chinese_chars"].boolean(default: true),
      stripsAccents: strips.isNull ? nil : try strips.boolean(),
      isLowercased: try field["lowercase"].boolean(default: true))
  }

  private static func strip(_ field: Field) throws(TokenizationError) -> any Normalizer {
    try field.expectKeys(["strip_left", "strip_right"])
    return StripNormalizer(
      isLeft: try field["strip_left"].boolean(default: true),
      isRight: try field["strip_right"].boolean(default: true))
  }

  private static func replace(_ field: Field) throws(TokenizationError) -> any Normalizer {
    try field.expectKeys(["pattern", "content"])
    return ReplaceNormalizer(
      pattern: try TextPattern(field["pattern"]), replacement: try field["content"].string())
  }

  private static func precompiled(_ field: Field) throws(TokenizationError) -> any Normalizer {
    try field.expectKeys(["precompiled_charsmap"])
    let source = field["precompiled_charsmap"]
    guard let data = Data(base64Encoded: try source.string()), let map = CharacterMap([UInt8](data))
    else {
      throw .badValue(
        file: source.file, key: source.path, expected: "sentencepiece's character map in Base64",
        found: source.value.summary)
    }
    return PrecompiledNormalizer(map: map)
  }
}
