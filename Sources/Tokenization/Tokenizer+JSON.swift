import Foundation

extension Tokenizer {
  /// Reads a `tokenizer.json`, and what a `tokenizer_config.json` says about it.
  public init(json: Data, configuration: Data? = nil) throws(TokenizationError) {
    let name = "tokenizer.json"
    let root = Field(value: try JSONParser.parse([UInt8](json), file: name), file: name, path: "")
    var settings: [Field] = []
    if let configuration {
      let name = "tokenizer_config.json"
      settings = [
        Field(value: try JSONParser.parse([UInt8](configuration), file: name), file: name, path: "")
      ]
    }
    try self.init(root, settings: settings)
  }

  /// Makes a tokenizer of what files say; `settings` are the files beside it, the first wins.
  init(_ root: Field, settings: [Field]) throws(TokenizationError) {
    try root.expectKeys([
      "version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer",
      "post_processor", "decoder", "model",
    ])
    let model = try ModelReader.read(root["model"])
    let normalizers = try NormalizerReader.read(root["normalizer"])
    let added = try AddedVocabulary(
      try AddedTokenReader.read(root["added_tokens"], vocabulary: model.vocabulary),
      normalizers: normalizers)
    self.init(
      normalizers: normalizers, preTokenizer: try PreTokenizerReader.read(root["pre_tokenizer"]),
      model: model, postProcessors: try PostProcessorReader.read(root["post_processor"]),
      added: added,
      specialTokens: try SpecialTokens(
        named: settings, unknown: model.unknown, added: added, vocabulary: model.vocabulary))
    if specialTokens.padding == nil, !root["padding"]["pad_id"].isNull {
      specialTokens.padding = try root["padding"]["pad_id"].count()
    }
    if !root["padding"].isNull, try root["padding"]["direction"].optionalString() == "Left" {
      paddedSide = .left
    }
    try readLengths(truncation: root["truncation"], settings: settings)
  }

  /// Reads how long a text may be, and where it is cut.
  mutating func readLengths(truncation: Field, settings: [Field]) throws(TokenizationError) {
    for file in settings {
      if let side = try file["truncation_side"].optionalString() {
        guard let side = Side(rawValue: side) else {
          throw file["truncation_side"].wrong("\"left\" or \"right\"")
        }
        cutSide = side
      }
      if let side = try file["padding_side"].optionalString() {
        guard let side = Side(rawValue: side) else {
          throw file["padding_side"].wrong("\"left\" or \"right\"")
        }
        paddedSide = side
      }
      // A number beyond all bounds stands for "no limit".
      if case .integer(let length) = file["model_max_length"].value, length > 0, length < 1 << 30 {
        declaredMaximumLength = length
      }
    }
    if !truncation.isNull {
      if try truncation["direction"].optionalString() == "Left" { cutSide = .left }
      let length = try truncation["max_length"].count()
      declaredMaximumLength = declaredMaximumLength ?? length
    }
  }
}
