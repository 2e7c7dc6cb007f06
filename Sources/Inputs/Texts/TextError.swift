import Files
import Models
import Tokenization

/// What can go wrong between a text that a person names and the tokens that a network reads.
///
/// Each description is one lower-case line: where, what was expected, what was found, what to do.
/// Names and texts are quoted as given; whoever prints them escapes them.
public enum TextError: Error, Equatable, Sendable {
  // MARK: - Files of texts

  /// A file that is not there or cannot be read.
  case unreadableFile(file: String, FileError)
  /// A file that is larger than any that is read.
  case fileTooLarge(file: String, limit: Int)
  /// A file without a text in it.
  case noTexts(file: String)
  /// A file of another kind, as a picture.
  case notText(file: String, found: String, advice: String)
  /// A line that is not UTF-8; `line` counts from one.
  case notUTF8(file: String, line: Int)
  /// A text of more bytes than the limit.
  case textTooLong(place: String, bytes: Int, limit: Int)
  /// JSON that holds no ids of tokens; `key` is a path such as `[3].input_ids[0]`.
  case badIdentifiers(file: String, key: String, expected: String, found: String?)
  /// A text of the command line in which there is nothing.
  case blankText

  // MARK: - Tokens

  /// The files of a tokenizer that cannot be used.
  case unreadableTokenizer(place: String, TokenizationError)
  /// A tokenizer that knows more tokens than the network has an embedding for.
  case vocabularyTooLarge(network: String, tokens: Int, rows: Int)
  /// A text for a network that has no tokenizer.
  case noTokenizer(place: String, network: String)
  /// A text that cannot be tokenized.
  case untokenizable(place: String, TokenizationError)
  /// A text of which no token is left to be explained.
  case noTokens(place: String)
  /// A token without a row of the embedding; `index` is its place among the tokens, from zero.
  case noEmbedding(place: String, identifier: Int, index: Int, rows: Int)
  /// Ready tokens that are more than the network reads.
  case tooManyTokens(place: String, tokens: Int, limit: Int)
  /// Fewer tokens than the network reads, which nothing says how to fill up.
  case noPadding(place: String, tokens: Int, expected: Int)

  // MARK: - Baselines

  /// A baseline that is none of a text.
  case badBaseline(text: String, expected: String)
  /// A baseline of a token that the tokenizer has not; `others` are those that it has.
  case noBaselineToken(baseline: String, others: [String])
  /// A baseline of a token for a network that has no tokenizer.
  case noBaselineTokenizer(baseline: String)
}

extension TextError {
  /// What the error is about, for an exit status.
  public var kind: ModelsError.Kind {
    switch self {
    case .unreadableFile: .noInput
    case .blankText, .badBaseline, .noBaselineToken, .noBaselineTokenizer: .usage
    case .unreadableTokenizer(_, .unreadableFile), .unreadableTokenizer(_, .noTokenizer): .noInput
    case .fileTooLarge, .noTexts, .notText, .notUTF8, .textTooLong, .badIdentifiers,
      .unreadableTokenizer, .vocabularyTooLarge, .noTokenizer, .untokenizable, .noTokens,
      .noEmbedding, .tooManyTokens, .noPadding:
      .badData
    }
  }
}

extension TextError: CustomStringConvertible {
  /// One line: where, expected, found, what to do next.
  public var description: String {
    switch self {
    case .unreadableFile(let file, let error): "\(file): \(error)"
    case .fileTooLarge(let file, let limit):
      "\(file): expected at most \(limit) bytes, found more; split it, or raise --max-file-bytes"
    case .noTexts(let file): "\(file): expected a text in each line, found none; write one"
    case .notText(let file, let found, let advice):
      "\(file): expected text in UTF-8, found \(found); \(advice)"
    case .notUTF8(let file, let line):
      "\(file): line \(line): expected UTF-8, found other bytes; save it as UTF-8"
    case .textTooLong(let place, let bytes, let limit):
      "\(place): expected at most \(limit) bytes, found \(bytes); split it, or raise "
        + "--max-text-bytes"
    case .badIdentifiers(let file, let key, let expected, let found):
      "\(file): \(key.isEmpty ? "" : "\(key): ")expected \(expected)"
        + (found.map { ", found \($0)" } ?? "")
    case .blankText: "the text: expected words, found nothing but white space; write some"
    case .unreadableTokenizer(let place, let error): "\(place): \(error)"
    case .untokenizable(let place, let error): "\(place): \(error)"
    case .vocabularyTooLarge(let network, let tokens, let rows):
      Self.describeVocabulary(network, tokens, rows)
    case .noTokenizer(let place, let network): Self.describeNoTokenizer(place, network)
    case .noTokens(let place): Self.describeNoTokens(place)
    case .noEmbedding(let place, let identifier, let index, let rows):
      "\(place): token \(index + 1): " + Self.describeNoEmbedding(identifier, rows)
    case .tooManyTokens(let place, let tokens, let limit):
      "\(place): expected at most \(limit) tokens, which the network reads, found \(tokens); cut "
        + "them, and keep the special tokens"
    case .noPadding(let place, let tokens, let expected):
      Self.describeNoPadding(place, tokens, expected)
    case .badBaseline(let text, let expected): "baseline \"\(text)\": expected \(expected)"
    case .noBaselineToken(let baseline, let others):
      "baseline \"\(baseline)\": expected a tokenizer with such a token, found none; take "
        + others.joined(separator: " or ")
    case .noBaselineTokenizer(let baseline):
      "baseline \"\(baseline)\": expected a tokenizer that says which token that is, found token "
        + "ids alone; take zero"
    }
  }

  private static func describeNoPadding(_ place: String, _ tokens: Int, _ expected: Int) -> String {
    "\(place): expected \(expected) tokens, as many as the network reads, found \(tokens), and the network "
      + "has no mask and its tokenizer no token to fill them up with; give ids in JSON, filled up as in "
      + "training, or export the network with an open length"
  }

  private static func describeVocabulary(_ network: String, _ tokens: Int, _ rows: Int) -> String {
    "\(network): expected a tokenizer of at most \(rows) tokens, the rows of the network's "
      + "embedding, found \(tokens); put the network's own tokenizer beside it"
  }

  private static func describeNoTokenizer(_ place: String, _ network: String) -> String {
    "\(place): expected a tokenizer beside \(network), found none; put its tokenizer.json or "
      + "vocab.txt there, or give token ids as JSON, such as [101, 7592, 102]"
  }

  private static func describeNoTokens(_ place: String) -> String {
    "\(place): expected a token to explain, found none that is not special; write other words, or "
      + "allow more tokens"
  }

  private static func describeNoEmbedding(_ identifier: Int, _ rows: Int) -> String {
    "expected an id from 0 to \(rows - 1), the rows of the network's embedding, found "
      + "\(identifier); use the network's own tokenizer"
  }
}
