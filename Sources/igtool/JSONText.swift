import Foundation

/// JSON as this program writes it: keys sorted, numbers in their shortest exact form.
enum JSONText {
  /// A value on one line; `keys` says how names of members are written.
  static func line(
    _ value: some Encodable, keys: JSONEncoder.KeyEncodingStrategy = .useDefaultKeys
  ) throws -> String {
    try encode(value, [], keys)
  }

  /// A value with one key per line, and a line end.
  static func document(_ value: some Encodable) throws -> String {
    try encode(value, [.prettyPrinted], .useDefaultKeys) + "\n"
  }

  /// What was written as a value.
  static func value<Value: Decodable>(_ type: Value.Type, in text: Data) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    return try decoder.decode(type, from: text)
  }

  private static func encode(
    _ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting,
    _ keys: JSONEncoder.KeyEncodingStrategy
  ) throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = keys
    encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
    // JSON has no numbers beyond all bounds.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      throw Failure(.internalError, "a result cannot be written as JSON: \(error)")
    }
  }
}
