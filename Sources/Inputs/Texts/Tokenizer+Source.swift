import Foundation
import Models
import Tokenization

extension Tokenizer {
  /// Reads the tokenizer of a network.
  ///
  /// - Throws: `TextError.unreadableTokenizer`, where a file of it is missing, broken, or says
  ///   what this tool does not know.
  public init(_ source: TokenizerSource) throws(TextError) {
    switch source {
    case .folder(let folder):
      do throws(TokenizationError) {
        try self.init(folder: URL(fileURLWithPath: folder))
      } catch {
        throw .unreadableTokenizer(place: "tokenizer in \(folder)", error)
      }
    case .wordPieces(let vocabulary, let configuration):
      do throws(TokenizationError) {
        try self.init(wordPieces: vocabulary, configuration: configuration)
      } catch {
        throw .unreadableTokenizer(place: "built-in tokenizer", error)
      }
    }
  }
}
