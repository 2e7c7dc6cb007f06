import Foundation

/// Decodes JSON; every failure becomes an error that names the file and the key.
func decodeJSON<Value: Decodable>(
  _ type: Value.Type, _ json: Data, file: String
) throws(ModelsError) -> Value {
  do {
    return try JSONDecoder().decode(type, from: json)
  } catch let error as DecodingError {
    let (path, problem) = error.explanation
    throw .badManifest(file: file, key: path.dotted, problem: problem)
  } catch {
    throw .badManifest(file: file, key: "", problem: "is not JSON")
  }
}

/// `must be "a", "b" or "c", found "d"`.
func expected(_ choices: [String], found: String) -> String {
  let quoted = choices.map { "\"\($0)\"" }
  let list = quoted.dropLast().joined(separator: ", ") + " or " + (quoted.last ?? "")
  return "must be \(list), found \"\(found)\""
}

/// A SHA-256 in lower case, or an error that says what it should look like.
func checkedChecksum(_ text: String, at path: [any CodingKey]) throws -> String {
  let lower = text.lowercased()
  guard lower.utf8.count == 64, lower.utf8.allSatisfy({ Checksum.digits.contains($0) }) else {
    throw DecodingError.problem(at: path, "must have 64 hexadecimal digits, found \"\(text)\"")
  }
  return lower
}

extension DecodingError {
  /// An error about the value at a key.
  static func problem(at path: [any CodingKey], _ problem: String) -> DecodingError {
    .dataCorrupted(Context(codingPath: path, debugDescription: problem))
  }

  /// Where the error is, and what it is, in our words.
  fileprivate var explanation: (path: [any CodingKey], problem: String) {
    switch self {
    case .keyNotFound(let key, let context): (context.codingPath + [key], "is missing")
    case .typeMismatch(let type, let context):
      (context.codingPath, "must be \(Self.name(of: type))")
    case .valueNotFound(let type, let context):
      (context.codingPath, "must be \(Self.name(of: type)), is null")
    case .dataCorrupted(let context) where context.codingPath.isEmpty: ([], "is not JSON")
    case .dataCorrupted(let context): (context.codingPath, context.debugDescription)
    @unknown default: ([], "cannot be understood")
    }
  }

  /// What JSON calls a type.
  private static func name(of type: any Any.Type) -> String {
    switch type {
    case is String.Type: "text"
    case is Int.Type: "a whole number"
    case is Double.Type: "a number"
    case is any RandomAccessCollection.Type: "a list"
    default: "an object"
    }
  }
}

extension [any CodingKey] {
  /// `input.preprocessing.mean`, with list positions in brackets.
  fileprivate var dotted: String {
    reduce(into: "") { text, key in
      if let index = key.intValue {
        text += "[\(index)]"
      } else {
        text += (text.isEmpty ? "" : ".") + key.stringValue
      }
    }
  }
}

extension KeyedDecodingContainer {
  /// One of the words that an enumeration has, or nothing when the key is absent.
  func decodeChoice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: Key
  ) throws -> Choice? {
    guard let word = try decodeIfPresent(String.self, forKey: key) else { return nil }
    guard let choice = Choice(rawValue: word) else {
      throw DecodingError.problem(
        at: codingPath + [key], expected(Choice.allCases.map(\.rawValue), found: word))
    }
    return choice
  }
}
