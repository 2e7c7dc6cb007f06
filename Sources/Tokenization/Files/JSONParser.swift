/// Reads JSON.
struct JSONParser {
  /// Deepest nesting that is read.
  private static let deepest = 64

  private let file: String
  private let bytes: [UInt8]
  private var position = 0

  /// Returns the value that the bytes of a file stand for.
  static func parse(_ bytes: [UInt8], file: String) throws(TokenizationError) -> JSONValue {
    guard bytes.count <= FolderFile.limit else {
      throw .fileTooLarge(path: file, bytes: bytes.count, limit: FolderFile.limit)
    }
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw .notJSON(file: file, offset: 0, problem: "not UTF-8")
    }
    var parser = JSONParser(file: file, bytes: bytes)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.position = 3 }
    let value = try parser.value(depth: 0)
    parser.skipSpace()
    guard parser.position == bytes.count else { throw parser.error("more after the end") }
    return value
  }

  private init(file: String, bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes
  }

  private func error(_ problem: String) -> TokenizationError {
    .notJSON(file: file, offset: position, problem: problem)
  }

  /// The byte at the position, or zero after the end.
  private var current: UInt8 { position < bytes.count ? bytes[position] : 0 }

  private mutating func skipSpace() {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
      position += 1
    }
  }

  private mutating func value(depth: Int) throws(TokenizationError) -> JSONValue {
    guard depth < Self.deepest else { throw error("nested too deeply") }
    skipSpace()
    switch current {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(
    _ word: String, _ value: JSONValue
  ) throws(TokenizationError) -> JSONValue {
    guard bytes[position...].starts(with: word.utf8) else { throw error("unknown word") }
    position += word.utf8.count
    return value
  }

  private mutating func object(depth: Int) throws(TokenizationError) -> JSONValue {
    position += 1
    var entries: [(key: String, value: JSONValue)] = []
    skipSpace()
    if current == UInt8(ascii: "}") {
      position += 1
      return .object(entries)
    }
    while true {
      skipSpace()
      guard current == UInt8(ascii: "\"") else { throw error("no key") }
      let key = try string()
      skipSpace()
      guard current == UInt8(ascii: ":") else { throw error("no colon") }
      position += 1
      entries.append((key, try value(depth: depth + 1)))
      if try isLast(UInt8(ascii: "}")) { return .object(entries) }
    }
  }

  private mutating func array(depth: Int) throws(TokenizationError) -> JSONValue {
    position += 1
    var values: [JSONValue] = []
    skipSpace()
    if current == UInt8(ascii: "]") {
      position += 1
      return .array(values)
    }
    while true {
      values.append(try value(depth: depth + 1))
      if try isLast(UInt8(ascii: "]")) { return .array(values) }
    }
  }

  /// Passes a comma or the end of a list; returns whether it was the end.
  private mutating func isLast(_ end: UInt8) throws(TokenizationError) -> Bool {
    skipSpace()
    guard current == end || current == UInt8(ascii: ",") else {
      throw error("neither a comma nor an end")
    }
    position += 1
    return bytes[position - 1] == end
  }

  private mutating func number() throws(TokenizationError) -> JSONValue {
    let start = position
    var number = DecimalNumber(isNegative: current == UInt8(ascii: "-"))
    if number.isNegative { position += 1 }
    var isWhole = true
    var hasDigits = skipDigits { number.append($0, isFraction: false) }
    if current == UInt8(ascii: ".") {
      isWhole = false
      position += 1
      hasDigits = skipDigits { number.append($0, isFraction: true) } && hasDigits
    }
    if hasDigits, current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      isWhole = false
      position += 1
      let isNegative = current == UInt8(ascii: "-")
      if isNegative || current == UInt8(ascii: "+") { position += 1 }
      var exponent = 0
      hasDigits = skipDigits { exponent = min(exponent * 10 + Int($0), 100_000) }
      number.exponent += isNegative ? -exponent : exponent
    }
    if hasDigits {
      if isWhole, let value = number.integer { return .integer(value) }
      if let value = number.double { return .number(value) }
    }
    let problem = position == start ? "no value" : "a malformed number"
    throw .notJSON(file: file, offset: start, problem: problem)
  }

  /// Passes digits; returns whether there were any.
  private mutating func skipDigits(_ body: (UInt64) -> Void) -> Bool {
    let start = position
    while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
      body(UInt64(bytes[position] - 0x30))
      position += 1
    }
    return position > start
  }

  private mutating func string() throws(TokenizationError) -> String {
    position += 1
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return String(decoding: bytes[start..<position - 1], as: UTF8.self)
      case UInt8(ascii: "\\"): return try escapedString(from: start)
      case 0..<0x20: throw error("a control character in a string")
      default: position += 1
      }
    }
    throw error("a string without an end")
  }

  /// Returns a string with escapes in it; the position is at the first.
  private mutating func escapedString(from start: Int) throws(TokenizationError) -> String {
    var text = Array(bytes[start..<position])
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): try appendEscape(to: &text)
      case 0..<0x20: throw error("a control character in a string")
      default:
        text.append(bytes[position])
        position += 1
      }
    }
    throw error("a string without an end")
  }

  private mutating func appendEscape(to text: inout [UInt8]) throws(TokenizationError) {
    position += 1
    let letter = current
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): UTF8Scalar.append(try escapedScalar(), to: &text)
    default: throw error("an unknown escape")
    }
  }

  /// Returns the scalar of `\uXXXX`, or of two of them; the position is after the first `u`.
  private mutating func escapedScalar() throws(TokenizationError) -> UInt32 {
    let high = try hexadecimal()
    if !(0xD800...0xDFFF).contains(high) { return high }
    guard high < 0xDC00, bytes[position...].starts(with: [0x5C, UInt8(ascii: "u")]) else {
      throw error("half a surrogate pair")
    }
    position += 2
    let low = try hexadecimal()
    guard (0xDC00...0xDFFF).contains(low) else { throw error("half a surrogate pair") }
    return 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
  }

  private mutating func hexadecimal() throws(TokenizationError) -> UInt32 {
    guard position + 4 <= bytes.count else { throw error("a cut escape") }
    var value: UInt32 = 0
    for byte in bytes[position..<position + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw error("a malformed escape")
      }
      value = value << 4 | UInt32(digit)
    }
    position += 4
    return value
  }
}
