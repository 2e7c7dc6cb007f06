/// A text that is to be explained, as somebody gives it.
public struct TextEntry: Hashable, Sendable {
  /// What stands there.
  public enum Content: Hashable, Sendable {
    /// Words for a tokenizer.
    case text(String)
    /// Tokens that a tokenizer made elsewhere.
    case ids(ReadyTokens)
  }

  /// What people call the file that it is from; nil for a text of the command line.
  public let file: String?
  /// Its line from 1, or its number in a list of ids from 1; nil for a single text.
  public let number: Int?
  /// What stands there.
  public let content: Content

  /// Makes an entry of what stands at a place.
  public init(file: String? = nil, number: Int? = nil, content: Content) {
    self.file = file
    self.number = number
    self.content = content
  }

  /// Where it stands, for messages, such as `reviews.txt: line 3`.
  public var place: String {
    var parts = [file].compactMap(\.self)
    if let number {
      if case .text = content {
        parts.append("line \(number)")
      } else {
        parts.append("text \(number)")
      }
    }
    return parts.isEmpty ? "the text" : parts.joined(separator: ": ")
  }
}

/// A text as the numbers of its tokens, which a tokenizer made elsewhere.
///
/// Whatever it has of the other lists is as long as `identifiers`.
public struct ReadyTokens: Hashable, Sendable {
  /// The number of each token, zero or more; at least one.
  public let identifiers: [Int32]
  /// 1 for each token that the network heeds, 0 for padding; nil where nothing says it.
  public let mask: [Int32]?
  /// The segment of each token, zero or more; nil where nothing says it.
  public let segments: [Int32]?
  /// What each token is called; nil where nothing says it.
  public let tokens: [String]?

  /// Makes tokens of their lists, which are as long as `identifiers`; at least one.
  public init(
    identifiers: [Int32], mask: [Int32]? = nil, segments: [Int32]? = nil, tokens: [String]? = nil
  ) {
    self.identifiers = identifiers
    self.mask = mask
    self.segments = segments
    self.tokens = tokens
  }
}
