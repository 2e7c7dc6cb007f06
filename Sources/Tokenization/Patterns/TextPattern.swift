/// What a component looks for: a fixed text or a regular expression.
enum TextPattern: Sendable {
  case literal([UInt8])
  case expression(PatternProgram, source: String)

  /// Longest fixed text, in bytes: with it, the time for a text is linear in its length.
  private static let longestLiteral = 1024

  /// Reads `{"String": …}`, `{"Regex": …}` or a plain string.
  init(_ field: Field) throws(TokenizationError) {
    let plain = field["String"].isNull ? field : field["String"]
    if case .string(let text) = plain.value {
      guard text.utf8.count <= Self.longestLiteral else {
        throw plain.wrong("at most \(Self.longestLiteral) bytes")
      }
      self = .literal(Array(text.utf8))
    } else if !field["Regex"].isNull {
      self = try Self.expression(field["Regex"].string(), at: field)
    } else {
      throw field.wrong("a \"String\" or a \"Regex\"")
    }
  }

  /// Compiles a regular expression.
  static func expression(
    _ source: String, at field: Field
  ) throws(TokenizationError) -> TextPattern {
    do {
      return .expression(
        try PatternProgram(try PatternParser.parse(source)), source: source)
    } catch {
      throw .unsupportedPattern(
        file: field.file, key: field.path, pattern: source, problem: error.text)
    }
  }

  /// Returns where it occurs in a stretch of a text, from left to right and without overlaps.
  func matches(in bytes: [UInt8], _ range: Range<Int>) throws(TokenizationError) -> [Range<Int>] {
    switch self {
    case .literal(let text): Self.occurrences(of: text, in: bytes, range)
    case .expression(let program, let source):
      try Self.matches(of: program, source, in: bytes, range)
    }
  }

  private static func occurrences(
    of text: [UInt8], in bytes: [UInt8], _ range: Range<Int>
  ) -> [Range<Int>] {
    guard let first = text.first else { return [] }
    var found: [Range<Int>] = []
    var index = range.lowerBound
    while index + text.count <= range.upperBound {
      if bytes[index] == first,
        text.count == 1 || bytes[index..<index + text.count].elementsEqual(text)
      {
        found.append(index..<index + text.count)
        index += text.count
      } else {
        index += 1
      }
    }
    return found
  }

  private static func matches(
    of program: PatternProgram, _ source: String, in bytes: [UInt8], _ range: Range<Int>
  ) throws(TokenizationError) -> [Range<Int>] {
    var machine = PatternMachine(program, bytes, range)
    var found: [Range<Int>] = []
    var start = range.lowerBound
    var lastEnd = -1
    while start <= range.upperBound {
      let end = machine.matchEnd(from: start)
      guard machine.budget > 0 else { throw .patternTooCostly(pattern: source) }
      if let end, end > start || end != lastEnd {
        found.append(start..<end)
        lastEnd = end
        if end > start {
          start = end
          continue
        }
      }
      guard start < range.upperBound else { break }
      start += UTF8Scalar.length(first: bytes[start])
    }
    return found
  }
}
