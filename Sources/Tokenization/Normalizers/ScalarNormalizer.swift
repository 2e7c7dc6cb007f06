/// A normalizer that looks at one scalar at a time.
enum ScalarNormalizer: Normalizer {
  /// Small letters, by Unicode's full mapping.
  case lowercase
  /// Marks are removed.
  case stripAccents
  /// Marks without width are removed, as BERT does it.
  case stripNonspacingMarks
  /// The clean-up of sentencepiece's `nmt` rules.
  case neuralTranslation
  /// Controls are removed and white space becomes spaces, as BERT does it.
  case clean
  /// Ideographs get spaces around them.
  case spaceIdeographs
  /// Each byte becomes the letter that stands for it in byte-level vocabularies.
  case byteLevel

  func normalize(_ text: inout AlignedText) {
    switch self {
    case .lowercase: text.rewriteScalars(Self.appendLowercase)
    case .stripAccents: Self.remove(.mark, from: &text)
    case .stripNonspacingMarks: Self.remove(.nonspacingMark, from: &text)
    case .neuralTranslation: text.rewriteScalars(Self.appendTranslatable)
    case .clean: text.rewriteScalars(Self.appendClean)
    case .spaceIdeographs: Self.spaceIdeographs(in: &text)
    case .byteLevel: ByteLetters.spell(&text)
    }
  }

  private static func remove(_ flag: ScalarFlags, from text: inout AlignedText) {
    if text.isASCII { return }
    text.rewriteScalars { value, start, end, result in
      if !ScalarFlags.of(value).contains(flag) { result.append(value, start, end) }
    }
  }

  private static func appendLowercase(
    _ value: UInt32, _ start: Int32, _ end: Int32, _ result: inout AlignedText
  ) {
    if value < 0x80 {
      let isCapital = (0x41...0x5A).contains(value)
      return result.append(isCapital ? value + 0x20 : value, start, end)
    }
    guard let scalar = Unicode.Scalar(value), scalar.properties.changesWhenLowercased else {
      return result.append(value, start, end)
    }
    for lower in scalar.properties.lowercaseMapping.unicodeScalars {
      result.append(lower.value, start, end)
    }
  }

  private static func appendTranslatable(
    _ value: UInt32, _ start: Int32, _ end: Int32, _ result: inout AlignedText
  ) {
    switch value {
    case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0x8F, 0x9F: break
    case 0x09, 0x0A, 0x0C, 0x0D, 0x1680, 0x200B...0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD:
      result.append(0x20, start, end)
    default: result.append(value, start, end)
    }
  }

  private static func appendClean(
    _ value: UInt32, _ start: Int32, _ end: Int32, _ result: inout AlignedText
  ) {
    let flags = ScalarFlags.of(value)
    if value == 0 || value == 0xFFFD || flags.contains(.control) { return }
    result.append(flags.contains(.whitespace) ? 0x20 : value, start, end)
  }

  private static func spaceIdeographs(in text: inout AlignedText) {
    if text.isASCII { return }
    text.rewriteScalars { value, start, end, result in
      let isIdeograph = isIdeograph(value)
      if isIdeograph { result.append(0x20, start, end) }
      result.append(value, start, end)
      if isIdeograph { result.append(0x20, start, end) }
    }
  }

  private static func isIdeograph(_ value: UInt32) -> Bool {
    switch value {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F,
      0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
      true
    default: false
    }
  }
}
