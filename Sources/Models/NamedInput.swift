/// One input of a network: its name, and what people have that it is fed with.
public struct NamedInput: Hashable, Sendable {
  /// What an input is fed with.
  public enum Kind: Hashable, Sendable {
    /// A picture.
    case picture(Manifest.Input)
    /// A row of a table: what its columns are, in the network's order; empty where nothing says it.
    case table([TableColumn])
    /// A text, as the numbers of its tokens.
    case tokens(TokensInput)
    /// Any array of numbers.
    case array
  }

  /// The name that the network's file gives it.
  public var name: String
  /// What it is fed with.
  public var kind: Kind

  /// An input of a name and kind.
  public init(name: String, kind: Kind) {
    self.name = name
    self.kind = kind
  }

  /// The picture that it expects, if it expects one.
  public var picture: Manifest.Input? { if case .picture(let input) = kind { input } else { nil } }
}

/// The texts that a network expects.
public struct TokensInput: Hashable, Sendable {
  /// The tokenizer's file beside the network, `tokenizer.json` or `vocab.txt`.
  public var tokenizer: String?
  /// The network's input that is 1 for tokens and 0 for padding.
  public var mask: String?
  /// The network's input that numbers the sentences of a text.
  public var segments: String?
  /// Most tokens of a text, those that the tokenizer adds included.
  public var longest: Int?

  /// Texts of which nothing is said but what is given.
  public init(
    tokenizer: String? = nil, mask: String? = nil, segments: String? = nil, longest: Int? = nil
  ) {
    self.tokenizer = tokenizer
    self.mask = mask
    self.segments = segments
    self.longest = longest
  }
}

extension NamedInput: Codable {
  private enum Key: String, CodingKey {
    case name, kind, columns
  }

  /// The words of `kind`.
  private enum Word: String, CaseIterable {
    case picture, table, tokens, array
  }

  /// Reads `name`, `kind`, and beside them the keys of the kind.
  ///
  /// - Throws: `DecodingError` for an absent name or kind, for a kind that there is not, and for
  ///   values of another type or without sense.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let name = try container.decodeName(.name)
    guard let word: Word = try container.decodeChoice(.kind) else {
      throw DecodingError.problem(at: container.codingPath + [Key.kind], "is missing")
    }
    switch word {
    case .picture: self.init(name: name, kind: .picture(try Manifest.Input(from: decoder)))
    case .tokens: self.init(name: name, kind: .tokens(try TokensInput(from: decoder)))
    case .array: self.init(name: name, kind: .array)
    case .table:
      let columns = try container.decodeIfPresent([TableColumn].self, forKey: .columns) ?? []
      try checkUnique(columns.map(\.name), at: container.codingPath + [Key.columns])
      self.init(name: name, kind: .table(columns))
    }
  }

  /// Writes `name`, `kind`, and the keys of the kind that have values.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(name, forKey: .name)
    try container.encode(word.rawValue, forKey: .kind)
    switch kind {
    case .picture(let input): try input.encode(to: encoder)
    case .tokens(let tokens): try tokens.encode(to: encoder)
    case .table(let columns):
      if !columns.isEmpty { try container.encode(columns, forKey: .columns) }
    case .array: break
    }
  }

  private var word: Word {
    switch kind {
    case .picture: .picture
    case .table: .table
    case .tokens: .tokens
    case .array: .array
    }
  }
}

extension TokensInput: Codable {
  private enum Key: String, CodingKey {
    case tokenizer, mask, segments, longest
  }

  /// Most tokens that `longest` may allow.
  private static let limit = 1 << 20

  /// Reads the keys that are there.
  ///
  /// - Throws: `DecodingError` for a tokenizer in another folder, an empty name, a length below 1
  ///   or above 1048576, and for values of another type.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let path = container.codingPath
    let longest = try container.decodeIfPresent(Int.self, forKey: .longest)
    if let longest, !(1...Self.limit).contains(longest) {
      throw DecodingError.problem(
        at: path + [Key.longest], "must be 1 to \(Self.limit), is \(longest)")
    }
    self.init(
      tokenizer: try container.decodeIfPresent(String.self, forKey: .tokenizer).map {
        try LabelSource.checkedName($0, at: path + [Key.tokenizer])
      },
      mask: container.contains(.mask) ? try container.decodeName(.mask) : nil,
      segments: container.contains(.segments) ? try container.decodeName(.segments) : nil,
      longest: longest)
  }
}

extension KeyedDecodingContainer {
  /// A text that is not empty.
  func decodeName(_ key: Key) throws -> String {
    let name = try decode(String.self, forKey: key)
    guard !name.isEmpty else {
      throw DecodingError.problem(at: codingPath + [key], "must not be empty")
    }
    return name
  }
}

/// Refuses names that are there twice; `path` leads to what has the names.
func checkUnique(_ names: [String], at path: [any CodingKey]) throws {
  var seen = Set<String>()
  for name in names where !seen.insert(name).inserted {
    throw DecodingError.problem(at: path, "must have different names, has \"\(name)\" twice")
  }
}
