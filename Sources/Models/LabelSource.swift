/// Where the class names of a network are: a file beside it, and where that file can be fetched.
///
/// In JSON a plain string is the file's name alone.
public struct LabelSource: Hashable, Sendable {
  /// The file's name, without a folder.
  public let file: String
  /// Where the file can be fetched.
  public let url: String?
  /// The size of the fetched file.
  public let bytes: Int?
  /// SHA-256 of the fetched file.
  public let sha256: String?
  /// How many names there are.
  public let lines: Int?
  /// How many classes there are, where the last ones have no name.
  public let classes: Int?

  /// A file of class names; `file` has no folder in it.
  public init(
    file: String, url: String? = nil, bytes: Int? = nil, sha256: String? = nil, lines: Int? = nil,
    classes: Int? = nil
  ) {
    self.file = file
    self.url = url
    self.bytes = bytes
    self.sha256 = sha256
    self.lines = lines
    self.classes = classes
  }
}

extension LabelSource: Codable {
  private enum Key: String, CodingKey {
    case file, url, bytes, sha256, lines, classes
  }

  /// Reads a file name, or an object with at least the key `file`.
  ///
  /// - Throws: `DecodingError` for a file name that leads to another folder, a checksum without 64
  ///   digits, or a value of another type.
  public init(from decoder: any Decoder) throws {
    if let file = try? decoder.singleValueContainer().decode(String.self) {
      self.init(file: try Self.checkedName(file, at: decoder.codingPath))
      return
    }
    let container = try decoder.container(keyedBy: Key.self)
    let path = container.codingPath
    let checksum = try container.decodeIfPresent(String.self, forKey: .sha256)
    self.init(
      file: try Self.checkedName(
        try container.decode(String.self, forKey: .file), at: path + [Key.file]),
      url: try container.decodeIfPresent(String.self, forKey: .url),
      bytes: try container.decodeIfPresent(Int.self, forKey: .bytes),
      sha256: try checksum.map { try checkedChecksum($0, at: path + [Key.sha256]) },
      lines: try container.decodeIfPresent(Int.self, forKey: .lines),
      classes: try container.decodeIfPresent(Int.self, forKey: .classes))
  }

  /// Writes a plain name when nothing else is known.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    guard self != LabelSource(file: file) else {
      var container = encoder.singleValueContainer()
      return try container.encode(file)
    }
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(file, forKey: .file)
    try container.encodeIfPresent(url, forKey: .url)
    try container.encodeIfPresent(bytes, forKey: .bytes)
    try container.encodeIfPresent(sha256, forKey: .sha256)
    try container.encodeIfPresent(lines, forKey: .lines)
    try container.encodeIfPresent(classes, forKey: .classes)
  }

  /// A manifest may come from anywhere: it must not lead to a file of another folder.
  static func checkedName(_ name: String, at path: [any CodingKey]) throws -> String {
    guard !name.isEmpty, !name.contains("/"), !name.contains("\0"), name != ".", name != ".." else {
      throw DecodingError.problem(
        at: path, "must be the name of a file in the manifest's folder, found \"\(name)\"")
    }
    return name
  }
}
