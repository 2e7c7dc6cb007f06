/// Reads the fields of a record from bytes, one after another. Nothing of what the bytes say is
/// believed before so many bytes are there: no allocation is larger than the file.
package struct FieldReader {
  /// How deeply groups may lie in each other.
  static let deepestGroups = 100

  private let bytes: UnsafeRawBufferPointer
  private(set) var position: Int
  private let end: Int

  /// The bytes must outlive the reader.
  init(_ bytes: UnsafeRawBufferPointer) {
    self.init(bytes, 0..<bytes.count)
  }

  private init(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  var isAtEnd: Bool { position == end }

  // MARK: - Fields

  /// Takes all fields that are left into a record.
  mutating func fields(of message: inout some Message) throws(WireError) {
    while !isAtEnd { try message.read(key(), from: &self) }
  }

  /// Takes a number, a text or bytes, and returns whether they were of the kind that is asked for.
  package mutating func read<Value: WireValue>(
    _ key: FieldKey, into value: inout Value
  ) throws(WireError) -> Bool {
    guard key.kind == Value.kind else { return try skip(key) }
    value = try Value(from: &self)
    return true
  }

  /// Appends an entry of a list, or all that are packed in one field.
  package mutating func read<Value: WireValue>(
    _ key: FieldKey, into values: inout [Value]
  ) throws(WireError) -> Bool {
    if key.kind == Value.kind {
      values.append(try Value(from: &self))
      return true
    }
    guard key.kind == .delimited else { return try skip(key) }
    var packed = try delimited()
    try Value.append(from: &packed, to: &values)
    return true
  }

  /// Takes a record into what is known of it.
  package mutating func read<Held: Message>(
    _ key: FieldKey, into message: inout Held
  ) throws(WireError) -> Bool {
    guard key.kind == .delimited else { return try skip(key) }
    var inner = try delimited()
    try inner.fields(of: &message)
    return true
  }

  /// Takes a record that may not have been there.
  package mutating func read<Held: Message>(
    _ key: FieldKey, into message: inout Held?
  ) throws(WireError) -> Bool {
    var held = message ?? Held()
    guard try read(key, into: &held) else { return false }
    message = held
    return true
  }

  /// Appends a record to a list.
  package mutating func read<Held: Message>(
    _ key: FieldKey, into messages: inout [Held]
  ) throws(WireError) -> Bool {
    var held = Held()
    guard try read(key, into: &held) else { return false }
    messages.append(held)
    return true
  }

  /// Takes an entry of a table, which is a record of a name (1) and what it stands for (2).
  package mutating func read<Held: Message>(
    _ key: FieldKey, into table: inout [String: Held]
  ) throws(WireError) -> Bool {
    guard key.kind == .delimited else { return try skip(key) }
    var inner = try delimited()
    var name = ""
    var held = Held()
    while !inner.isAtEnd {
      let part = try inner.key()
      switch part.number {
      case 1: _ = try inner.read(part, into: &name)
      case 2: _ = try inner.read(part, into: &held)
      default: try inner.skip(part)
      }
    }
    table[name] = held
    return true
  }

  /// Passes over a field, and returns false: nothing of it was taken.
  @discardableResult
  package mutating func skip(_ key: FieldKey) throws(WireError) -> Bool {
    var groups: [Int] = []
    var key = key
    while true {
      switch key.kind {
      case .varint: _ = try varint()
      case .fixed64: _ = try take(8)
      case .delimited: _ = try delimited()
      case .fixed32: _ = try take(4)
      case .groupStart:
        guard groups.count < Self.deepestGroups else {
          throw .malformed(
            offset: position, detail: "more than \(Self.deepestGroups) groups in each other")
        }
        groups.append(key.number)
      case .groupEnd:
        guard groups.popLast() == key.number else {
          throw .malformed(offset: position, detail: "the end of a group that has not begun")
        }
      }
      if groups.isEmpty { return false }
      key = try self.key()
    }
  }

  // MARK: - Bytes

  /// The number and kind of the field that comes.
  mutating func key() throws(WireError) -> FieldKey {
    let offset = position
    let code = try varint()
    guard (1...FieldKey.largestNumber).contains(code >> 3) else {
      throw .malformed(offset: offset, detail: "\(code >> 3) is not the number of a field")
    }
    guard let kind = FieldKey.Kind(rawValue: UInt8(code & 7)) else {
      throw .malformed(offset: offset, detail: "\(code & 7) is not a kind of field")
    }
    return FieldKey(Int(code >> 3), kind)
  }

  /// A number of up to 64 bits.
  mutating func varint() throws(WireError) -> UInt64 {
    let offset = position
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while shift < 70 {
      guard position < end else { throw .truncated(offset: offset) }
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) &<< shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw .malformed(offset: offset, detail: "a number of more than ten bytes")
  }

  /// So many bytes.
  mutating func take(_ count: Int) throws(WireError) -> UnsafeRawBufferPointer {
    guard count <= end - position else { throw .truncated(offset: position) }
    defer { position += count }
    return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
  }

  /// All bytes that are left.
  mutating func rest() -> UnsafeRawBufferPointer {
    defer { position = end }
    return UnsafeRawBufferPointer(rebasing: bytes[position..<end])
  }

  /// A reader of the bytes whose length comes first.
  mutating func delimited() throws(WireError) -> FieldReader {
    let offset = position
    let count = try varint()
    guard count <= UInt64(end - position) else { throw .truncated(offset: offset) }
    defer { position += Int(count) }
    return FieldReader(bytes, position..<position + Int(count))
  }
}
