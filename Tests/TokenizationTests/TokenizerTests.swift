import Foundation
import Testing
import Tokenization

@Suite("A whole tokenizer") struct TokenizerTests {
  @Test("special tokens are kept when a text is cut, and the cut is counted")
  func cut() throws {
    let tokenizer = try Fixture.wordPiece()
    let text = "hello hello , !"
    let whole = try tokenizer.encode(text, maximumLength: 6)
    #expect(whole.identifiers == [2, 12, 12, 10, 11, 3] && whole.cutTokens == 0)
    let cut = try tokenizer.encode(text, maximumLength: 4)
    #expect(cut.identifiers == [2, 12, 12, 3] && cut.cutTokens == 2)
    #expect(try tokenizer.encode(text, maximumLength: 2).identifiers == [2, 3])
    #expect(throws: TokenizationError.maximumLengthTooSmall(maximum: 1, specialTokens: 2)) {
      try tokenizer.encode(text, maximumLength: 1)
    }
    let left = try Fixture.wordPiece(configuration: #"{"truncation_side": "left"}"#)
    #expect(try left.encode(text, maximumLength: 4).identifiers == [2, 10, 11, 3])
  }

  @Test("what special tokens are for is known by name")
  func roles() throws {
    let tokenizer = try Fixture.wordPiece(configuration: #"{"model_max_length": 512}"#)
    #expect(tokenizer.specialTokens.padding == 0)
    #expect(tokenizer.specialTokens.unknown == 1)
    #expect(tokenizer.specialTokens.classification == 2)
    #expect(tokenizer.specialTokens.separator == 3)
    #expect(tokenizer.specialTokens.mask == 4)
    #expect(tokenizer.specialTokens.beginning == nil)
    #expect(tokenizer.declaredMaximumLength == 512)
    #expect(tokenizer.vocabularySize == Fixture.wordPieces.count)
    #expect(tokenizer.text(of: 6) == "##aff" && tokenizer.text(of: 99) == nil)
    #expect(tokenizer.text(of: -1) == nil && tokenizer.text(of: .max) == nil)
    #expect(tokenizer.identifier(of: "hello") == 12 && tokenizer.identifier(of: "x") == nil)
    #expect(tokenizer.isSpecial(4) && !tokenizer.isSpecial(5) && !tokenizer.isSpecial(-5))
  }

  @Test("settings name special tokens that are called otherwise")
  func namedRoles() throws {
    let tokenizer = try Fixture.tokenizer(
      model: #"{"type":"WordLevel","vocab":{"a":0,"<e>":1},"unk_token":"?"}"#,
      added: Fixture.specials([("<e>", 1), ("<p>", 9)]),
      configuration: #"{"eos_token":{"content":"<e>"},"pad_token":"<p>","mask_token":null}"#)
    #expect(tokenizer.specialTokens.end == 1 && tokenizer.specialTokens.padding == 9)
    #expect(tokenizer.specialTokens.mask == nil && tokenizer.vocabularySize == 10)
  }

  @Test("a token's range leads to characters of the text")
  func characters() throws {
    let text = "世界 hello"
    let encoding = try Fixture.wordPiece().encode(text)
    let found = encoding.tokens.map { $0.characters(in: text).map { String(text[$0]) } }
    #expect(found == [nil, "世", "界", "hello", nil])
    #expect(encoding.tokens[3].characters(in: "短") == nil)
  }

  @Test("added tokens heed words, white space and normalization")
  func added() throws {
    let tokenizer = try Fixture.tokenizer(
      model: #"{"type":"WordLevel","vocab":{"?":0},"unk_token":"?"}"#,
      preTokenizer: #"{"type":"WhitespaceSplit"}"#, normalizer: #"{"type":"Lowercase"}"#,
      added: """
        [{"id":1,"content":"ab","single_word":true,"normalized":false},
         {"id":2,"content":"X","rstrip":true,"lstrip":true,"normalized":false},
         {"id":3,"content":"Yy","normalized":true},{"id":4,"content":"Yyy","normalized":true}]
        """)
    #expect(try tokenizer.encode("ab abc").identifiers == [1, 0])
    let stripped = try tokenizer.encode("q  X  q")
    #expect(stripped.identifiers == [0, 2, 0])
    #expect(stripped.tokens[1].range == 1..<6)
    #expect(try tokenizer.encode("qYYq yyy YY").identifiers == [0, 3, 0, 4, 3])
  }

  @Test("words gather the tokens that they became")
  func words() throws {
    let encoding = try Fixture.wordPiece().encode("unaffable [MASK] 世!")
    #expect(encoding.identifiers == [2, 5, 6, 7, 4, 13, 11, 3])
    #expect(encoding.words.map(\.tokens) == [1..<4, 4..<5, 5..<6, 6..<7])
    #expect(encoding.words.map(\.range) == [0..<9, 10..<16, 17..<20, 20..<21])
  }

  @Test("settings beside a vocabulary add tokens, and name the tokenizer")
  func wordPieceSettings() throws {
    let tokenizer = try Fixture.wordPiece(
      configuration: """
        {"tokenizer_class": "BertTokenizer", "cls_token": "[SEP]",
         "added_tokens_decoder": {"20": {"content": "un!", "special": false, "normalized": false}}}
        """)
    #expect(try tokenizer.encode("un!hello").identifiers == [3, 20, 12, 3])
    #expect(tokenizer.vocabularySize == 21)
    #expect(throws: TokenizationError.self) {
      try Fixture.wordPiece(configuration: #"{"tokenizer_class": "BertJapaneseTokenizer"}"#)
    }
    #expect(throws: TokenizationError.self) {
      try Fixture.wordPiece(configuration: #"{"do_basic_tokenize": false}"#)
    }
  }

  @Test("segments follow the template")
  func segments() throws {
    let tokenizer = try Fixture.tokenizer(
      model: #"{"type":"WordLevel","vocab":{"a":0},"unk_token":"?"}"#,
      postProcessor: """
        {"type":"TemplateProcessing","special_tokens":{"s":{"id":"s","ids":[5,6],"tokens":["x","y"]}},
         "single":[{"SpecialToken":{"id":"s","type_id":2}},{"Sequence":{"id":"A","type_id":1}}]}
        """)
    let encoding = try tokenizer.encode("a")
    #expect(encoding.identifiers == [5, 6, 0] && encoding.typeIdentifiers == [2, 2, 1])
    #expect(tokenizer.surroundingTokens == 2 && tokenizer.vocabularySize == 7)
  }

  @Test("a folder is read with what lies beside the tokenizer")
  func folder() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("tokenizer-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(throws: TokenizationError.noTokenizer(folder: folder.path)) {
      try Tokenizer(folder: folder)
    }
    let vocabulary = Fixture.wordPieces.joined(separator: "\r\n") + "\r\n"
    try Data(vocabulary.utf8).write(to: folder.appendingPathComponent("vocab.txt"))
    #expect(try Tokenizer(folder: folder).encode("Hello").identifiers == [2, 17, 3])
    try Data(#"{"do_lower_case": true}"#.utf8)
      .write(to: folder.appendingPathComponent("tokenizer_config.json"))
    #expect(try Tokenizer(folder: folder).encode("Hello").identifiers == [2, 12, 3])
    try Data(#"{"model":{"type":"WordLevel","vocab":{"Hello":3}}}"#.utf8)
      .write(to: folder.appendingPathComponent("tokenizer.json"))
    #expect(try Tokenizer(folder: folder).encode("Hello").identifiers == [3])
  }
}
