import Foundation

/// A file of class names: one in each line, line i naming output i, or JSON.
public enum LabelFile {
  /// The largest file that is read, 16 MiB.
  package static let byteLimit = 16 << 20

  /// Reads a file of class names: lines, or JSON that is a list of names, a map of index to name or
  /// of name to index, or a configuration of Hugging Face with `id2label`.
  ///
  /// - Throws: `ModelsError.unreadableFile`, `.fileTooLarge` above 16 MiB, `.badManifest` for JSON
  ///   that holds no names and for a `.json` that is none.
  public static func read(_ path: String) throws(ModelsError) -> ClassNames {
    let data = try FileContents.read(path, limit: byteLimit)
    guard let value = try? JSONSerialization.jsonObject(with: data) else {
      if path.lowercased().hasSuffix(".json") {
        throw .badManifest(file: path, key: "", problem: "is not JSON")
      }
      return parse(data)
    }
    if let names = ClassNames(json: value) { return names }
    throw .badManifest(
      file: path, key: "",
      problem: "must be a list of names, or an object of the indices 0, 1, … and names")
  }

  /// The class names of a text: `\n` or `\r\n` ends a line, empty lines at the end do not count,
  /// and WordNet's identifiers (`n01440764 tench`) are taken off when every line has one.
  public static func parse(_ data: Data) -> ClassNames {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let body = data.starts(with: mark) ? data.dropFirst(mark.count) : data
    var lines = body.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
    while lines.last?.allSatisfy(isBlank) == true { lines.removeLast() }
    return ClassNames(withIdentifiers: lines.map { String(decoding: $0, as: UTF8.self) })
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}

extension ClassNames {
  /// Reads what JSON has: a list of names, a map, or an object with `id2label`; nil for anything
  /// else. A map's values may be pairs of identifier and name, as Keras has them.
  init?(json value: Any) {
    if let list = value as? [String] {
      self.init(withIdentifiers: list)
    } else if let pairs = value as? [[String]] {
      self.init(pairs: pairs)
    } else if let map = value as? [String: Any] {
      self.init(map: map["id2label"] as? [String: Any] ?? map)
    } else {
      return nil
    }
  }

  private init?(pairs: [[String]]) {
    guard !pairs.isEmpty, pairs.allSatisfy({ $0.count == 2 }) else { return nil }
    let areIdentified = pairs.allSatisfy { Self.isIdentifier($0[0]) }
    self.init(pairs.map { $0[1] }, identifiers: areIdentified ? pairs.map { $0[0] } : nil)
  }

  private init?(map: [String: Any]) {
    if let places = map as? [String: Int] {
      let sorted = places.sorted { $0.value < $1.value }
      guard !sorted.isEmpty, sorted.map(\.value) == Array(sorted.indices) else { return nil }
      self.init(withIdentifiers: sorted.map(\.key))
      return
    }
    let entries = (0..<map.count).compactMap { map[String($0)] }
    guard !entries.isEmpty, entries.count == map.count else { return nil }
    if let pairs = entries as? [[String]] {
      self.init(pairs: pairs)
    } else if let names = entries as? [String] {
      self.init(withIdentifiers: names)
    } else {
      return nil
    }
  }
}
