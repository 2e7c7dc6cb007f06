import Foundation
import Inputs
import Models
import TestSupport
import Testing
import Tokenization

@Suite("Texts as tokens") struct TextReaderTests {
  /// The tokens with a meaning of their own, and what tests speak of.
  private static let bert = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "un", "##aff", "##able", ",", "hello", "it", "'",
    "s",
  ]

  private func made(
    _ tokenizer: Tokenizer?, longest: Int? = nil, length: Int? = nil, rows: Int? = nil,
    mask: String? = "mask"
  ) throws -> TextReader {
    try TextReader(
      network: "net.onnx", tokenizer: tokenizer, longest: longest, fixedLength: length,
      vocabularyLimit: rows,
      names: TextInputNames(identifiers: "ids", mask: mask, segments: nil))
  }

  private func wordPieces(_ configuration: String? = nil) throws -> Tokenizer {
    try Tokenizer(
      wordPieces: Data(Self.bert.joined(separator: "\n").utf8),
      configuration: configuration.map { Data($0.utf8) })
  }

  private func entry(_ text: String) -> TextEntry {
    TextEntry(file: "a.txt", number: 7, content: .text(text))
  }

  private func ready(_ json: String) throws -> TextEntry {
    try #require(TextFile(bytes: Data(json.utf8), file: "ids.json").entries.first)
  }

  private func error<Result>(_ body: () throws -> Result) throws -> TextError {
    try #require(#expect(throws: TextError.self) { _ = try body() })
  }

  @Test("a text is filled up where the network reads one length alone")
  func padding() throws {
    let text = try made(wordPieces(), length: 6).encode(entry("hello it"))
    #expect(text.identifiers == [2, 9, 10, 3, 0, 0] && text.mask == [1, 1, 1, 1, 0, 0])
    #expect(text.segments == [Int32](repeating: 0, count: 6))
    #expect(text.tokens.suffix(2) == ["[PAD]", "[PAD]"])
    #expect(text.isSpecial == [true, false, false, true, true, true])
    #expect(text.words.map(\.tokens) == [1..<2, 2..<3])
    let left = try made(wordPieces(#"{"padding_side": "left"}"#), length: 6)
      .encode(entry("hello it"))
    #expect(left.identifiers == [0, 0, 2, 9, 10, 3] && left.mask == [0, 0, 1, 1, 1, 1])
    #expect(left.words.map(\.tokens) == [3..<4, 4..<5])
    #expect(left.words.map(\.range) == [0..<5, 6..<8])
    let cut = try made(wordPieces(), length: 3).encode(entry("hello it"))
    #expect(cut.identifiers == [2, 9, 3] && cut.warnings.count == 1)
  }

  @Test("ready ids are filled up behind a mask, or with the tokenizer's padding, or refused")
  func readyPadding() throws {
    let ids = try ready("[[5, 6]]")
    let masked = try made(nil, length: 4).encode(ids)
    #expect(masked.identifiers == [5, 6, 0, 0] && masked.mask == [1, 1, 0, 0])
    #expect(try made(wordPieces(), length: 4, mask: nil).encode(ids).identifiers == [5, 6, 0, 0])
    let found = try error { try made(nil, length: 4, mask: nil).encode(ids) }
    #expect(found.description.contains("expected 4 tokens, as many as the network reads, found 2"))
  }

  @Test("baselines that there are follow the tokenizer, and the file may be called anything")
  func possibleBaselines() throws {
    #expect(try made(wordPieces()).possibleBaselines == [.pad, .mask, .unknown])
    #expect(try made(nil).possibleBaselines.isEmpty)
    let folder = try TemporaryFolder()
    try folder.write("words.txt", Data("[UNK]\nhello\n[CLS]\n[SEP]\n".utf8))
    let named = try Tokenizer(.file("words.txt", folder: folder.path))
    let reader = try made(named)
    #expect(reader.possibleBaselines == [.unknown])
    #expect(try reader.encode(entry("hello")).identifiers == [2, 1, 3])
  }

  @Test("a text becomes ids, mask, segments, names and words")
  func tokens() throws {
    let reader = try made(wordPieces())
    let text = try reader.encode(entry("unaffable, it's"))
    #expect(text.identifiers == [2, 5, 6, 7, 8, 10, 11, 12, 3])
    #expect(text.mask == [Int32](repeating: 1, count: 9))
    #expect(text.segments == [Int32](repeating: 0, count: 9))
    #expect(
      text.tokens == ["[CLS]", "un", "##aff", "##able", ",", "it", "'", "s", "[SEP]"])
    #expect(text.isSpecial == [true] + [Bool](repeating: false, count: 7) + [true])
    #expect(text.words.map(\.text) == ["unaffable", ",", "it's"])
    #expect(text.words.map(\.tokens) == [1..<4, 4..<5, 5..<8])
    #expect(text.words.map(\.range) == [0..<9, 9..<10, 11..<15])
    #expect(text.original == "unaffable, it's" && text.warnings.isEmpty && text.count == 9)
    #expect(
      reader.inputs(of: text) == ["ids": text.identifiers, "mask": text.mask])
    #expect(reader.inputs(of: text, identifiers: [1])["ids"] == [1])
    let named = try TextReader(
      network: "n", tokenizer: wordPieces(),
      names: TextInputNames(identifiers: "i", mask: nil, segments: "s"))
    #expect(named.inputs(of: text) == ["i": text.identifiers, "s": text.segments])
  }

  @Test("numbers of tokens become numbers of words, and nothing of the text is lost")
  func sums() throws {
    let reader = try made(wordPieces())
    let text = try reader.encode(entry(" unaffable,  it's "))
    #expect(reader.perWord([100, 1, 2, 4, 8, 16, 32, 64, 200], of: text) == [7, 8, 112])
    let pieces = reader.pieces(of: text)
    #expect(pieces.map(\.text) == [" ", "unaffable", ",", "  ", "it's", " "])
    #expect(pieces.map(\.word) == [nil, 0, 1, nil, 2, nil])
  }

  @Test("a text that is too long is cut where its tokens end, with a warning")
  func cut() throws {
    let reader = try made(wordPieces(), longest: 5)
    let text = try reader.encode(entry("hello unaffable, it"))
    #expect(text.identifiers == [2, 9, 5, 6, 3])
    #expect(text.words.map(\.text) == ["hello", "unaff"])
    let pieces = reader.pieces(of: text)
    #expect(pieces.map(\.text) == ["hello", " ", "unaff", "able, it"])
    #expect(pieces.map(\.word) == [0, nil, 1, nil])
    #expect(
      text.warnings == [
        "a.txt: line 7: 3 of 6 tokens are cut off, net.onnx reads at most 5, special ones among "
          + "them; split the text to have all explained"
      ])
    #expect(try reader.encode(entry("unaffable")).warnings.isEmpty)
    let left = try made(wordPieces(#"{"truncation_side": "left"}"#), longest: 5)
    let rest = try left.encode(entry("hello unaffable, it"))
    #expect(rest.words.map(\.text) == ["able", ",", "it"])
    #expect(
      left.pieces(of: rest).map(\.text) == ["hello unaff", "able", ",", " ", "it"])
  }

  @Test("the longest text is the shorter of network's and tokenizer's")
  func longest() throws {
    let declared = try wordPieces(#"{"model_max_length": 4}"#)
    #expect(try made(declared, longest: 5).longest == 4)
    #expect(try made(declared, longest: 3).longest == 3)
    #expect(try made(declared).longest == 4)
    #expect(try made(wordPieces()).longest == nil)
    #expect(try made(declared).encode(entry("hello hello hello")).count == 4)
    let small = try made(declared, longest: 1)
    let error = try error { try small.encode(entry("hello")) }
    #expect(error.description.hasPrefix("a.txt: line 7: longest length 1: "))
  }

  @Test("ids beyond the embedding are errors, and so is a vocabulary of them")
  func embedding() throws {
    #expect(try made(wordPieces(), rows: 13).vocabularyLimit == 13)
    let vocabulary = try error { try made(wordPieces(), rows: 12) }
    #expect(vocabulary == .vocabularyTooLarge(network: "net.onnx", tokens: 13, rows: 12))
    #expect(vocabulary.description.contains("at most 12 tokens"))
    #expect(vocabulary.description.contains("found 13"))
    let reader = try made(nil, rows: 12)
    #expect(try reader.encode(ready("[0, 11]")).count == 2)
    #expect(
      try error { try reader.encode(ready("[3, 12]")) }.description
        == "ids.json: token 2: expected an id from 0 to 11, the rows of the network's embedding, "
        + "found 12; use the network's own tokenizer")
  }

  @Test("texts that cannot be tokens are errors that name them")
  func refused() throws {
    let none = try error { try made(nil).encode(entry("hello")) }
    #expect(
      none.description
        == "a.txt: line 7: expected a tokenizer beside net.onnx, found none; put its "
        + "tokenizer.json or vocab.txt there, or give token ids as JSON, such as [101, 7592, 102]")
    for text in ["\u{200B}", "[SEP]"] {
      #expect(
        try error { try made(wordPieces()).encode(entry(text)) }
          == .noTokens(place: "a.txt: line 7"))
    }
    let words = try Tokenizer(words: Data("a\nb".utf8))
    let unknown = try error { try made(words).encode(entry("a c")) }
    #expect(unknown.description.hasPrefix("a.txt: line 7: \"c\" has no token"))
    #expect(unknown.kind == .badData)
  }

  @Test("ready ids are called by the tokenizer, else by their names, else by their numbers")
  func readyNames() throws {
    let known = try made(wordPieces()).encode(ready("[2, 5, 1, 99, 3]"))
    #expect(known.tokens == ["[CLS]", "un", "[UNK]", "99", "[SEP]"])
    #expect(known.isSpecial == [true, false, false, false, true])
    let reader = try made(nil)
    let numbers = try reader.encode(ready("[101, 7592]"))
    #expect(numbers.tokens == ["101", "7592"] && numbers.isSpecial == [false, false])
    #expect(numbers.mask == [1, 1] && numbers.segments == [0, 0] && numbers.original == nil)
    let named = try reader.encode(
      ready(
        #"{"ids":[1,2,3,0],"mask":[1,1,1,0],"segments":[0,0,1,1],"tokens":["<s>","a","b","-"]}"#))
    #expect(named.isSpecial == [true, false, false, true] && named.segments == [0, 0, 1, 1])
    #expect(named.words.map(\.text) == ["a", "b"] && named.words.map(\.tokens) == [1..<2, 2..<3])
    #expect(named.words.allSatisfy { $0.range == nil } && named.mask == [1, 1, 1, 0])
    let pieces = reader.pieces(of: named)
    #expect(pieces.map(\.text) == ["<s>", " ", "a", " ", "b", " ", "-"])
    #expect(pieces.map(\.word) == [nil, nil, 0, nil, 1, nil, nil])
    #expect(reader.perWord([1, 2, 4, 8], of: named) == [2, 4])
    let long = try made(nil, longest: 2)
    #expect(
      try error { try long.encode(ready("[1, 2, 3]")) }
        == .tooManyTokens(place: "ids.json", tokens: 3, limit: 2))
    #expect(
      try error { try made(wordPieces()).encode(ready("[2, 3]")) }
        == .noTokens(place: "ids.json"))
  }
}

