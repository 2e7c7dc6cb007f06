import Foundation
import Testing
import Tokenization

@Suite("Splitting texts into pieces") struct PreTokenizerTests {
  /// Each pre-tokenizer with a text and the pieces that the reference makes of it.
  private static let cases: [(pre: String, text: String, pieces: [String])] = [
    (
      #"{"type":"BertPreTokenizer"}"#,
      "Hey, you$ 世界!", ["Hey", ",", "you", "$", "世界", "!"]
    ),
    (
      #"{"type":"Whitespace"}"#,
      "a_b  c-d… é", ["a_b", "c", "-", "d", "…", "é"]
    ),
    (
      #"{"type":"WhitespaceSplit"}"#,
      "a_b \t c-d…　é", ["a_b", "c-d…", "é"]
    ),
    (
      #"{"type":"Punctuation","behavior":"Contiguous"}"#,
      "a?!b.c", ["a", "?!", "b", ".", "c"]
    ),
    (
      #"{"type":"Punctuation"}"#,
      "a?!b.c", ["a", "?", "!", "b", ".", "c"]
    ),
    (
      #"{"type":"Digits","individual_digits":true}"#,
      "ab12c٣", ["ab", "1", "2", "c", "٣"]
    ),
    (
      #"{"type":"Digits","individual_digits":false}"#,
      "ab12c٣", ["ab", "12", "c", "٣"]
    ),
    (
      #"{"type":"CharDelimiterSplit","delimiter":"-"}"#,
      "a-b--c", ["a", "b", "c"]
    ),
    (
      #"{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true}"#,
      "I'm  here, at 10€\n", ["I", "'m", " ", " here", ",", " at", " 10", "€", "\n"]
    ),
    (
      #"{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":false}"#,
      "I'm  here", ["I'm  here"]
    ),
    (
      #"{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true}"#,
      "Hey  you", ["Hey", " ", " you"]
    ),
    (
      #"{"type":"Metaspace","replacement":"_","prepend_scheme":"never","split":true}"#,
      "Hey you", ["Hey", " you"]
    ),
    (
      #"{"type":"Split","pattern":{"String":"ab"},"behavior":"MergedWithNext","invert":false}"#,
      "xababyab", ["x", "ab", "aby", "ab"]
    ),
    (
      #"{"type":"Split","pattern":{"String":"ab"},"behavior":"MergedWithPrevious","invert":false}"#,
      "xababyab", ["xab", "ab", "yab"]
    ),
    (
      #"{"type":"Split","pattern":{"Regex":"\\d+"},"behavior":"Removed","invert":true}"#,
      "a12b345", ["12", "345"]
    ),
    (
      #"""
      {"type":"Split","pattern":{"Regex":"(?i:'s|'t)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+\#
      |\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"},"behavior":"Isolated","invert":false}
      """#,
      "It'S 12345  ok…\n\n  x ",
      ["It", "'S", " ", "123", "45", " ", " ok", "…\n\n", " ", " x", " "]
    ),
    (
      #"{"type":"Split","pattern":{"Regex":"(?<=[a-z])(?=[A-Z])"},"behavior":"Isolated","invert":false}"#,
      "fooBarBaz", ["foo", "Bar", "Baz"]
    ),
    (
      #"{"type":"Split","pattern":{"Regex":"a{2,}?|b*+c|^x$"},"behavior":"Isolated","invert":false}"#,
      "aaabbcx\nx", ["aa", "a", "bbc", "x\n", "x"]
    ),
    (
      #"{"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},{"type":"Digits","individual_digits":false}]}"#,
      "a1 b22", ["a", "1", "b", "22"]
    ),
  ]

  @Test("pieces are those of the reference", arguments: cases)
  func pieces(_ example: (pre: String, text: String, pieces: [String])) throws {
    let tokenizer = try Fixture.words(preTokenizer: example.pre)
    let encoding = try tokenizer.encode(example.text)
    let found = encoding.tokens.map { $0.characters(in: example.text).map { example.text[$0] } }
    #expect(found.map { $0.map(String.init) } == example.pieces.map(Optional.some))
    #expect(encoding.tokens.map(\.word) == encoding.tokens.indices.map(Optional.some))
  }

  @Test("older files have another setting for the mark before a text")
  func oldMetaspace() throws {
    let tokenizer = try Fixture.tokenizer(
      model: #"{"type":"WordLevel","vocab":{"?":0,"a":1,"_a":2},"unk_token":"?"}"#,
      preTokenizer: #"{"type":"Metaspace","replacement":"_","add_prefix_space":false}"#)
    #expect(try tokenizer.encode("a a").identifiers == [1, 2])
  }
}
