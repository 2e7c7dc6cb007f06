import Foundation

/// Why JSON holds no ids of tokens, in this program's words.
struct IdentifierProblem {
  private let error: any Error
  private let bytes: Data

  /// Takes what decoding threw, and what was decoded.
  init(_ error: any Error, bytes: Data) {
    self.error = error
    self.bytes = bytes
  }

  /// The error of a file that is called `file` in messages.
  func error(file: String) -> TextError {
    if let mismatch = error as? BatchMismatch {
      return .badIdentifiers(
        file: file, key: mismatch.key, expected: "\(mismatch.expected) lists, one for each text",
        found: "\(mismatch.found)")
    }
    guard let root = try? JSONSerialization.jsonObject(with: bytes, options: .fragmentsAllowed)
    else {
      return .badIdentifiers(
        file: file, key: "",
        expected: "JSON of token ids (a text that begins like JSON can follow an empty line)",
        found: "broken JSON")
    }
    let (expected, path) = problem(root)
    let key = path.map { key in key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)" }.joined()
    return .badIdentifiers(
      file: file, key: key.hasPrefix(".") ? String(key.dropFirst()) : key, expected: expected,
      found: Self.describe(Self.value(of: root, at: path)))
  }

  private func problem(_ root: Any) -> (expected: String, path: [any CodingKey]) {
    switch error as? DecodingError {
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      (Self.name(type), context.codingPath)
    case .keyNotFound(_, let context):
      ("a list of token ids as \"input_ids\" or \"ids\"", context.codingPath)
    default:
      // Of numbers that do not fit, decoders do not say where they are.
      ("a whole number below 2147483648", Self.pathOfMisfit(root, []) ?? [])
    }
  }

  private static func name(_ type: Any.Type) -> String {
    if type == Int32.self { return "a whole number" }
    if type == String.self { return "a text" }
    return type == IdentifierList.self
      ? "a list of token ids, or an object with \"input_ids\"" : "a list"
  }
}

// MARK: - Places

extension IdentifierProblem {
  /// A step into a list or an object.
  private struct Step: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
    init(intValue: Int) { (stringValue, self.intValue) = ("\(intValue)", intValue) }
  }

  /// Where the first number is that no id can be.
  private static func pathOfMisfit(_ value: Any, _ path: [Step]) -> [Step]? {
    switch value {
    case let list as [Any]:
      for (index, element) in list.enumerated() {
        if let found = pathOfMisfit(element, path + [Step(intValue: index)]) { return found }
      }
      return nil
    case let object as [String: Any]:
      for key in IdentifierKey.allCases.map(\.rawValue) {
        guard let element = object[key] else { continue }
        if let found = pathOfMisfit(element, path + [Step(stringValue: key)]) { return found }
      }
      return nil
    case let number as NSNumber:
      return Int32(exactly: number.doubleValue) == nil ? path : nil
    default: return nil
    }
  }

  private static func value(of root: Any, at path: [any CodingKey]) -> Any? {
    path.reduce(root) { (value: Any?, key) in
      guard let index = key.intValue else { return (value as? [String: Any])?[key.stringValue] }
      guard let list = value as? [Any], list.indices.contains(index) else { return nil }
      return list[index]
    }
  }

  /// What a value is. True and false are numbers here, and nothing tells them from 1 and 0.
  private static func describe(_ value: Any?) -> String {
    switch value {
    case is String: "a text"
    case is [String: Any]: "an object"
    case is [Any]: "a list"
    case let number as NSNumber:
      ["0", "1"].contains(number.stringValue) ? "another value" : number.stringValue
    default: "nothing"
    }
  }
}
