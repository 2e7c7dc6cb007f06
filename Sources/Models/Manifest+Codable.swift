import Foundation

extension Manifest {
  /// The largest manifest that is read, 1 MiB.
  package static let byteLimit = 1 << 20

  /// Reads a manifest from JSON; `file` is only named in errors.
  ///
  /// - Throws: `ModelsError.badManifest`, which names the key.
  public init(json: Data, file: String) throws(ModelsError) {
    self = try decodeJSON(Manifest.self, json, file: file)
  }

  /// The manifest as JSON for people: indented, keys sorted, a newline at the end.
  public func json() -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Strings, integers and finite numbers: nothing that JSON cannot hold.
    guard let data = try? encoder.encode(self) else {
      preconditionFailure("manifest not encodable")
    }
    return data + Data("\n".utf8)
  }
}

extension Manifest: Codable {
  private enum Key: String, CodingKey {
    case name, title, license, source, input, inputs, output, labels, sha256
    case summary = "description"
  }

  /// Reads the keys that are there; the only picture of `inputs` stands for an absent `input`.
  ///
  /// - Throws: `DecodingError` for a value of another type, or that makes no sense.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let inputs = try container.decodeIfPresent([NamedInput].self, forKey: .inputs) ?? []
    try checkUnique(inputs.map(\.name), at: container.codingPath + [Key.inputs])
    let pictures = inputs.compactMap(\.picture)
    let onlyPicture = pictures.count == 1 ? pictures[0] : Input()
    self.init(
      name: try container.decodeIfPresent(String.self, forKey: .name),
      title: try container.decodeIfPresent(String.self, forKey: .title),
      summary: try container.decodeIfPresent(String.self, forKey: .summary),
      license: try container.decodeIfPresent(String.self, forKey: .license),
      source: try container.decodeIfPresent(String.self, forKey: .source),
      input: try container.decodeIfPresent(Input.self, forKey: .input) ?? onlyPicture,
      inputs: inputs,
      output: try container.decodeIfPresent(Output.self, forKey: .output),
      labels: try container.decodeIfPresent(LabelSource.self, forKey: .labels),
      sha256: try container.decodeChecksums(.sha256))
  }

  /// Writes the keys that have values.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encodeIfPresent(name, forKey: .name)
    try container.encodeIfPresent(title, forKey: .title)
    try container.encodeIfPresent(summary, forKey: .summary)
    try container.encodeIfPresent(license, forKey: .license)
    try container.encodeIfPresent(source, forKey: .source)
    try container.encode(input, forKey: .input)
    if !inputs.isEmpty { try container.encode(inputs, forKey: .inputs) }
    try container.encodeIfPresent(output, forKey: .output)
    try container.encodeIfPresent(labels, forKey: .labels)
    try container.encode(sha256, forKey: .sha256)
  }
}

extension Manifest.Input: Codable {
  private enum Key: String, CodingKey {
    case width, height, preprocessing, fit, cropRatio, filter
  }

  /// Reads the keys that are there, and refuses sizes and ratios that no picture can have.
  ///
  /// - Throws: `DecodingError` for those, for words that there are not, and for values of another
  ///   type.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      width: try container.decodeSide(.width),
      height: try container.decodeSide(.height),
      preprocessing: try container.decodeIfPresent(Preprocessing.self, forKey: .preprocessing),
      fit: try container.decodeChoice(.fit),
      cropRatio: try container.decodeIfPresent(Double.self, forKey: .cropRatio),
      filter: try container.decodeChoice(.filter))
    if let cropRatio, !(cropRatio > 0 && cropRatio <= 1) {
      throw DecodingError.problem(
        at: container.codingPath + [Key.cropRatio], "must be above 0 and at most 1")
    }
  }

  /// Writes the keys that have values.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encodeIfPresent(width, forKey: .width)
    try container.encodeIfPresent(height, forKey: .height)
    try container.encodeIfPresent(preprocessing, forKey: .preprocessing)
    try container.encodeIfPresent(fit?.rawValue, forKey: .fit)
    try container.encodeIfPresent(cropRatio, forKey: .cropRatio)
    try container.encodeIfPresent(filter?.rawValue, forKey: .filter)
  }
}

extension Manifest.Output: Codable {
  private enum Key: String, CodingKey {
    case name, head, labels
  }

  /// Reads `"probability"` or `"logit"`, or an object of `name`, `head` and `labels`.
  ///
  /// - Throws: `DecodingError` for another word, or a value of another type.
  public init(from decoder: any Decoder) throws {
    if let word = try? decoder.singleValueContainer().decode(String.self) {
      guard let numbers = Numbers(rawValue: word) else {
        throw DecodingError.problem(
          at: decoder.codingPath, expected(Numbers.allCases.map(\.rawValue), found: word))
      }
      self.init(numbers: numbers)
      return
    }
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      name: try container.decodeIfPresent(String.self, forKey: .name),
      head: try container.decodeChoice(.head),
      labels: try container.decodeIfPresent([String].self, forKey: .labels))
  }

  /// Writes a word where nothing else is known, or the keys that have values.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    if let numbers {
      var container = encoder.singleValueContainer()
      return try container.encode(numbers.rawValue)
    }
    var container = encoder.container(keyedBy: Key.self)
    try container.encodeIfPresent(name, forKey: .name)
    try container.encodeIfPresent(head?.rawValue, forKey: .head)
    try container.encodeIfPresent(labels, forKey: .labels)
  }
}

extension KeyedDecodingContainer {
  /// One side of a picture.
  fileprivate func decodeSide(_ key: Key) throws -> Int? {
    guard let side = try decodeIfPresent(Int.self, forKey: key) else { return nil }
    guard (1...65_535).contains(side) else {
      throw DecodingError.problem(at: codingPath + [key], "must be 1 to 65535, is \(side)")
    }
    return side
  }

  /// One checksum or a list of them.
  fileprivate func decodeChecksums(_ key: Key) throws -> [String] {
    if let one = try? decode(String.self, forKey: key) {
      return [try checkedChecksum(one, at: codingPath + [key])]
    }
    return try (decodeIfPresent([String].self, forKey: key) ?? []).map {
      try checkedChecksum($0, at: codingPath + [key])
    }
  }
}
