import Foundation
import Testing
import Tokenization

@Suite("Bad tokenizers and texts") struct BadInputTests {
  /// Files that are no JSON.
  private static let malformed = [
    "", "{", "[1,", "{\"a\":}", "tru", "\"\\ud800\"", "\"\\u12\"", "\"a", "-", "1.", "1e999",
    "[1 2]",
    "{\"a\" 1}", "\"\u{1}\"", "null x", String(repeating: "[", count: 100_000), "\"\\q\"",
  ]

  @Test("what is not JSON is refused", arguments: malformed)
  func notJSON(_ text: String) {
    let error = #expect(throws: TokenizationError.self) { try Tokenizer(json: Data(text.utf8)) }
    guard case .notJSON(let file, _, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(file == "tokenizer.json")
  }

  /// Models that cannot be, and where each is wrong.
  private static let models: [(model: String, key: String)] = [
    (#"{"type":"WordLevel","vocab":{}}"#, "model.vocab"),
    (#"{"type":"WordLevel","vocab":{"a":-1}}"#, "model.vocab"),
    (#"{"type":"WordLevel","vocab":{"a":2147483648}}"#, "model.vocab"),
    (#"{"type":"WordLevel","vocab":{"a":1.5}}"#, "model.vocab"),
    (#"{"type":"WordLevel","vocab":{"a":9223372036854775808}}"#, "model.vocab"),
    (#"{"type":"WordLevel","vocab":[]}"#, "model.vocab"),
    (#"{"type":"Unigram","vocab":[]}"#, "model.vocab"),
    (#"{"type":"Unigram","vocab":[["a"]]}"#, "model.vocab[0]"),
    (#"{"type":"Unigram","unk_id":1,"vocab":[["a",0]]}"#, "model.unk_id"),
    (#"{"type":"BPE","vocab":{"a":0},"merges":["a"]}"#, "model.merges[0]"),
    (#"{"type":"BPE","vocab":{"a":0},"merges":["a a a"]}"#, "model.merges[0]"),
    (#"{"type":"BPE","vocab":{"a":0},"merges":["a a"]}"#, "model.merges[0]"),
    (#"{"type":"BPE","vocab":{"a":0},"merges":{}}"#, "model.merges"),
    (
      #"{"type":"WordPiece","vocab":{"a":0},"max_input_chars_per_word":-1}"#,
      "model.max_input_chars_per_word"
    ),
    ("{}", "model.vocab"), ("7", "model"),
  ]

  @Test("a model that cannot be is refused with its place", arguments: models)
  func badModel(_ example: (model: String, key: String)) {
    let error = #expect(throws: TokenizationError.self) {
      try Fixture.tokenizer(model: example.model)
    }
    guard case .badValue(_, let key, _, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(key == example.key)
  }

  private static let word = #"{"type":"WordLevel","vocab":{"a":0}}"#

  @Test("two tokens with one number are refused")
  func duplicates() {
    let expected = TokenizationError.duplicateIdentifier(
      file: "tokenizer.json", identifier: 1, first: "a", second: "b")
    #expect(throws: expected) {
      try Fixture.tokenizer(model: #"{"type":"WordLevel","vocab":{"a":1,"b":1}}"#)
    }
    #expect(throws: TokenizationError.self) {
      try Fixture.tokenizer(model: Self.word, added: Fixture.specials([("x", 0)]))
    }
    #expect(throws: TokenizationError.self) {
      try Fixture.tokenizer(model: Self.word, added: Fixture.specials([("x", 5), ("y", 5)]))
    }
  }

  @Test("what is unknown is named, and never ignored")
  func unsupported() {
    func refusal(_ make: () throws(TokenizationError) -> Tokenizer) -> String {
      do {
        _ = try make()
        return "none"
      } catch {
        guard case .unsupported(_, let key, let component) = error else { return "\(error)" }
        return "\(key): \(component)"
      }
    }
    #expect(
      refusal { () throws(TokenizationError) in
        try Fixture.tokenizer(model: #"{"type":"Magic"}"#)
      } == "model: model \"Magic\"")
    #expect(
      refusal { () throws(TokenizationError) in
        try Fixture.tokenizer(
          model: Self.word,
          normalizer: #"{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"Zap"}]}"#)
      } == "normalizer.normalizers[1]: normalizer \"Zap\"")
    #expect(
      refusal { () throws(TokenizationError) in
        try Fixture.words(preTokenizer: #"{"type":"UnicodeScripts"}"#)
      } == "pre_tokenizer: pre-tokenizer \"UnicodeScripts\"")
    #expect(
      refusal { () throws(TokenizationError) in
        try Fixture.words(preTokenizer: #"{"type":"Digits","extra":1}"#)
      } == "pre_tokenizer: setting \"extra\"")
    #expect(
      refusal { () throws(TokenizationError) in
        try Fixture.tokenizer(
          model: #"{"type":"BPE","dropout":0.1,"vocab":{"a":0},"merges":[]}"#)
      } == "model.dropout: leaving out merges by chance")
  }

  /// Patterns that are refused: damaged ones, and what tokenizers do not use.
  private static let patterns = [
    "(", ")", "[a", "[b-a]", "a{2,1}", "a{", "(a*)*", "(?<n>a)", "\\p{Foo}", "\\", "*", "(?<=ab)c",
    "a{9999}", "\\x{110000}", "\\k", "\\1", "a{2}?", "((((a{1000}){1000}){1000}){1000})",
    String(repeating: "(", count: 100_000), "[[:nope:]]", "(?", "[a-[b]]", "\\p{", "\\u12",
  ]

  @Test("patterns that are not understood are refused", arguments: patterns)
  func badPattern(_ pattern: String) throws {
    let text = String(decoding: try JSONEncoder().encode(pattern), as: UTF8.self)
    let error = #expect(throws: TokenizationError.self) {
      try Fixture.words(
        preTokenizer: #"{"type":"Split","pattern":{"Regex":\#(text)},"behavior":"Isolated"}"#)
    }
    guard case .unsupportedPattern = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("a pattern that tries too many ways is stopped")
  func costlyPattern() throws {
    let tokenizer = try Fixture.words(
      preTokenizer: #"{"type":"Split","pattern":{"Regex":"(a+)+b"},"behavior":"Isolated"}"#)
    #expect(throws: TokenizationError.patternTooCostly(pattern: "(a+)+b")) {
      try tokenizer.encode(String(repeating: "a", count: 2000))
    }
  }

  @Test("sets in sets take no time to read")
  func nestedSets() throws {
    let pattern =
      "(?i)" + String(repeating: "[", count: 30) + "k" + String(repeating: "]", count: 30)
    let tokenizer = try Fixture.words(
      preTokenizer: #"{"type":"Split","pattern":{"Regex":"\#(pattern)"},"behavior":"Removed"}"#)
    #expect(try tokenizer.encode("K\u{212A}k").tokens.isEmpty)
  }

  @Test("damaged character maps are refused or do nothing")
  func badCharacterMaps() throws {
    for bytes in [
      [], [1], [255, 255, 255, 255], [8, 0, 0, 0, 1], [4, 0, 0, 0, 0, 0, 0, 0, 0xFF],
    ] {
      let text = Data(bytes.map { UInt8($0) }).base64EncodedString()
      #expect(throws: TokenizationError.self) {
        try Fixture.tokenizer(
          model: Self.word,
          normalizer: #"{"type":"Precompiled","precompiled_charsmap":"\#(text)"}"#)
      }
    }
    let wild = [UInt8]([8, 0, 0, 0]) + [UInt8](repeating: 0xFF, count: 8) + [0x41]
    let tokenizer = try Fixture.tokenizer(
      model: Self.word,
      normalizer: """
        {"type":"Precompiled","precompiled_charsmap":"\(Data(wild).base64EncodedString())"}
        """)
    #expect(try tokenizer.encode("a").identifiers == [0])
  }

  @Test("merges that lead back to where they came from end")
  func cyclicMerges() throws {
    let tokenizer = try Fixture.tokenizer(
      model: """
        {"type":"BPE","vocab":{"a":0,"aa":1,"aaa":2,"aaaa":3},
         "merges":[["a","a"],["aa","a"],["a","aa"],["aa","aa"],["a","a"]]}
        """)
    let encoding = try tokenizer.encode(String(repeating: "a", count: 4001))
    #expect(encoding.tokens.last?.range?.upperBound == 4001)
    let lengths = encoding.tokens.map { $0.text.count }
    #expect(lengths.reduce(0, +) == 4001)
  }

  @Test("a vocabulary of lines is UTF-8 and has the special tokens")
  func badLines() {
    #expect(throws: TokenizationError.notUTF8(file: "vocab.txt", line: 2)) {
      try Tokenizer(wordPieces: Data([0x61, 0x0A, 0xFF, 0x0A]))
    }
    #expect(throws: TokenizationError.self) { try Tokenizer(wordPieces: Data()) }
    #expect(throws: TokenizationError.self) { try Tokenizer(wordPieces: Data("a\nb".utf8)) }
    #expect(throws: TokenizationError.self) { try Tokenizer(words: Data(), unknown: nil) }
    #expect(throws: TokenizationError.self) { try Tokenizer(words: Data("a".utf8), unknown: "?") }
    #expect(throws: TokenizationError.self) { try Tokenizer(words: Data("{\"a\":}".utf8)) }
  }

  @Test("texts that are too long are refused")
  func longText() throws {
    let tokenizer = try Tokenizer(words: Data("a".utf8))
    let bytes = Tokenizer.longestText + 1
    #expect(
      throws: TokenizationError.textTooLong(bytes: bytes, limit: Tokenizer.longestText)
    ) {
      try tokenizer.encode(String(repeating: "a", count: bytes))
    }
  }

  @Test("descriptions are one line and say what to do")
  func descriptions() {
    let error = TokenizationError.unsupported(
      file: "tokenizer.json", key: "normalizer", component: "normalizer \"Zap\"")
    #expect(
      error.description == "tokenizer.json: \"normalizer\": normalizer \"Zap\" is not supported; "
        + "export the tokenizer without it, or tokenize elsewhere and give the token ids")
  }
}
