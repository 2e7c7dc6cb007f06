import Foundation

/// Class names in what the writer of an ONNX file noted.
package enum MetadataNames {
  private static let keys = ["names", "class_names", "classes", "labels", "id2label"]

  /// Returns the class names among notes, whichever of the usual keys they have.
  package static func find(in metadata: [String: String]) -> ClassNames? {
    for key in keys {
      if let text = metadata[key], let names = parse(text), !names.isEmpty { return names }
    }
    return nil
  }

  /// Reads JSON, a Python dictionary (`{0: 'cat', 1: 'dog'}`) or list, or names between commas or in
  /// lines; nil if it is none of these.
  static func parse(_ text: String) -> ClassNames? {
    if let value = try? JSONSerialization.jsonObject(with: Data(text.utf8)) {
      return ClassNames(json: value)
    }
    let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard let first = text.first else { return nil }
    if "{[(".contains(first) { return PythonNames(text).names }
    let separator: Character = text.contains("\n") ? "\n" : ","
    let parts = text.split(separator: separator).map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    return parts.count > 1 ? ClassNames(withIdentifiers: parts) : nil
  }
}

/// The texts of a Python dictionary with integer keys, or of a Python list.
private struct PythonNames {
  private(set) var names: ClassNames?

  private var rest: Substring

  init(_ text: String) {
    rest = text.dropFirst().dropLast()
    let isMap = text.hasPrefix("{")
    var found: [Int: String] = [:]
    while skipSpace(), !rest.isEmpty {
      guard let key = isMap ? key() : found.count, let name = quoted() else { return }
      found[key] = name
      _ = skipSpace()
      guard rest.isEmpty || take(",") else { return }
    }
    let entries = (0..<found.count).compactMap { found[$0] }
    if !entries.isEmpty && entries.count == found.count {
      names = ClassNames(withIdentifiers: entries)
    }
  }

  private mutating func skipSpace() -> Bool {
    rest = rest.drop { $0.isWhitespace }
    return true
  }

  private mutating func take(_ character: Character) -> Bool {
    guard rest.first == character else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// A number and a colon.
  private mutating func key() -> Int? {
    let digits = rest.prefix { $0.isNumber }
    rest = rest.dropFirst(digits.count)
    guard skipSpace(), take(":"), skipSpace() else { return nil }
    return Int(digits)
  }

  /// A text between quotation marks of either kind.
  private mutating func quoted() -> String? {
    guard let mark = rest.first, mark == "'" || mark == "\"" else { return nil }
    rest = rest.dropFirst()
    var text = ""
    while let character = rest.first {
      rest = rest.dropFirst()
      if character == mark { return text }
      if character == "\\", let escaped = rest.first {
        rest = rest.dropFirst()
        text.append(escaped)
      } else {
        text.append(character)
      }
    }
    return nil
  }
}
