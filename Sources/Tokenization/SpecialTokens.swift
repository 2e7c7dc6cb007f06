/// The numbers of tokens with a meaning of their own, where they are known.
public struct SpecialTokens: Equatable, Sendable {
  /// Fills a text up to a length.
  public internal(set) var padding: Int?
  /// Stands for what is left out.
  public internal(set) var mask: Int?
  /// Stands for what has no token.
  public internal(set) var unknown: Int?
  /// Stands before a text, for the text as a whole.
  public internal(set) var classification: Int?
  /// Stands after a text, or between two.
  public internal(set) var separator: Int?
  /// Begins a text.
  public internal(set) var beginning: Int?
  /// Ends a text.
  public internal(set) var end: Int?
}

extension SpecialTokens {
  /// What each is called in the files of a tokenizer, and by which names it is known otherwise.
  static let roles: [(key: String, WritableKeyPath<SpecialTokens, Int?> & Sendable, [String])] = [
    ("pad_token", \.padding, ["[PAD]", "<pad>", "<|pad|>"]),
    ("mask_token", \.mask, ["[MASK]", "<mask>"]),
    ("unk_token", \.unknown, ["[UNK]", "<unk>"]),
    ("cls_token", \.classification, ["[CLS]", "<s>"]),
    ("sep_token", \.separator, ["[SEP]", "</s>"]),
    ("bos_token", \.beginning, []),
    ("eos_token", \.end, []),
  ]

  /// Finds tokens by the names that files give them, else by those that are usual for special tokens.
  init(
    named: [Field], unknown: Int32?, added: AddedVocabulary, vocabulary: Vocabulary
  ) throws(TokenizationError) {
    for (key, path, usual) in Self.roles {
      for file in named where self[keyPath: path] == nil {
        guard let text = try file[key].tokenText() else { continue }
        let identifier = added.identifier(of: text) ?? vocabulary.identifier(of: text)
        self[keyPath: path] = identifier.map(Int.init)
      }
      for name in usual where self[keyPath: path] == nil {
        self[keyPath: path] = added.identifier(of: name).map(Int.init)
      }
    }
    if let unknown { self.unknown = Int(unknown) }
  }
}
