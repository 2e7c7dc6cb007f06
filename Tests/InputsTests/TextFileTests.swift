import Foundation
import Inputs
import TestSupport
import Testing
import Tokenization

@Suite("Files of texts") struct TextFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func entries(_ text: String, name: String = "reviews.txt") throws -> [TextEntry] {
    try TextFile(path: folder.write(name, text)).entries
  }

  /// The error of a file; `%` stands for its path.
  private func expectError(
    _ bytes: Data, name: String = "reviews.txt", _ expected: String,
    location: SourceLocation = #_sourceLocation
  ) throws {
    let path = try folder.write(name, bytes)
    let error = #expect(throws: TextError.self, sourceLocation: location) {
      try TextFile(path: path)
    }
    #expect(
      error?.description == expected.replacing("%", with: path), sourceLocation: location)
    #expect(error?.kind == .badData, sourceLocation: location)
  }

  private func ready(_ json: String, name: String = "ids.json") throws -> [ReadyTokens] {
    try entries(json, name: name).map { entry in
      guard case .ids(let tokens) = entry.content else { throw CocoaError(.coderInvalidValue) }
      return tokens
    }
  }

  @Test(
    "a file of another kind is told for what it is",
    arguments: [
      ([0xFF, 0xD8, 0xFF, 0xE0], "a JPEG picture; --model takes a network that reads pictures"),
      (Array("%PDF-1.7".utf8), "a file of PDF; save what it says as text"),
      (
        Array("PK\u{3}\u{4}".utf8),
        "a zip archive; save a spreadsheet as CSV in UTF-8, a document as text"
      ),
      (
        [0x93] + Array("NUMPY".utf8),
        "a NumPy array; an array is read where its file is called .npy"
      ),
      (
        Array("version https://git-lfs.github.com/spec/v1".utf8),
        "a Git LFS pointer; fetch the file itself: git lfs pull"
      ),
    ] as [([UInt8], String)])
  func foreign(bytes: [UInt8], found: String) throws {
    try expectError(Data(bytes), "%: expected text in UTF-8, found \(found)")
  }

  @Test("markup may be a text")
  func markup() throws {
    #expect(try entries("<html> is a mark").count == 1)
    #expect(try entries("<svg is another").count == 1)
  }

  @Test("each line is a text, blank ones count but are none")
  func lines() throws {
    let entries = try entries("\u{FEFF}One.\r\n\r\n  \t\n two \nthree\r")
    #expect(entries.map(\.number) == [1, 4, 5])
    #expect(entries.map(\.content) == [.text("One."), .text(" two "), .text("three")])
    #expect(entries[1].place == "\(folder.path)/reviews.txt: line 4")
  }

  @Test("a text of the command line is taken as it is")
  func single() throws {
    let entries = try TextFile(text: "[1] two\nlines ").entries
    #expect(entries == [TextEntry(content: .text("[1] two\nlines "))])
    #expect(entries[0].number == nil && entries[0].place == "the text")
    for blank in ["", " \n\t"] {
      let error = #expect(throws: TextError.blankText) { try TextFile(text: blank) }
      #expect(error?.kind == .usage)
    }
    #expect(throws: TextError.self) {
      try TextFile(text: String(repeating: "a", count: Tokenizer.longestText + 1))
    }
  }

  @Test("what is no text is an error that names file and line")
  func noText() throws {
    for nothing in ["", "\n \r\n\n", "\u{FEFF}"] {
      try expectError(
        Data(nothing.utf8), "%: expected a text in each line, found none; write one")
    }
    try expectError(
      Data("good\nbad \u{E9}".unicodeScalars.map { UInt8($0.value) }),
      "%: line 2: expected UTF-8, found other bytes; save it as UTF-8")
    let long = Data(repeating: 0x61, count: Tokenizer.longestText)
    #expect(try TextFile(bytes: long, file: "f").entries.count == 1)
    try expectError(
      Data("a\n".utf8) + long + Data("b".utf8),
      "%: line 2: expected at most 8388608 bytes, found 8388609; split it, or raise "
        + "--max-text-bytes")
  }

  @Test("a longer text is read where that is said")
  func limits() throws {
    var limits = ReadingLimits()
    limits.textBytes = Tokenizer.longestText + 1
    let text = String(repeating: "a", count: Tokenizer.longestText + 1)
    #expect(try TextFile(text: text, limits: limits).entries.count == 1)
    #expect(
      try TextFile(bytes: Data(text.utf8), file: "f", limits: limits).entries.count == 1)
    limits.textBytes = 3
    #expect(throws: TextError.textTooLong(place: "the text", bytes: 4, limit: 3)) {
      try TextFile(text: "abcd", limits: limits)
    }
    let path = try folder.write("four.txt", "abcd")
    (limits.textBytes, limits.fileBytes) = (4, 3)
    #expect(throws: TextError.fileTooLarge(file: path, limit: 3)) {
      try TextFile(path: path, limits: limits)
    }
  }

  @Test("a file that is too large or not there is an error")
  func unreadable() throws {
    let missing = "\(folder.path)/missing.txt"
    let error = #expect(throws: TextError.unreadableFile(file: missing, .missing)) {
      try TextFile(path: missing)
    }
    #expect(error?.kind == .noInput)
    #expect(error?.description == "\(missing): no such file")
    #expect(throws: TextError.self) { try TextFile(path: folder.path) }
    let large = try folder.write("large.txt", "a")
    #expect(truncate(large, TextFile.byteLimit + 1) == 0)
    #expect(throws: TextError.fileTooLarge(file: large, limit: 100_000_000)) {
      try TextFile(path: large)
    }
  }

  @Test(
    "ids are a list, an object, or several of them",
    arguments: [
      ("[101, 7592, 102]", [[101, 7592, 102]]), ("[[1],[2, 3]]", [[1], [2, 3]]),
      (#"{"ids": [4]}"#, [[4]]), (#"{"input_ids": [5, 6], "labels": 1}"#, [[5, 6]]),
      (#"[{"ids": [4]}, {"input_ids": [5]}, [6]]"#, [[4], [5], [6]]),
      (#"{"input_ids": [[1, 2], [3]], "attention_mask": [[1, 1], [1]]}"#, [[1, 2], [3]]),
      ("\u{FEFF}[7]\n", [[7]]), (" \n[8]", [[8]]),
    ])
  func shapes(_ json: String, _ expected: [[Int32]]) throws {
    #expect(try ready(json).map(\.identifiers) == expected)
  }

  @Test("ids have masks, segments and names, by either name")
  func lists() throws {
    let ours = #"{"ids":[9,8],"mask":[1,0],"segments":[0,1],"tokens":["a","b"]}"#
    let theirs =
      #"{"input_ids":[9,8],"attention_mask":[1,0],"token_type_ids":[0,1],"tokens":["a","b"]}"#
    let batch =
      #"{"ids":[[9,8]],"mask":[[1,0]],"token_type_ids":[[0,1]],"tokens":[["a","b"]]}"#
    for json in [ours, theirs, batch, "[\(ours)]"] {
      let tokens = try #require(try ready(json).first)
      #expect(tokens.identifiers == [9, 8] && tokens.mask == [1, 0])
      #expect(tokens.segments == [0, 1] && tokens.tokens == ["a", "b"])
    }
    let bare = try #require(try ready(#"{"ids":[9], "mask": null}"#).first)
    #expect(bare.mask == nil && bare.segments == nil && bare.tokens == nil)
  }

  @Test("texts of a list are numbered, a single one is not")
  func numbers() throws {
    #expect(try entries("[[1],[2]]", name: "i.json").map(\.number) == [1, 2])
    #expect(try entries("[[1]]", name: "i.json").map(\.number) == [1])
    #expect(try entries(#"{"ids":[[1],[2]]}"#, name: "i.json").map(\.number) == [1, 2])
    let single = try entries("[1]", name: "i.json")
    #expect(single.map(\.number) == [nil] && single[0].place.hasSuffix("i.json"))
    #expect(try entries("[[1],[2]]", name: "i.json")[1].place.hasSuffix("i.json: text 2"))
  }

  @Test("what begins like JSON is JSON, whatever the file is called")
  func sniffing() throws {
    #expect(try ready("[1, 2]", name: "ids.txt").map(\.identifiers) == [[1, 2]])
    #expect(try ready(#"{"ids": [1]}"#, name: "ids").map(\.identifiers) == [[1]])
    for text in ["[Music] begins", "{curly} begins", "\n[1] numbered"] {
      let found = try entries(text)
      #expect(found.map(\.content) == [.text(text.trimmingCharacters(in: .newlines))])
    }
    try expectError(
      Data("[1] numbered".utf8),
      "%: expected JSON of token ids (a text that begins like JSON can follow an empty line), "
        + "found broken JSON")
  }

  @Test(
    "ids that make no sense are errors that say where",
    arguments: [
      ("[1, 2.5]", "[1]: expected a whole number below 2147483648, found 2.5"),
      ("[1, 2147483648]", "[1]: expected a whole number below 2147483648, found 2147483648"),
      ("[1, -1]", "ids[1]: expected a whole number, zero or more, found -1"),
      (#"[1, "a"]"#, "[1]: expected a whole number, found a text"),
      (#"["a"]"#, "[0]: expected a whole number, found a text"),
      ("[1, true]", "[1]: expected a whole number, found another value"),
      ("[[1], [2, [3]]]", "[1][1]: expected a whole number, found a list"),
      (
        "[[1], 2]",
        #"[1]: expected a list of token ids, or an object with "input_ids", found 2"#
      ),
      ("[[1], [-2]]", "[1].ids[0]: expected a whole number, zero or more, found -2"),
      ("[]", "expected a list of token ids, such as [101, 7592, 102], found an empty list"),
      ("[[1], []]", "[1].ids: expected at least one token id, found an empty list"),
      (
        #"{"text": "a"}"#,
        #"expected a list of token ids as "input_ids" or "ids", found an object"#
      ),
      (#"{"ids": "a"}"#, "ids: expected a list, found a text"),
      (#"{"ids": [1, 2], "mask": [1]}"#, "mask: expected 2 entries, one for each id, found 1"),
      (#"{"ids": [1], "mask": [2]}"#, "mask[0]: expected 0 or 1, found 2"),
      (
        #"[{"ids": [1], "token_type_ids": [0, 1]}]"#,
        "[0].segments: expected 1 entries, one for each id, found 2"
      ),
      (
        #"{"ids": [1], "segments": [-1]}"#,
        "segments[0]: expected a whole number, zero or more, found -1"
      ),
      (#"{"ids": [1], "tokens": []}"#, "tokens: expected 1 entries, one for each id, found 0"),
      (
        #"{"ids": [[1], [2]], "mask": [[1]]}"#, "mask: expected 2 lists, one for each text, found 1"
      ),
    ])
  func badIdentifiers(_ json: String, _ expected: String) throws {
    try expectError(Data(json.utf8), name: "ids.json", "%: \(expected)")
  }

  @Test(
    "broken JSON is an error",
    arguments: [
      "[1, 2", "words", "3 4", #"{"ids": [1]} x"#, String(repeating: "[", count: 100_000),
    ])
  func broken(_ json: String) throws {
    try expectError(
      Data(json.utf8), name: "ids.json",
      "%: expected JSON of token ids (a text that begins like JSON can follow an empty line), "
        + "found broken JSON")
  }
}
