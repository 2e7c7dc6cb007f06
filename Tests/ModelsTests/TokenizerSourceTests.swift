import Foundation
import Models
import TestSupport
import Testing

@Suite("Finding a tokenizer") struct TokenizerSourceTests {
  private let folder: TemporaryFolder
  private let store: ModelStore

  init() throws {
    folder = try TemporaryFolder()
    store = try ModelStore(environment: ["HOME": folder.path])
  }

  @Test(
    "it lies beside the network, or above a folder onnx",
    arguments: [
      ("a/model.onnx", "a/vocab.txt", "a"), ("a/net.pb", "a/tokenizer.json", "a"),
      ("a/onnx/model.onnx", "a/tokenizer.json", "a"),
      ("a/onnx/model.onnx", "a/onnx/vocab.txt", "a/onnx"),
      ("a/onnx/net.onnx", "a/vocab.txt", "a"), ("a/other/net.onnx", "a/vocab.txt", nil),
      ("a/net.onnx", "a/tokenizer_config.json", nil), ("a/net.onnx", "a/vocab.txt/x", nil),
    ])
  func places(_ network: String, _ file: String, _ expected: String?) throws {
    let path = try folder.write(network, "x")
    try folder.write(file, "[UNK]")
    let files = try store.locate(path)
    #expect(files.tokenizer == expected.map { .folder("\(folder.path)/\($0)") })
    let related = files.relatedPaths.contains { $0.hasSuffix("/tokenizer.json") }
    #expect(related == (expected != nil))
  }

  @Test("the nearer folder wins, and outputs can spare all its files")
  func nearer() throws {
    let path = try folder.write("a/onnx/model.onnx", "x")
    for file in ["a/vocab.txt", "a/onnx/vocab.txt"] { try folder.write(file, "[UNK]") }
    let files = try store.locate(path)
    #expect(files.tokenizer == .folder("\(folder.path)/a/onnx"))
    let names = [
      "tokenizer.json", "vocab.txt", "tokenizer_config.json", "special_tokens_map.json",
    ]
    #expect(Set(files.relatedPaths).isSuperset(of: names.map { "\(folder.path)/a/onnx/\($0)" }))
  }

  @Test("a manifest names another file")
  func named() throws {
    let path = try folder.write("net.onnx", "x")
    try folder.write("tokenizer.json", "{}")
    try folder.write(
      "net.json",
      #"{"inputs": [{"name": "ids", "kind": "tokens", "tokenizer": "words.txt"}]}"#)
    let files = try store.locate(path)
    #expect(files.tokenizer == .file("words.txt", folder: folder.path))
    #expect(files.relatedPaths.contains("\(folder.path)/words.txt"))
  }

  @Test(
    "a folder's configuration says how long texts may be",
    arguments: [
      (#"{"max_position_embeddings": 512, "model_type": "bert"}"#, 512),
      (#"{"max_position_embeddings": 514, "model_type": "roberta", "pad_token_id": 1}"#, 512),
      (#"{"max_position_embeddings": 0}"#, nil), (#"{"model_type": "bert"}"#, nil),
    ])
  func longest(_ configuration: String, _ expected: Int?) throws {
    let path = try folder.write("net.onnx", "x")
    try folder.write("config.json", configuration)
    #expect(try store.locate(path).folder?.longestText == expected)
  }

  @Test("a built-in network has its own, and a copy of it, too, unless another lies beside it")
  func builtIn() throws {
    let mood = try store.locate("mood")
    guard case .wordPieces(let vocabulary, let configuration?) = mood.tokenizer else {
      Issue.record("no vocabulary")
      return
    }
    #expect(vocabulary.starts(with: Data("[PAD]\n[UNK]\n".utf8)))
    #expect(try JSONSerialization.jsonObject(with: configuration) is [String: Any])
    for name in ["shapes", "iris"] { #expect(try store.locate(name).tokenizer == nil) }
    let copy = try folder.write("renamed.onnx", mood.network())
    #expect(try store.locate(copy).tokenizer == mood.tokenizer)
    try folder.write("vocab.txt", "[UNK]")
    #expect(try store.locate(copy).tokenizer == .file("vocab.txt", folder: folder.path))
  }
}
