import Foundation

/// What a field may hold but records: numbers, truth values, texts, bytes.
package protocol WireValue: Equatable, Sendable {
  /// How it is delimited where it stands alone.
  static var kind: FieldKey.Kind { get }
  /// Whether it is what a field has that is not stored.
  var isDefault: Bool { get }

  init(from reader: inout FieldReader) throws(WireError)
  func write(to writer: inout FieldWriter)

  /// Appends what is packed in all that a reader has left. A requirement, so that the loop is compiled for
  /// each type here, and not for any type where a schema is read.
  static func append(from reader: inout FieldReader, to values: inout [Self]) throws(WireError)
}

extension WireValue {
  package static func append(
    from reader: inout FieldReader, to values: inout [Self]
  ) throws(WireError) {
    while !reader.isAtEnd { values.append(try Self(from: &reader)) }
  }
}

// MARK: - Whole numbers

/// Whole numbers are varints of 64 bits; the highest are dropped where fewer are held.
protocol WireInteger: WireValue, FixedWidthInteger {
  init(stored: UInt64)
  var stored: UInt64 { get }
}

extension WireInteger {
  package static var kind: FieldKey.Kind { .varint }
  package var isDefault: Bool { self == 0 }
  package init(from reader: inout FieldReader) throws(WireError) {
    self.init(stored: try reader.varint())
  }
  package func write(to writer: inout FieldWriter) { writer.varint(stored) }
}

extension Int32: WireInteger {
  init(stored: UInt64) { self.init(truncatingIfNeeded: stored) }
  var stored: UInt64 { UInt64(bitPattern: Int64(self)) }
}

extension Int64: WireInteger {
  init(stored: UInt64) { self.init(bitPattern: stored) }
  var stored: UInt64 { UInt64(bitPattern: self) }
}

extension UInt32: WireInteger {
  init(stored: UInt64) { self.init(truncatingIfNeeded: stored) }
  var stored: UInt64 { UInt64(self) }
}

extension UInt64: WireInteger {
  init(stored: UInt64) { self = stored }
  var stored: UInt64 { self }
}

extension Bool: WireValue {
  package static var kind: FieldKey.Kind { .varint }
  package var isDefault: Bool { !self }
  package init(from reader: inout FieldReader) throws(WireError) {
    self = try reader.varint() != 0
  }
  package func write(to writer: inout FieldWriter) { writer.varint(self ? 1 : 0) }
}

// MARK: - Real numbers

extension Float: WireValue {
  package static var kind: FieldKey.Kind { .fixed32 }
  package var isDefault: Bool { bitPattern == 0 }
  package init(from reader: inout FieldReader) throws(WireError) {
    let bytes = try reader.take(MemoryLayout<UInt32>.size)
    self.init(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)))
  }
  package func write(to writer: inout FieldWriter) { writer.fixed(bitPattern) }
}

extension Double: WireValue {
  package static var kind: FieldKey.Kind { .fixed64 }
  package var isDefault: Bool { bitPattern == 0 }
  package init(from reader: inout FieldReader) throws(WireError) {
    let bytes = try reader.take(MemoryLayout<UInt64>.size)
    self.init(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self)))
  }
  package func write(to writer: inout FieldWriter) { writer.fixed(bitPattern) }
}

// MARK: - Texts and bytes

extension String: WireValue {
  package static var kind: FieldKey.Kind { .delimited }
  package var isDefault: Bool { isEmpty }
  package init(from reader: inout FieldReader) throws(WireError) {
    let offset = reader.position
    var inner = try reader.delimited()
    guard let text = String(validating: inner.rest(), as: UTF8.self) else {
      throw .malformed(offset: offset, detail: "a text that is not UTF-8")
    }
    self = text
  }
  package func write(to writer: inout FieldWriter) { writer.delimited(utf8) }
}

extension Data: WireValue {
  package static var kind: FieldKey.Kind { .delimited }
  package var isDefault: Bool { isEmpty }
  package init(from reader: inout FieldReader) throws(WireError) {
    var inner = try reader.delimited()
    self.init(inner.rest())
  }
  package func write(to writer: inout FieldWriter) { writer.delimited(self) }
}
