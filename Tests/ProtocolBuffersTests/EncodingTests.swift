import Foundation
import ProtocolBuffers
import Testing

@Suite("records of numbered fields")
struct EncodingTests {
  private func record(_ bytes: [UInt8]) throws(WireError) -> SampleRecord {
    try SampleRecord(serializedBytes: bytes)
  }

  // MARK: - Right files

  @Test(
    "numbers are stored as the format's description says",
    arguments: [
      (150, [0x08, 0x96, 0x01]),
      (1, [0x08, 0x01]),
      (-2, [0x08, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]),
      (.max, [0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]),
    ] as [(Int64, [UInt8])])
  func varints(value: Int64, bytes: [UInt8]) throws {
    #expect(try record(bytes).number == value)
    #expect(SampleRecord.with { $0.number = value }.serializedBytes() == bytes)
  }

  @Test("real numbers are little-endian, and the sign of a nought is kept")
  func reals() throws {
    let bytes: [UInt8] = [0x35, 0x00, 0x00, 0xC0, 0x3F] + [0x39, 0, 0, 0, 0, 0, 0, 0, 0x80]
    let read = try record(bytes)
    #expect(read.single == 1.5 && read.double == 0 && read.double.sign == .minus)
    #expect(read.serializedBytes() == bytes)
  }

  @Test("what has its default is not stored")
  func defaults() {
    #expect(SampleRecord().serializedBytes() == [UInt8]())
  }

  @Test("every kind of field comes back as it was")
  func roundTrip() throws {
    let sample = SampleRecord.with {
      $0.number = .min
      $0.small = -7
      $0.unsigned = .max
      $0.large = .max
      $0.truth = true
      $0.single = -0.25
      $0.double = .pi
      $0.text = "Eule, 梟"
      $0.bytes = Data([0, 255, 10])
      $0.inner = [SampleRecord.with { $0.text = "in it" }, SampleRecord()]
      $0.numbers = [0, -1, 1 << 40]
      $0.loose = [3, 0, -3]
      $0.singles = [0, 1, .infinity]
      $0.doubles = [-1e300, 0]
      $0.texts = ["", "two"]
      $0.table = ["a": SampleRecord.with { $0.small = 1 }, "": SampleRecord()]
      $0.last = SampleEnd()
    }
    let bytes: [UInt8] = sample.serializedBytes()
    #expect(try record(bytes) == sample)
    #expect(try SampleRecord(serializedBytes: Data(bytes)) == sample)
  }

