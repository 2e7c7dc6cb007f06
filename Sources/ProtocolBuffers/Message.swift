import Foundation

/// A record of fields that are told apart by numbers, as protocol buffers store them.
///
/// What conforms is written by `Scripts/generate-schema` from a `.proto` file. A field that was not
/// stored has its type's default: nought, the empty text, an empty list.
///
/// Format: https://protobuf.dev/programming-guides/encoding.
package protocol Message: Equatable, Sendable {
  /// A record whose fields all have their defaults.
  init()

  /// Takes what follows a key into the field of that number. What is stored of another kind than the
  /// schema's, or under a number that the schema does not have, is skipped.
  mutating func read(_ key: FieldKey, from reader: inout FieldReader) throws(WireError)

  /// Appends the fields that do not have their defaults.
  func write(to writer: inout FieldWriter)
}

extension Message {
  /// Returns the record that bytes hold. Of a field that is stored twice the last counts; lists are
  /// joined, and so are the fields of records.
  ///
  /// - Throws: ``WireError`` where the bytes end too early or are no fields.
  package init(serializedBytes bytes: some ContiguousBytes) throws(WireError) {
    let outcome = bytes.withUnsafeBytes { buffer -> Result<Self, WireError> in
      var message = Self()
      var reader = FieldReader(buffer)
      do throws(WireError) {
        try reader.fields(of: &message)
        return .success(message)
      } catch {
        return .failure(error)
      }
    }
    self = try outcome.get()
  }

  /// Returns the record as bytes, fields in the order of their numbers in the schema.
  package func serializedBytes<Bytes: RangeReplaceableCollection<UInt8>>() -> Bytes {
    var writer = FieldWriter()
    write(to: &writer)
    return Bytes(writer.bytes)
  }

  /// Returns a record whose fields a closure has set.
  package static func with(_ populate: (inout Self) throws -> Void) rethrows -> Self {
    var message = Self()
    try populate(&message)
    return message
  }
}
