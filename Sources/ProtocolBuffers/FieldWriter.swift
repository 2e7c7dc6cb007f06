/// Collects the bytes of a record.
package struct FieldWriter {
  private(set) var bytes: [UInt8] = []

  // MARK: - Fields

  /// Appends a field, unless it has its type's default.
  package mutating func write<Value: WireValue>(_ number: Int, _ value: Value) {
    if !value.isDefault { writeAlways(number, value) }
  }

  /// Appends a field whatever it holds: one of several of which one is there.
  package mutating func writeAlways<Value: WireValue>(_ number: Int, _ value: Value) {
    key(number, Value.kind)
    value.write(to: &self)
  }

  /// Appends a list: packed in one field, which texts and bytes never are, or a field for each entry.
  package mutating func write<Value: WireValue>(
    _ number: Int, _ values: [Value], packed: Bool = true
  ) {
    guard !values.isEmpty else { return }
    guard packed, Value.kind != .delimited else {
      for value in values { writeAlways(number, value) }
      return
    }
    nest(number) { inner in
      for value in values { value.write(to: &inner) }
    }
  }

  /// Appends a record, if there is one.
  package mutating func write(_ number: Int, _ message: (some Message)?) {
    guard let message else { return }
    nest(number) { message.write(to: &$0) }
  }

  /// Appends a list of records.
  package mutating func write(_ number: Int, _ messages: [some Message]) {
    for message in messages { write(number, message) }
  }

  /// Appends a table, in the order of its names.
  package mutating func write(_ number: Int, _ table: [String: some Message]) {
    for (name, message) in table.sorted(by: { $0.key < $1.key }) {
      nest(number) { entry in
        entry.write(1, name)
        entry.write(2, message)
      }
    }
  }

  // MARK: - Bytes

  /// Appends a field that holds what a closure writes.
  private mutating func nest(_ number: Int, _ content: (inout FieldWriter) -> Void) {
    var inner = FieldWriter()
    content(&inner)
    key(number, .delimited)
    delimited(inner.bytes)
  }

  private mutating func key(_ number: Int, _ kind: FieldKey.Kind) {
    varint(FieldKey(number, kind).code)
  }

  mutating func varint(_ value: UInt64) {
    var value = value
    while value > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
      value >>= 7
    }
    bytes.append(UInt8(value))
  }

  mutating func fixed<Bits: FixedWidthInteger>(_ bits: Bits) {
    withUnsafeBytes(of: bits.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func delimited(_ content: some Collection<UInt8>) {
    varint(UInt64(content.count))
    bytes.append(contentsOf: content)
  }
}