// MARK: - Baselines

extension TextReaderTests {
  @Test("a baseline replaces what is not special; unknown words are replaced, too")
  func baselines() throws {
    let reader = try made(wordPieces())
    let text = try reader.encode(entry("hello qqq [MASK] it"))
    #expect(text.identifiers == [2, 9, 1, 4, 10, 3])
    #expect(text.isSpecial == [true, false, false, true, false, true])
    #expect(try reader.baseline(.pad, of: text) == [2, 0, 0, 4, 0, 3])
    #expect(try reader.baseline(.mask, of: text) == [2, 4, 4, 4, 4, 3])
    #expect(try reader.baseline(.unknown, of: text) == [2, 1, 1, 4, 1, 3])
    #expect(try reader.baseline(.zero, of: text) == nil)
    #expect(reader.replacedPlaces(of: text) == [false, true, true, false, true, false])
  }

  @Test("baselines of pictures and rows are none of texts")
  func otherBaselines() throws {
    let reader = try made(wordPieces())
    let text = try reader.encode(entry("hello"))
    for baseline in [Baseline.black, .mean, .median, .row(2), .file(path: "x.png")] {
      let error = try error { try reader.baseline(baseline, of: text) }
      #expect(
        error.description == "baseline \"\(baseline)\": expected pad, mask, unknown or zero")
      #expect(error.kind == .usage)
    }
  }

  @Test("a tokenizer without the token says which baselines work")
  func missingTokens() throws {
    let words = try made(Tokenizer(words: Data("a\n?".utf8), unknown: "?"))
    let text = try words.encode(entry("a a"))
    #expect(
      try error { try words.baseline(.pad, of: text) }.description
        == "baseline \"pad\": expected a tokenizer with such a token, found none; take unknown or "
        + "zero")
    #expect(try words.baseline(.unknown, of: text) == [1, 1])
    let reader = try made(nil)
    let ids = try reader.encode(ready("[1, 2]"))
    #expect(try reader.baseline(.zero, of: ids) == nil)
    #expect(reader.replacedPlaces(of: ids) == [true, true])
    for baseline in [Baseline.pad, .mask, .unknown] {
      let error = try error { try reader.baseline(baseline, of: ids) }
      #expect(error.description.hasSuffix("found token ids alone; take zero"))
    }
  }

  @Test("one token that begins texts and stands for the unknown stays, as GPT-2's")
  func sharedToken() throws {
    let json = """
      {"model": {"type": "WordLevel", "vocab": {"a": 0}, "unk_token": "<|endoftext|>"},
       "pre_tokenizer": {"type": "WhitespaceSplit"},
       "added_tokens": [{"id": 1, "content": "<|endoftext|>", "special": true}]}
      """
    let settings = #"{"unk_token": "<|endoftext|>", "eos_token": "<|endoftext|>"}"#
    let reader = try made(
      Tokenizer(json: Data(json.utf8), configuration: Data(settings.utf8)))
    let text = try reader.encode(entry("a <|endoftext|>"))
    #expect(text.isSpecial == [false, true])
  }
}

