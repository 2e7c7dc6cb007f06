/// Why a tokenizer could not be read, or a text not be tokenized.
///
/// Each description is one lower-case line: where, what was expected, what was found, what to do.
/// Names and texts are quoted as given; whoever prints them escapes them.
public enum TokenizationError: Error, Equatable, Sendable {
  // MARK: - Files

  /// A file that cannot be read.
  case unreadableFile(path: String, reason: String)
  /// A file that no tokenizer can be as large as.
  case fileTooLarge(path: String, bytes: Int, limit: Int)
  /// A folder without any of the files that a tokenizer is read from.
  case noTokenizer(folder: String)
  /// A file that is not JSON; `offset` counts bytes.
  case notJSON(file: String, offset: Int, problem: String)
  /// A file of lines that is not UTF-8; `line` counts from one.
  case notUTF8(file: String, line: Int)

  // MARK: - What files say

  /// A value that makes no sense; `key` is a path such as `model.vocab`.
  case badValue(file: String, key: String, expected: String, found: String)
  /// A component, or a setting of one, that this tool does not know.
  case unsupported(file: String, key: String, component: String)
  /// A regular expression with something in it that this tool does not know.
  case unsupportedPattern(file: String, key: String, pattern: String, problem: String)
  /// Two tokens with the same number.
  case duplicateIdentifier(file: String, identifier: Int, first: String, second: String)

  // MARK: - Texts

  /// A text that is longer than is ever tokenized.
  case textTooLong(bytes: Int, limit: Int)
  /// A text that the tokenizer's normalizers make longer than is ever tokenized.
  case normalizedTextTooLong(limit: Int)
  /// A text with something that has no token, in a tokenizer without a token for the unknown.
  case noUnknownToken(text: String)
  /// A regular expression that takes too many steps on a text.
  case patternTooCostly(pattern: String)
  /// A longest length that the special tokens alone exceed.
  case maximumLengthTooSmall(maximum: Int, specialTokens: Int)
}

extension TokenizationError: CustomStringConvertible {
  /// One line: where, expected, found, what to do next.
  public var description: String {
    switch self {
    case .unreadableFile(let path, let reason): "\(path): \(reason)"
    case .fileTooLarge(let path, let bytes, let limit):
      "\(path): has \(bytes) bytes, at most \(limit) can be read"
    case .noTokenizer(let folder):
      "\(folder): neither tokenizer.json nor vocab.txt in it; save the network's tokenizer there "
        + "(save_pretrained writes a tokenizer.json)"
    case .notJSON(let file, let offset, let problem):
      "\(file): not JSON: \(problem) at byte \(offset); download or export it again"
    case .notUTF8(let file, let line): "\(file): line \(line) is not UTF-8; save it as UTF-8"
    case .badValue(let file, let key, let expected, let found):
      "\(file): \(key.isEmpty ? "" : "\"\(key)\": ")expected \(expected), found \(found)"
    case .unsupported(let file, let key, let component):
      "\(file): \"\(key)\": \(component) is not supported; export the tokenizer without it, or "
        + "tokenize elsewhere and give the token ids"
    case .unsupportedPattern(let file, let key, let pattern, let problem):
      "\(file): \"\(key)\": pattern \"\(pattern)\": \(problem); write the pattern otherwise, or "
        + "tokenize elsewhere and give the token ids"
    case .duplicateIdentifier(let file, let identifier, let first, let second):
      "\(file): id \(identifier) belongs to \"\(first)\" and to \"\(second)\"; expected one token "
        + "for an id"
    case .textTooLong(let bytes, let limit):
      "text has \(bytes) bytes, at most \(limit) can be tokenized; split it"
    case .normalizedTextTooLong(let limit):
      "the tokenizer's normalizers make more than \(limit) bytes of the text, the most that is "
        + "tokenized; shorten the text, or download or export the tokenizer again"
    case .noUnknownToken(let text):
      "\"\(text)\" has no token, and the tokenizer has no token for the unknown; remove it from "
        + "the text, or name an unknown token"
    case .patternTooCostly(let pattern):
      "pattern \"\(pattern)\" takes too many steps on this text; shorten the text"
    case .maximumLengthTooSmall(let maximum, let specialTokens):
      "longest length \(maximum): expected at least \(specialTokens), the number of special tokens"
    }
  }
}
