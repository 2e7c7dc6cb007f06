import Foundation

/// JSON of tokens that a tokenizer made elsewhere.
///
/// One text is a list of ids, `[101, 7592, 102]`, or an object of such a list, as `ids` or
/// `input_ids`, with lists of the same length for `mask` or `attention_mask`, `segments` or
/// `token_type_ids`, and `tokens`; other keys do not count. Several texts are a list of such lists
/// or objects, or one object of lists of lists, as tokenizers of Hugging Face give a batch.
enum IdentifierFile {
  /// Reads the texts of a file that is called `file` in messages.
  ///
  /// - Throws: `TextError.badIdentifiers`.
  static func entries(_ bytes: Data, file: String) throws(TextError) -> [TextEntry] {
    let contents: IdentifierLists
    do {
      contents = try JSONDecoder().decode(IdentifierLists.self, from: bytes)
    } catch {
      throw IdentifierProblem(error, bytes: bytes).error(file: file)
    }
    let isSeveral = contents.isList || contents.isBatch
    var entries: [TextEntry] = []
    for (index, text) in contents.texts.enumerated() {
      let tokens = try text.checked(file: file, key: isSeveral ? "[\(index)]" : "")
      let number = isSeveral ? index + 1 : nil
      entries.append(TextEntry(file: file, number: number, content: .ids(tokens)))
    }
    guard !entries.isEmpty else {
      throw .badIdentifiers(
        file: file, key: "", expected: "a list of token ids, such as [101, 7592, 102]",
        found: "an empty list")
    }
    return entries
  }
}

// MARK: - What is read

/// Texts as a file has them: one, a list of them, or a batch in one object.
private struct IdentifierLists: Decodable {
  let texts: [IdentifierList]
  var isList = false
  var isBatch = false

  init(from decoder: any Decoder) throws {
    if var elements = try? decoder.unkeyedContainer() {
      isList = elements.isAtEnd || Self.holdsTexts(elements)
      if !isList {
        texts = [try IdentifierList(from: decoder)]
      } else {
        var texts: [IdentifierList] = []
        while !elements.isAtEnd { texts.append(try elements.decode(IdentifierList.self)) }
        self.texts = texts
      }
    } else if let batch = try IdentifierBatch(of: decoder) {
      texts = try batch.texts()
      isBatch = true
    } else {
      texts = [try IdentifierList(from: decoder)]
    }
  }

  /// Whether the first element is a text rather than an id.
  private static func holdsTexts(_ elements: any UnkeyedDecodingContainer) -> Bool {
    var probe = elements
    if (try? probe.nestedUnkeyedContainer()) != nil { return true }
    return (try? probe.nestedContainer(keyedBy: IdentifierKey.self)) != nil
  }
}

/// What a text's lists are called, here and by tokenizers of Hugging Face.
enum IdentifierKey: String, CaseIterable, CodingKey {
  case ids, mask, segments, tokens
  case inputIdentifiers = "input_ids"
  case attentionMask = "attention_mask"
  case typeIdentifiers = "token_type_ids"

  static let identifierKeys: [IdentifierKey] = [.inputIdentifiers, .ids]
  static let maskKeys: [IdentifierKey] = [.attentionMask, .mask]
  static let segmentKeys: [IdentifierKey] = [.typeIdentifiers, .segments]
}

extension KeyedDecodingContainer<IdentifierKey> {
  fileprivate func decodeFirst<Value: Decodable>(_ keys: [Key], _ type: Value.Type) throws -> Value?
  {
    guard let key = keys.first(where: contains) else { return nil }
    return try decodeIfPresent(type, forKey: key)
  }
}

/// One text: a list of ids, or an object of lists.
struct IdentifierList: Decodable {
  let identifiers: [Int32]
  var mask: [Int32]?
  var segments: [Int32]?
  var tokens: [String]?

  init(
    identifiers: [Int32], mask: [Int32]?, segments: [Int32]?, tokens: [String]?
  ) {
    self.identifiers = identifiers
    self.mask = mask
    self.segments = segments
    self.tokens = tokens
  }

