/// A vocabulary of one token a line; the first line's number is zero.
enum LineFile {
  /// Returns the tokens; empty lines count but have none. Of two equal lines the later one is found.
  static func vocabulary(
    _ bytes: [UInt8], file: String
  ) throws(TokenizationError) -> Vocabulary {
    let field = Field(value: .null, file: file, path: "")
    var vocabulary = Vocabulary(capacity: bytes.count / 8)
    var number = 0
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      defer { number += 1 }
      var line = line
      if number == 0, line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
      if line.last == 0x0D { line = line.dropLast() }
      guard let token = String(validating: line, as: UTF8.self) else {
        throw .notUTF8(file: file, line: number + 1)
      }
      if !token.isEmpty { try vocabulary.add(token, number, at: field) }
    }
    guard !vocabulary.isEmpty else {
      throw .badValue(file: file, key: "", expected: "a token a line", found: "no token")
    }
    return vocabulary
  }
}
