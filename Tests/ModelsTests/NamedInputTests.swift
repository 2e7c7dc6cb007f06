import Foundation
import Imaging
import Models
import Testing

@Suite("Named inputs of a manifest") struct NamedInputTests {
  private func manifest(_ json: String) throws -> Manifest {
    try Manifest(json: Data(json.utf8), file: "net.json")
  }

  @Test("every kind is read, and written so that it reads the same")
  func roundTrip() throws {
    let found = try manifest(
      """
      {"inputs": [
        {"name": "image", "kind": "picture", "width": 32, "fit": "stretch"},
        {"name": "row", "kind": "table", "columns": [
          {"name": "age", "mean": 5.5, "std": 0.5}, {"name": "height"},
          {"name": "port", "categories": ["C", "Q", "S"]},
          {"name": "size", "categories": ["low", "high"], "encoding": "integer", "mean": 0.5}]},
        {"name": "ids", "kind": "tokens", "tokenizer": "vocab.txt", "mask": "attention",
         "segments": "types", "longest": 64},
        {"name": "noise", "kind": "array", "columns": 3}]}
      """)
    let columns = [
      TableColumn(name: "age", mean: 5.5, std: 0.5), TableColumn(name: "height"),
      TableColumn(name: "port", categories: ["C", "Q", "S"]),
      TableColumn(name: "size", mean: 0.5, categories: ["low", "high"], encoding: .integer),
    ]
    let tokens = TokensInput(
      tokenizer: "vocab.txt", mask: "attention", segments: "types", longest: 64)
    let picture = Manifest.Input(width: 32, fit: .stretch)
    #expect(
      found.inputs == [
        NamedInput(name: "image", kind: .picture(picture)),
        NamedInput(name: "row", kind: .table(columns)),
        NamedInput(name: "ids", kind: .tokens(tokens)), NamedInput(name: "noise", kind: .array),
      ])
    #expect(try Manifest(json: found.json(), file: "again.json") == found)
    #expect(columns.map(\.width) == [1, 1, 3, 1])
    #expect(columns.map(\.isOneHot) == [false, false, true, false])
  }

  @Test("the built-in networks of rows and texts say what they read")
  func builtIn() throws {
    let folder = URL(fileURLWithPath: #filePath + "/../../../Models").standardized.path
    let iris = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/iris/iris.json"))
    guard case .table(let columns) = try Manifest(json: iris, file: "iris").inputs[0].kind else {
      Issue.record("iris reads no table")
      return
    }
    #expect(columns.count == 4 && columns.allSatisfy { $0.mean != nil && $0.std != nil })
    let mood = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/mood/mood.json"))
    let tokens = TokensInput(tokenizer: "vocab.txt", mask: "attention_mask", longest: 64)
    #expect(
      try Manifest(json: mood, file: "mood").inputs
        == [NamedInput(name: "input_ids", kind: .tokens(tokens))])
  }

  @Test("a table need not say its columns, nor a text anything")
  func short() throws {
    let found = try manifest(
      #"{"inputs": [{"name": "a", "kind": "table"}, {"name": "b", "kind": "tokens"}]}"#)
    #expect(found.inputs.map(\.kind) == [.table([]), .tokens(TokensInput())])
    #expect(try Manifest(json: found.json(), file: "again.json") == found)
  }

  @Test("a manifest without inputs does not write them")
  func omitted() {
    let json = String(decoding: Manifest(name: "net").json(), as: UTF8.self)
    #expect(json.contains("\"input\"") && !json.contains("\"inputs\""))
  }

  @Test("the only picture stands for the short form, unless that is there")
  func onlyPicture() throws {
    let picture = #"{"name": "x", "kind": "picture", "width": 8}"#
    let table = #"{"name": "t", "kind": "table"}"#
    let other = #"{"name": "y", "kind": "picture", "width": 9}"#
    #expect(try manifest(#"{"inputs": [\#(picture), \#(table)]}"#).input.width == 8)
    #expect(try manifest(#"{"inputs": [\#(picture), \#(other)]}"#).input == Manifest.Input())
    #expect(try manifest(#"{"inputs": [\#(table)]}"#).input == Manifest.Input())
    #expect(try manifest(#"{"inputs": [\#(picture)], "input": {"width": 7}}"#).input.width == 7)
  }

  @Test(
    "an error names the key, and what should be there",
    arguments: [
      (#"{"kind": "array"}"#, #""inputs[0].name" is missing"#),
      (#"{"name": "", "kind": "array"}"#, #""inputs[0].name" must not be empty"#),
      (#"{"name": "x"}"#, #""inputs[0].kind" is missing"#),
      (
        #"{"name": "x", "kind": "sound"}"#,
        #""inputs[0].kind" must be "picture", "table", "tokens" or "array", found "sound""#
      ),
      (
        #"{"name": "x", "kind": "picture", "width": 0}"#,
        #""inputs[0].width" must be 1 to 65535, is 0"#
      ),
      (
        #"{"name": "x", "kind": "tokens", "longest": 0}"#,
        #""inputs[0].longest" must be 1 to 1048576, is 0"#
      ),
      (
        #"{"name": "x", "kind": "tokens", "tokenizer": "../t.json"}"#,
        #""inputs[0].tokenizer" must be the name of a file in the manifest's folder, found "#
          + #""../t.json""#
      ),
      (
        #"{"name": "x", "kind": "tokens", "mask": ""}"#,
        #""inputs[0].mask" must not be empty"#
      ),
      (
        #"{"name": "x", "kind": "array"}, {"name": "x", "kind": "array"}"#,
        #""inputs" must have different names, has "x" twice"#
      ),
    ])
  func errors(_ input: String, _ problem: String) {
    let error = #expect(throws: ModelsError.self) { try manifest(#"{"inputs": [\#(input)]}"#) }
    #expect(error?.description == "net.json: \(problem)")
  }

  @Test(
    "an error of a column names the column",
    arguments: [
      (#"{"mean": 1}"#, #"[1].name" is missing"#),
      (#"{"name": "b", "std": 0}"#, #"[1].std" must be positive, is 0.0"#),
      (#"{"name": "b", "std": -1}"#, #"[1].std" must be positive, is -1.0"#),
      (#"{"name": "b", "mean": "1"}"#, #"[1].mean" must be a number"#),
      (
        #"{"name": "b", "categories": []}"#,
        #"[1].categories" must have categories that are not empty"#
      ),
      (
        #"{"name": "b", "categories": ["u", ""]}"#,
        #"[1].categories" must have categories that are not empty"#
      ),
      (
        #"{"name": "b", "categories": ["u", "v", "u"]}"#,
        #"[1].categories" must have different names, has "u" twice"#
      ),
      (
        #"{"name": "b", "categories": ["u"], "mean": 1}"#,
        #"[1].mean" cannot be given for one-hot categories"#
      ),
      (
        #"{"name": "b", "categories": ["u"], "encoding": "one-hot", "std": 1}"#,
        #"[1].std" cannot be given for one-hot categories"#
      ),
      (#"{"name": "b", "encoding": "integer"}"#, #"[1].encoding" needs "categories""#),
      (
        #"{"name": "b", "categories": ["u"], "encoding": "two-hot"}"#,
        #"[1].encoding" must be "one-hot" or "integer", found "two-hot""#
      ),
      (#"{"name": "a"}"#, #"" must have different names, has "a" twice"#),
    ])
  func columnErrors(_ column: String, _ problem: String) {
    let error = #expect(throws: ModelsError.self) {
      try manifest(
        #"{"inputs": [{"name": "x", "kind": "table", "columns": [{"name": "a"}, \#(column)]}]}"#)
    }
    #expect(error?.description == "net.json: \"inputs[0].columns\(problem)")
  }
}
