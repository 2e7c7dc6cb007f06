import Foundation
import Testing
import Tokenization

@Suite("Normalizing texts") struct NormalizerTests {
  /// Each normalizer with a text and what the reference makes of it.
  private static let cases: [(normalizer: String, text: String, result: String)] = [
    (
      #"{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true}"#,
      "É\u{0}a\u{200B}b\t世İ", "eab  世 i"
    ),
    (
      #"{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":false,"strip_accents":null,"lowercase":false}"#,
      "É世", "É世"
    ),
    (
      #"{"type":"NFC"}"#,
      "e\u{301}\u{327} \u{1100}\u{1161}\u{11A8} \u{344}", "ȩ\u{301} 각 \u{308}\u{301}"
    ),
    (
      #"{"type":"NFD"}"#,
      "ḗ 각", "e\u{304}\u{301} \u{1100}\u{1161}\u{11A8}"
    ),
    (
      #"{"type":"NFKC"}"#,
      "ﬁ①ｶﾞ²", "fi1ガ2"
    ),
    (
      #"{"type":"NFKD"}"#,
      "ﬁ①ｶﾞé", "fi1ガe\u{301}"
    ),
    (
      #"{"type":"Lowercase"}"#,
      "ΣΊΣΥΦΟΣ ẞ İ", "σίσυφοσ ß i\u{307}"
    ),
    (
      #"{"type":"StripAccents"}"#,
      "e\u{301}x⃝ी", "ex"
    ),
    (
      #"{"type":"Strip","strip_left":true,"strip_right":false}"#,
      "　 a b ", "a b "
    ),
    (
      #"{"type":"Strip","strip_left":true,"strip_right":true}"#,
      "\t a b \n", "a b"
    ),
    (
      #"{"type":"Replace","pattern":{"Regex":" {2,}"},"content":" "}"#,
      "a   b c", "a b c"
    ),
    (
      #"{"type":"Replace","pattern":{"String":"``"},"content":"\""}"#,
      "``a```", "\"a\"`"
    ),
    (
      #"{"type":"Prepend","prepend":"▁"}"#,
      "a", "▁a"
    ),
    (
      #"{"type":"Nmt"}"#,
      "a\u{7} b\u{200B}c\td", "a b c d"
    ),
    (
      #"{"type":"ByteLevel"}"#,
      "a é", "aĠÃ©"
    ),
    (
      #"{"type":"Sequence","normalizers":[{"type":"NFD"},{"type":"StripAccents"},{"type":"Lowercase"}]}"#,
      "ÀÉ", "ae"
    ),
  ]

  @Test("texts become those of the reference", arguments: cases)
  func texts(_ example: (normalizer: String, text: String, result: String)) throws {
    let result = String(decoding: try JSONEncoder().encode(example.result), as: UTF8.self)
    let tokenizer = try Fixture.tokenizer(
      model: #"{"type":"WordLevel","vocab":{"?":0,\#(result):1},"unk_token":"?"}"#,
      normalizer: example.normalizer)
    #expect(try tokenizer.encode(example.text).identifiers == [1])
  }

  @Test("a token stands for the bytes that its text was before")
  func places() throws {
    let tokenizer = try Fixture.words(
      preTokenizer: #"{"type":"WhitespaceSplit"}"#,
      normalizer: #"""
        {"type":"Sequence","normalizers":[
          {"type":"NFKD"},{"type":"StripAccents"},
          {"type":"Replace","pattern":{"String":"-"},"content":" "}]}
        """#)
    let encoding = try tokenizer.encode("é\u{FB01}-e\u{301} ½")
    #expect(encoding.tokens.map(\.range) == [0..<5, 6..<7, 10..<12])
  }

  @Test("text that an old rule leaves to a mark is replaced with it")
  func characterMap() throws {
    let tokenizer = try Fixture.unigram(usesBytes: false)
    let wide = try tokenizer.encode("\u{FF21} \u{FB01}ne")
    #expect(wide.identifiers == [11, 6, 8])
    #expect(wide.tokens.map(\.range) == [0..<3, 3..<7, 7..<9])
    let marked = try tokenizer.encode("fie\u{301} A")
    #expect(marked.identifiers == [6, 7, 11])
    #expect(marked.tokens.map(\.range) == [0..<2, 2..<3, 5..<7])
  }

  @Test("normalizers that make a text longer and longer are stopped")
  func growth() throws {
    let replace = #"{"type":"Replace","pattern":{"String":"a"},"content":"aaaaaaaaaa"}"#
    let json = """
      {"normalizer":{"type":"Sequence","normalizers":[
        \([String](repeating: replace, count: 30).joined(separator: ","))]},
       "model":{"type":"WordLevel","vocab":{"a":0},"unk_token":"a"}}
      """
    let tokenizer = try Tokenizer(json: Data(json.utf8))
    #expect(throws: TokenizationError.normalizedTextTooLong(limit: 1 << 25)) {
      try tokenizer.encode("a")
    }
    #expect(try tokenizer.encode("b").tokens.count == 1)
  }
}