  init(from decoder: any Decoder) throws {
    if (try? decoder.unkeyedContainer()) != nil {
      identifiers = try decoder.singleValueContainer().decode([Int32].self)
      return
    }
    guard let object = try? decoder.container(keyedBy: IdentifierKey.self) else {
      throw DecodingError.typeMismatch(
        IdentifierList.self, .init(codingPath: decoder.codingPath, debugDescription: ""))
    }
    guard let identifiers = try object.decodeFirst(IdentifierKey.identifierKeys, [Int32].self)
    else {
      throw DecodingError.keyNotFound(
        IdentifierKey.inputIdentifiers,
        .init(codingPath: decoder.codingPath, debugDescription: ""))
    }
    self.identifiers = identifiers
    mask = try object.decodeFirst(IdentifierKey.maskKeys, [Int32].self)
    segments = try object.decodeFirst(IdentifierKey.segmentKeys, [Int32].self)
    tokens = try object.decodeFirst([.tokens], [String].self)
  }

  /// The text, if its lists agree and its numbers can be meant.
  func checked(file: String, key: String) throws(TextError) -> ReadyTokens {
    func fail(_ list: String, _ expected: String, _ found: String) -> TextError {
      .badIdentifiers(
        file: file, key: key.isEmpty ? list : "\(key).\(list)", expected: expected, found: found)
    }
    guard !identifiers.isEmpty else {
      throw fail("ids", "at least one token id", "an empty list")
    }
    for (name, numbers, limit) in [
      ("ids", identifiers, Int32.max), ("mask", mask ?? [], 1), ("segments", segments ?? [], .max),
    ] {
      guard let index = numbers.firstIndex(where: { !(0...limit).contains($0) }) else { continue }
      let expected = limit == 1 ? "0 or 1" : "a whole number, zero or more"
      throw fail("\(name)[\(index)]", expected, "\(numbers[index])")
    }
    for (name, count) in [
      ("mask", mask?.count), ("segments", segments?.count), ("tokens", tokens?.count),
    ] {
      guard let count, count != identifiers.count else { continue }
      throw fail(name, "\(identifiers.count) entries, one for each id", "\(count)")
    }
    return ReadyTokens(identifiers: identifiers, mask: mask, segments: segments, tokens: tokens)
  }
}

extension ReadyTokens {
  /// Makes a text of lists of a file, if they agree and their numbers can be meant; `key` is where they
  /// stand there.
  ///
  /// - Throws: `TextError.badIdentifiers`.
  public static func checked(
    identifiers: [Int32], mask: [Int32]?, segments: [Int32]?, file: String, key: String
  ) throws(TextError) -> ReadyTokens {
    try IdentifierList(identifiers: identifiers, mask: mask, segments: segments, tokens: nil)
      .checked(file: file, key: key)
  }
}

/// A list of a batch that has not a list for each text.
struct BatchMismatch: Error {
  let key: String
  let expected: Int
  let found: Int
}

/// Several texts as one object of lists of lists.
private struct IdentifierBatch {
  private let identifiers: [[Int32]]
  private let masks: [[Int32]]?
  private let segments: [[Int32]]?
  private let tokens: [[String]]?

  /// Reads a batch; nil for what is none.
  init?(of decoder: any Decoder) throws {
    guard let object = try? decoder.container(keyedBy: IdentifierKey.self),
      let key = IdentifierKey.identifierKeys.first(where: object.contains),
      var first = try? object.nestedUnkeyedContainer(forKey: key),
      (try? first.nestedUnkeyedContainer()) != nil
    else { return nil }
    identifiers = try object.decode([[Int32]].self, forKey: key)
    masks = try object.decodeFirst(IdentifierKey.maskKeys, [[Int32]].self)
    segments = try object.decodeFirst(IdentifierKey.segmentKeys, [[Int32]].self)
    tokens = try object.decodeFirst([.tokens], [[String]].self)
  }

  func texts() throws(BatchMismatch) -> [IdentifierList] {
    for (key, count) in [
      (IdentifierKey.mask, masks?.count), (.segments, segments?.count), (.tokens, tokens?.count),
    ] where count != nil && count != identifiers.count {
      throw BatchMismatch(
        key: key.rawValue, expected: identifiers.count, found: count ?? 0)
    }
    return identifiers.indices.map {
      IdentifierList(
        identifiers: identifiers[$0], mask: masks?[$0], segments: segments?[$0],
        tokens: tokens?[$0])
    }
  }
}