  @Test("a list may be packed or not, whatever the schema says, and is joined")
  func lists() throws {
    #expect(try record([0x5A, 0x02, 0x01, 0x02, 0x58, 0x03]).numbers == [1, 2, 3])
    #expect(try record([0x60, 0x01, 0x62, 0x02, 0x02, 0x03]).loose == [1, 2, 3])
    #expect(
      try record([0x6D, 0, 0, 0x80, 0x3F, 0x6A, 0x04, 0, 0, 0, 0x40]).singles == [1, 2])
  }

  @Test("of a field that is stored twice the last counts, and the fields of records are joined")
  func repeats() throws {
    #expect(try record([0x08, 0x01, 0x08, 0x02]).number == 2)
    let joined = try record([0x8A, 0x01, 0x02, 0x08, 0x05, 0x8A, 0x01, 0x02, 0x10, 0x06])
    #expect(joined.last?.first == 5 && joined.last?.second == 6)
  }

  @Test("a table's entry may lack its name or what it stands for")
  func tables() throws {
    #expect(try record([0x82, 0x01, 0x00]).table == ["": SampleRecord()])
    #expect(try record([0x82, 0x01, 0x03, 0x0A, 0x01, 0x61]).table == ["a": SampleRecord()])
  }

  @Test("numbers that are too large for a field lose their highest bits")
  func truncation() throws {
    #expect(try record([0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]).small == -1)
    #expect(try record([0x18, 0x80, 0x80, 0x80, 0x80, 0x10]).unsigned == 0)
    #expect(try record([0x28, 0x80, 0x02]).truth)
  }

  @Test(
    "fields of other numbers and other kinds are passed over",
    arguments: [
      [0xA0, 0x06, 0x05],  // 100, a number
      [0xA1, 0x06, 1, 2, 3, 4, 5, 6, 7, 8],
      [0xA5, 0x06, 1, 2, 3, 4],
      [0xA2, 0x06, 0x01, 0xFF],
      [0xA3, 0x06, 0x08, 0x07, 0x13, 0x14, 0xA4, 0x06],  // a group that holds a group
      [0x0D, 1, 2, 3, 4],  // 1, which is a varint, as four bytes
      [0x42, 0x00, 0x40, 0x01],  // 8, which is a text, as a number
      [0x88, 0x01, 0x01],  // 17, which is a record, as a number
    ] as [[UInt8]])
  func unknownFields(bytes: [UInt8]) throws {
    #expect(try record(bytes + [0x10, 0x01]) == SampleRecord.with { $0.small = 1 })
  }

  // MARK: - Damaged files

  @Test(
    "what is no field is refused with its byte",
    arguments: [
      ([0x00], 0, "0 is not the number of a field"),
      ([0x10, 0x01, 0x0E], 2, "6 is not a kind of field"),
      ([0x0F], 0, "7 is not a kind of field"),
      ([0x14], 1, "the end of a group that has not begun"),
      ([0x13, 0x1C], 2, "the end of a group that has not begun"),
      ([0x42, 0x02, 0xC3, 0x28], 1, "a text that is not UTF-8"),
      (
        [0x08] + [UInt8](repeating: 0x80, count: 10) + [0x01], 1,
        "a number of more than ten bytes"
      ),
      (
        [0xF8, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 0x00], 0,
        "8589934591 is not the number of a field"
      ),
    ] as [([UInt8], Int, String)])
  func malformed(bytes: [UInt8], offset: Int, detail: String) {
    #expect(throws: WireError.malformed(offset: offset, detail: detail)) { try record(bytes) }
  }

  @Test("groups lie in each other a hundred deep at most")
  func deepGroups() throws {
    let starts = { (count: Int) in [UInt8](repeatElement([0xBB, 0x01], count: count).joined()) }
    let ends = { (count: Int) in [UInt8](repeatElement([0xBC, 0x01], count: count).joined()) }
    #expect(try record(starts(100) + ends(100)) == SampleRecord())
    #expect(throws: WireError.self) { try record(starts(101) + ends(101)) }
    #expect(throws: WireError.self) { try record(starts(1_000_000)) }
  }

  @Test("a file that ends too early is refused wherever it is cut between fields' ends")
  func cuts() throws {
    let fields: [[UInt8]] = [
      [0x08, 0x96, 0x01], [0x35, 0, 0, 0xC0, 0x3F], [0x39, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F],
      [0x42, 0x02, 0x61, 0x62], [0x5A, 0x03, 0x01, 0x96, 0x01], [0x6A, 0x04, 0, 0, 0x80, 0x3F],
      [0x8A, 0x01, 0x02, 0x08, 0x05], [0x82, 0x01, 0x03, 0x0A, 0x01, 0x61],
      [0xA3, 0x06, 0x08, 0x07, 0xA4, 0x06],
    ]
    let whole = Array(fields.joined())
    var ends: Set<Int> = [0]
    for field in fields { ends.insert((ends.max() ?? 0) + field.count) }
    for count in 0...whole.count {
      if ends.contains(count) {
        _ = try record(Array(whole.prefix(count)))
      } else {
        #expect(throws: WireError.self) { try record(Array(whole.prefix(count))) }
      }
    }
  }

  @Test("lengths beyond what holds them are refused, however large")
  func lengths() {
    for length: [UInt8] in [
      [0x05], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
      [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
    ] {
      #expect(throws: WireError.truncated(offset: 1)) { try record([0x42] + length + [0x61]) }
      // Within a record that ends before the file does.
      #expect(throws: WireError.self) {
        try record([0x52, UInt8(length.count + 1), 0x42] + length + [0x61, 0x61, 0x61, 0x61])
      }
    }
    // Five bytes are no whole number of singles, nor of doubles.
    #expect(throws: WireError.self) { try record([0x6A, 0x05, 0, 0, 0, 0, 0]) }
    #expect(throws: WireError.self) { try record([0x72, 0x05, 0, 0, 0, 0, 0]) }
  }
}
