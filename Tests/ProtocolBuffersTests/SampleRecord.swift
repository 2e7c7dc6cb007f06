import Foundation
import ProtocolBuffers

/// A record with a field of every kind that a schema may have.
struct SampleRecord: Message {
  var number: Int64 = 0
  var small: Int32 = 0
  var unsigned: UInt32 = 0
  var large: UInt64 = 0
  var truth = false
  var single: Float = 0
  var double: Double = 0
  var text = ""
  var bytes = Data()
  var inner: [SampleRecord] = []
  var numbers: [Int64] = []
  var loose: [Int64] = []
  var singles: [Float] = []
  var doubles: [Double] = []
  var texts: [String] = []
  var table: [String: SampleRecord] = [:]
  var last: SampleEnd?

  mutating func read(_ key: FieldKey, from reader: inout FieldReader) throws(WireError) {
    switch key.number {
    case 1: _ = try reader.read(key, into: &number)
    case 2: _ = try reader.read(key, into: &small)
    case 3: _ = try reader.read(key, into: &unsigned)
    case 4: _ = try reader.read(key, into: &large)
    case 5: _ = try reader.read(key, into: &truth)
    case 6: _ = try reader.read(key, into: &single)
    case 7: _ = try reader.read(key, into: &double)
    case 8: _ = try reader.read(key, into: &text)
    case 9: _ = try reader.read(key, into: &bytes)
    case 10: _ = try reader.read(key, into: &inner)
    case 11: _ = try reader.read(key, into: &numbers)
    case 12: _ = try reader.read(key, into: &loose)
    case 13: _ = try reader.read(key, into: &singles)
    case 14: _ = try reader.read(key, into: &doubles)
    case 15: _ = try reader.read(key, into: &texts)
    case 16: _ = try reader.read(key, into: &table)
    case 17: _ = try reader.read(key, into: &last)
    default: try reader.skip(key)
    }
  }

  func write(to writer: inout FieldWriter) {
    writer.write(1, number)
    writer.write(2, small)
    writer.write(3, unsigned)
    writer.write(4, large)
    writer.write(5, truth)
    writer.write(6, single)
    writer.write(7, double)
    writer.write(8, text)
    writer.write(9, bytes)
    writer.write(10, inner)
    writer.write(11, numbers)
    writer.write(12, loose, packed: false)
    writer.write(13, singles)
    writer.write(14, doubles)
    writer.write(15, texts)
    writer.write(16, table)
    writer.write(17, last)
  }
}

/// A record within a record.
struct SampleEnd: Message {
  var first: Int32 = 0
  var second: Int32 = 0

  mutating func read(_ key: FieldKey, from reader: inout FieldReader) throws(WireError) {
    switch key.number {
    case 1: _ = try reader.read(key, into: &first)
    case 2: _ = try reader.read(key, into: &second)
    default: try reader.skip(key)
    }
  }

  func write(to writer: inout FieldWriter) {
    writer.write(1, first)
    writer.write(2, second)
  }
}
