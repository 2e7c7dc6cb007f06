import Models
import Tokenization

extension TextReader {
  /// Knows how texts are read for a network, with the tokenizer that lies beside it.
  ///
  /// - Throws: `TextError.unreadableTokenizer` for files of a tokenizer that cannot be read,
  ///   `.vocabularyTooLarge` where it has tokens beyond the network's embedding.
  public init(
    network: String, source: TokenizerSource?, longest: Int?, fixedLength: Int?,
    vocabularyLimit: Int?, names: TextInputNames
  ) throws(TextError) {
    let tokenizer: Tokenizer? = if let source { try Tokenizer(source) } else { nil }
    try self.init(
      network: network, tokenizer: tokenizer, longest: longest, fixedLength: fixedLength,
      vocabularyLimit: vocabularyLimit, names: names)
  }

  /// Whether there is a tokenizer: otherwise only ready tokens can be read.
  public var readsTexts: Bool { tokenizer != nil }
}
