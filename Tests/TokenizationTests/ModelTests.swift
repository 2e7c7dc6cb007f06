import Foundation
import Testing
import Tokenization

@Suite("Turning pieces into tokens") struct ModelTests {
  @Test("words are taken apart into the longest tokens, and words are known")
  func wordPiece() throws {
    let tokenizer = try Fixture.wordPiece(configuration: #"{"do_lower_case": true}"#)
    let encoding = try tokenizer.encode("Hello, unaffable cafés!")
    #expect(encoding.identifiers == [2, 12, 10, 5, 6, 7, 15, 16, 11, 3])
    #expect(
      encoding.tokens.map(\.range) == [
        nil, 0..<5, 5..<6, 7..<9, 9..<12, 12..<16, 17..<22, 22..<23, 23..<24, nil,
      ])
    #expect(encoding.tokens.map(\.word) == [nil, 0, 1, 2, 2, 2, 3, 3, 4, nil])
    #expect(encoding.tokens.map(\.text).prefix(5) == ["[CLS]", "hello", ",", "un", "##aff"])
    #expect(encoding.tokens.map(\.isSpecial).filter { $0 }.count == 2)
    #expect(encoding.typeIdentifiers == [Int32](repeating: 0, count: 10))
    #expect(encoding.attentionMask == [Int32](repeating: 1, count: 10))
    #expect(try tokenizer.encode("世界 runnings").identifiers == [2, 13, 14, 8, 9, 16, 3])
    #expect(try tokenizer.encode("[MASK] xyz hello").identifiers == [2, 4, 1, 12, 3])
    #expect(try tokenizer.encode("").identifiers == [2, 3])
  }

  @Test("without settings a vocabulary of pieces is taken for cased")
  func cased() throws {
    let tokenizer = try Fixture.wordPiece()
    #expect(try tokenizer.encode("Hello Café hello").identifiers == [2, 17, 18, 19, 12, 3])
  }

  @Test("a word of more than a hundred characters is unknown")
  func longWord() throws {
    let tokenizer = try Fixture.wordPiece()
    let encoding = try tokenizer.encode(String(repeating: "a", count: 101) + " hello")
    #expect(encoding.identifiers == [2, 1, 12, 3])
    #expect(encoding.tokens[1].range == 0..<101)
  }

  @Test("bytes are merged in the order in which pairs were learnt")
  func byteLevel() throws {
    let tokenizer = try Fixture.byteLevel()
    let encoding = try tokenizer.encode("hello world")
    #expect(encoding.identifiers == [0, 26, 31, 1])
    #expect(encoding.tokens.map(\.range) == [nil, 0..<5, 6..<11, nil])
    #expect(try tokenizer.encode("don't").identifiers == [0, 7, 14, 13, 3, 17, 1])
    #expect(try tokenizer.encode("don't").tokens.map(\.word) == [nil, 0, 0, 0, 1, 1, nil])
  }

  @Test("a mask takes the spaces before it, but does not stand for them")
  func mask() throws {
    let encoding = try Fixture.byteLevel().encode("hello  <mask> é")
    #expect(encoding.identifiers == [0, 26, 2, 21, 32, 1])
    #expect(encoding.tokens.map(\.range) == [nil, 0..<5, 7..<13, 14..<14, 14..<16, nil])
    #expect(encoding.tokens.map(\.isSpecial) == [true, false, true, false, false, true])
  }

  @Test("characters without a token are spelt in bytes, or unknown")
  func fallback() throws {
    let tokenizer = try Fixture.llama()
    #expect(try tokenizer.encode("ab abc").identifiers == [1, 13, 13, 10])
    let spelt = try tokenizer.encode("a€\nb")
    #expect(spelt.identifiers == [1, 11, 3, 4, 5, 6, 9])
    #expect(
      spelt.tokens.map(\.range) == [nil, 0..<1, 1..<4, 1..<4, 1..<4, 4..<5, 5..<6])
    let unknown = try tokenizer.encode("xyab")
    #expect(unknown.identifiers == [1, 7, 0, 12])
    #expect(unknown.tokens.map(\.range) == [nil, 0..<1, 0..<2, 2..<4])
    #expect(try tokenizer.encode("</s>a").identifiers == [1, 2, 11])
  }

  @Test("where a text is not split, words begin at white space")
  func foundWords() throws {
    let encoding = try Fixture.llama().encode("ab abc\na")
    #expect(encoding.identifiers == [1, 13, 13, 10, 6, 8])
    #expect(encoding.tokens.map(\.word) == [nil, 0, 1, 1, 2, 3])
  }

  @Test("symbols at the end of a word have a suffix, those inside a prefix")
  func affixes() throws {
    let suffixed = try Fixture.tokenizer(
      model: """
        {"type":"BPE","unk_token":"<unk>","end_of_word_suffix":"</w>",
         "vocab":{"<unk>":0,"a":1,"b":2,"a</w>":3,"b</w>":4,"ab":5,"ab</w>":6,"aba</w>":7},
         "merges":["a b","a b</w>","ab a</w>"]}
        """, preTokenizer: #"{"type":"WhitespaceSplit"}"#)
    #expect(try suffixed.encode("ab aba b xa").identifiers == [6, 7, 4, 0, 3])
    let prefixed = try Fixture.tokenizer(
      model: """
        {"type":"BPE","unk_token":"<unk>","continuing_subword_prefix":"##",
         "vocab":{"<unk>":0,"a":1,"##a":2,"##b":3,"ab":4,"aba":5},"merges":["a ##b","ab ##a"]}
        """, preTokenizer: #"{"type":"WhitespaceSplit"}"#)
    #expect(try prefixed.encode("aba abab bb").identifiers == [5, 5, 3, 0, 3])
  }

  @Test("the tokens with the best scores are chosen, and unknowns are joined")
  func unigram() throws {
    let tokenizer = try Fixture.unigram(usesBytes: false)
    let encoding = try tokenizer.encode("\u{FB01}xyz é")
    #expect(encoding.identifiers == [6, 0, 1, 7])
    #expect(encoding.tokens.map(\.range) == [0..<3, 3..<6, 6..<7, 7..<9])
    #expect(encoding.tokens.map(\.word) == [0, 0, 1, 1])
    let spelt = try Fixture.unigram(usesBytes: true).encode("xfix ü")
    #expect(spelt.identifiers == [1, 12, 5, 12, 1, 13, 14])
    #expect(
      spelt.tokens.map(\.range) == [0..<1, 0..<1, 1..<3, 3..<4, 4..<5, 5..<7, 5..<7])
  }

  @Test("words of a vocabulary of words are between white space")
  func words() throws {
    let lines = try Tokenizer(words: Data("a\nb\n?\n".utf8), unknown: "?")
    #expect(try lines.encode(" b  a\tc").identifiers == [1, 0, 2])
    let json = try Tokenizer(words: Data(#"{"a": 7, "b": 3}"#.utf8))
    #expect(try json.encode("a b").identifiers == [7, 3])
    #expect(json.vocabularySize == 8)
    #expect(throws: TokenizationError.noUnknownToken(text: "c")) { try json.encode("a c") }
  }
}
