import Foundation

extension Tokenizer {
  /// Reads the tokenizer in a folder: a `tokenizer.json`, else a WordPiece `vocab.txt`; and what
  /// `tokenizer_config.json` and `special_tokens_map.json` beside it say. A `file` is read in their
  /// place, as the former if its name ends so.
  public init(folder: URL, file: String? = nil) throws(TokenizationError) {
    var settings: [Field] = []
    for name in ["tokenizer_config.json", "special_tokens_map.json"] {
      if let file = try FolderFile.json(name, in: folder) { settings.append(file) }
    }
    let isJSON = file?.lowercased().hasSuffix(".json")
    if isJSON ?? true, let root = try FolderFile.json(file ?? "tokenizer.json", in: folder) {
      try self.init(root, settings: settings)
    } else if isJSON != true, let bytes = try FolderFile.read(file ?? "vocab.txt", in: folder) {
      try self.init(
        wordPieces: LineFile.vocabulary(bytes, file: file ?? "vocab.txt"), settings: settings)
    } else {
      throw .noTokenizer(folder: folder.path)
    }
  }

  /// Reads a WordPiece vocabulary of one token a line, as BERT's `vocab.txt`.
  public init(
    wordPieces: Data, configuration: Data? = nil
  ) throws(TokenizationError) {
    var settings: [Field] = []
    if let configuration {
      let name = "tokenizer_config.json"
      settings = [
        Field(value: try JSONParser.parse([UInt8](configuration), file: name), file: name, path: "")
      ]
    }
    try self.init(
      wordPieces: LineFile.vocabulary([UInt8](wordPieces), file: "vocab.txt"), settings: settings)
  }

  /// Makes BERT's tokenizer of a vocabulary.
  private init(wordPieces vocabulary: Vocabulary, settings: [Field]) throws(TokenizationError) {
    let file = WordPieceSettings(files: settings)
    try file.expectKnownClass()
    let added = try AddedVocabulary(
      try file.addedTokens(vocabulary), normalizers: [try file.normalizer()])
    let model = WordPieceModel(vocabulary: vocabulary, unknown: try file.name("unk_token"))
    self.init(
      normalizers: [try file.normalizer()], preTokenizer: PreTokenizerReader.bert, model: model,
      postProcessors: [try file.template(vocabulary)], added: added,
      specialTokens: try SpecialTokens(
        named: settings, unknown: model.unknown, added: added, vocabulary: vocabulary))
    try readLengths(
      truncation: Field(value: .null, file: "vocab.txt", path: ""), settings: settings)
  }
}
