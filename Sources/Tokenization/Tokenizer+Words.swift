import Foundation

extension Tokenizer {
  /// Makes a tokenizer of words between white space.
  ///
  /// The vocabulary is a JSON object of words and numbers, or one word a line. With an `unknown`
  /// token, which must be in the vocabulary, other words become it; without, they are errors. No
  /// special tokens are put round a text.
  public init(
    words: Data, unknown: String? = nil, file: String = "vocab.json"
  ) throws(TokenizationError) {
    let bytes = [UInt8](words)
    let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    let vocabulary =
      first == UInt8(ascii: "{")
      ? try Vocabulary(Field(value: JSONParser.parse(bytes, file: file), file: file, path: ""))
      : try LineFile.vocabulary(bytes, file: file)
    let identifier = unknown.flatMap { vocabulary.identifier(of: $0) }
    if let unknown, identifier == nil {
      throw .badValue(
        file: file, key: "", expected: "the unknown token \"\(unknown)\"",
        found: "a vocabulary without it")
    }
    let added = try AddedVocabulary([], normalizers: [])
    self.init(
      normalizers: [],
      preTokenizer: ScalarSplit(kind: .flag(.whitespace), behaviour: .removed),
      model: WordLevelModel(vocabulary: vocabulary, unknown: identifier), postProcessors: [],
      added: added,
      specialTokens: try SpecialTokens(
        named: [], unknown: identifier, added: added, vocabulary: vocabulary))
  }
}
