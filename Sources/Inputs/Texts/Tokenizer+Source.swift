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
    case .folder(let folder): try self.init(folder: folder, file: nil)
    case .file(let name, let folder): try self.init(folder: folder, file: name)
    case .wordPieces(let vocabulary, let configuration):
      do throws(TokenizationError) {
        try self.init(wordPieces: vocabulary, configuration: configuration)
      } catch {
        throw .unreadableTokenizer(place: "built-in tokenizer", error)
      }
    }
  }

  private init(folder: String, file: String?) throws(TextError) {
    do throws(TokenizationError) {
      try self.init(folder: URL(fileURLWithPath: folder), file: file)
    } catch {
      throw .unreadableTokenizer(place: "tokenizer in \(folder)", error)
    }
  }
}