// MARK: - Tokenizers of networks

extension TextReaderTests {
  @Test("the built-in network of texts has its tokenizer in the binary")
  func builtIn() throws {
    let files = try ModelStore(environment: [:]).locate("mood")
    let tokenizer = try Tokenizer(#require(files.tokenizer))
    #expect(tokenizer.declaredMaximumLength == 64)
    let reader = try made(tokenizer)
    let text = try reader.encode(entry("The carpet wasn't AWFUL!"))
    #expect(text.words.map(\.text) == ["The", "carpet", "wasn't", "AWFUL", "!"])
    #expect(text.tokens.contains("awful") && text.tokens.first == "[CLS]")
    #expect(
      try reader.baseline(.mask, of: text)?.dropFirst().dropLast().allSatisfy { $0 == 4 } == true)
    #expect(try ModelStore(environment: [:]).locate("iris").tokenizer == nil)
  }

  @Test("a tokenizer that cannot be read is an error that says where")
  func broken() throws {
    let empty = try error {
      try Tokenizer(TokenizerSource.wordPieces(vocabulary: Data(), configuration: nil))
    }
    #expect(empty.description.hasPrefix("built-in tokenizer: vocab.txt: "))
    #expect(empty.kind == .badData)
    let missing = try error { try Tokenizer(TokenizerSource.folder("/nowhere")) }
    #expect(missing.description.hasPrefix("tokenizer in /nowhere: "))
    #expect(missing.kind == .noInput)
  }
}
