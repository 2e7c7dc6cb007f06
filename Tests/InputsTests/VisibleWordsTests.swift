import Foundation
import Inputs
import Testing
import Tokenization

@Suite("Words as people see them") struct VisibleWordsTests {
  private func encode(_ text: String, _ tokenizer: Tokenizer) throws -> TokenizedText {
    let reader = try TextReader(
      network: "net.onnx", tokenizer: tokenizer, names: TextInputNames(identifiers: "ids"))
    let encoded = try reader.encode(TextEntry(content: .text(text)))
    try expectWhole(encoded, reader)
    return encoded
  }

  /// Pieces are the text, words are apart and in order, and every token of the text is in one.
  private func expectWhole(_ text: TokenizedText, _ reader: TextReader) throws {
    let pieces = reader.pieces(of: text)
    #expect(pieces.map(\.text).joined() == text.original)
    #expect(pieces.compactMap(\.word) == text.words.indices.filter { text.words[$0].range != nil })
    for (former, next) in zip(text.words, text.words.dropFirst()) {
      #expect(former.tokens.upperBound <= next.tokens.lowerBound)
      if let one = former.range, let two = next.range { #expect(one.upperBound <= two.lowerBound) }
    }
    let covered = Set(text.words.flatMap(\.tokens))
    #expect(text.isSpecial.indices.allSatisfy { text.isSpecial[$0] || covered.contains($0) })
  }

  /// BERT's tokenizer, to which letters and marks of ASCII, and nothing else, are tokens.
  private func bert() throws -> Tokenizer {
    let characters = (33...126).map { String(UnicodeScalar($0)) }
    let tokens =
      ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + characters
      + characters.map { "##" + $0 } + ["不", "世", "界", "##é", "##s"]
    return try Tokenizer(wordPieces: Data(tokens.joined(separator: "\n").utf8))
  }

  @Test(
    "marks within a word do not part it, those round it are words of their own",
    arguments: [
      ("great!", ["great", "!"]), ("wasn't", ["wasn't"]), ("wasn’t", ["wasn’t"]),
      ("3.5", ["3.5"]), ("1,000.50", ["1,000.50"]), ("state-of-the-art", ["state-of-the-art"]),
      ("\"hello\"", ["\"", "hello", "\""]), ("a/b x@y.z", ["a/b", "x@y.z"]),
      ("dogs' 'tis", ["dogs", "'", "'", "tis"]), ("$3.50 50%", ["$", "3.50", "50", "%"]),
      ("red,green", ["red", ",", "green"]), ("word(s)", ["word", "(", "s", ")"]),
      ("so...what", ["so", "...", "what"]), ("film—long", ["film", "—", "long"]),
      ("wow!!!?", ["wow", "!!!", "?"]), ("Yes!\"", ["Yes", "!", "\""]),
      ("a :-) -- b", ["a", ":-)", "--", "b"]),
      ("see https://a.b/c.", ["see", "https://a.b/c", "."]),
      ("a.<br />b", ["a", ".", "<", "br", "/", ">", "b"]), ("don't-", ["don't", "-"]),
      ("  a\t\n b\u{A0}c ", ["a", "b", "c"]), ("U.S. No-one's", ["U.S", ".", "No-one's"]),
    ])
  func marks(_ text: String, _ expected: [String]) throws {
    #expect(try encode(text, bert()).words.map(\.text) == expected)
  }

  @Test("each character of Chinese is a word, emoji stay whole")
  func characters() throws {
    let family = "👨‍👩‍👧", thumb = "👍🏽", heart = "❤️", flag = "🇩🇪", keycap = "1️⃣"
    #expect(try encode("不世界。ok", bert()).words.map(\.text) == ["不", "世", "界", "。", "ok"])
    for emoji in [family, thumb, heart, flag, keycap] {
      let text = try encode("a \(emoji) b", bert())
      #expect(text.words.map(\.text) == ["a", emoji, "b"])
    }
    #expect(try encode("cafe\u{301} ok", bert()).words.map(\.text) == ["cafe\u{301}", "ok"])
  }

  @Test("a token that stands for several parts joins them")
  func joinedByToken() throws {
    // To BERT an emoji is no mark: with the letters before it, it is one unknown word.
    let text = try encode("great👍 x", bert())
    #expect(text.words.map(\.text) == ["great👍", "x"] && text.tokens[1] == "[UNK]")
    #expect(try encode("a[MASK]b", bert()).words.map(\.text) == ["a", "[MASK]", "b"])
  }

  @Test("what a normalizer drops is in no word, or within one")
  func dropped() throws {
    let text = try encode("a\u{200B}b \u{200B} c", bert())
    #expect(text.words.map(\.text) == ["a\u{200B}b", "c"])
    #expect(text.words.map(\.tokens) == [1..<3, 3..<4])
  }
}

// MARK: - Other tokenizers

extension VisibleWordsTests {
  private func tokenizer(
    model: String, preTokenizer: String, added: String = "[]"
  ) throws -> Tokenizer {
    try Tokenizer(
      json: Data(
        """
        {"added_tokens": \(added), "pre_tokenizer": \(preTokenizer), "model": \(model)}
        """.utf8))
  }

  /// A tokenizer as GPT-2's, of single bytes and a few merges.
  private func byteLevel() throws -> Tokenizer {
    let alphabet =
      (33...126).map { String(UnicodeScalar($0)) } + ["Ġ", "Ċ"]
      + (0xA1...0x143).compactMap { UnicodeScalar($0).map(String.init) }
    let merged = ["Ġa", "!\"", "'t"]
    var vocabulary: [String: Int] = [:]
    for token in alphabet + merged where vocabulary[token] == nil {
      vocabulary[token] = vocabulary.count
    }
    let json = String(decoding: try JSONEncoder().encode(vocabulary), as: UTF8.self)
    return try tokenizer(
      model: #"""
        {"type": "BPE", "vocab": \#(json), "merges": ["Ġ a", "! \"", "' t"]}
        """#,
      preTokenizer: #"{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":false}"#)
  }

  @Test("bytes of a character, and spaces before a word, belong to it")
  func bytes() throws {
    let text = try encode("é  a isn't 👍!\"", byteLevel())
    #expect(text.words.map(\.text) == ["é", "a", "isn't", "👍", "!\""])
    #expect(text.words.last?.tokens.count == 1 && text.words[0].tokens == 0..<2)
    // Two spaces: one is a token of its own, which goes with the next word, one is part of `Ġa`.
    #expect(text.words[1].tokens == 2..<4)
    #expect(text.words[1].range == 4..<5)
  }

  @Test("white space at the end goes with the last word")
  func trailingSpace() throws {
    let text = try encode("a b \n", byteLevel())
    #expect(text.words.map(\.text) == ["a", "b"])
    #expect(text.words[1].tokens == 1..<text.count && text.words[1].range == 2..<3)
  }

  @Test("an empty prefix is part of the first word")
  func unigram() throws {
    let unigram = try tokenizer(
      model: """
        {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0], ["▁", -3], ["ha", -4], ["t", -4],
          ["'", -4], ["s", -4], ["▁it", -5], ["!", -4], ["我", -5], ["爱你", -5]]}
        """,
      preTokenizer: #"{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always"}"#)
    let text = try encode("hat it's! 我爱你", unigram)
    #expect(text.words.map(\.text) == ["hat", "it's", "!", "我", "爱你"])
    #expect(text.tokens.prefix(3) == ["▁", "ha", "t"] && text.words[0].tokens == 0..<3)
    #expect(text.words[3].tokens.count == 2)
  }
}
