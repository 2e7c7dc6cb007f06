/// An array with the type that its numbers have in a file; here they are floats, whatever the type.
public struct NumPyArray: Hashable, Sendable {
  /// Type of the numbers in the file.
  public let type: NumberType
  /// The numbers; truth is 1.
  public let tensor: Tensor

  /// Makes an array whose numbers are of a type.
  public init(_ tensor: Tensor, type: NumberType = .float32) {
    self.tensor = tensor
    self.type = type
  }
}

/// A type of numbers that NumPy and networks share.
public enum NumberType: String, CaseIterable, Hashable, Sendable {
  /// 16-bit floating point (IEEE 754).
  case float16
  /// 32-bit floating point.
  case float32
  /// 64-bit floating point.
  case float64
  /// 8-bit integers.
  case int8
  /// 16-bit integers.
  case int16
  /// 32-bit integers.
  case int32
  /// 64-bit integers.
  case int64
  /// Unsigned 8-bit integers.
  case uint8
  /// Unsigned 16-bit integers.
  case uint16
  /// Unsigned 32-bit integers.
  case uint32
  /// Unsigned 64-bit integers.
  case uint64
  /// True or false.
  case bool

  /// Whether numbers of the type vary continuously.
  public var isFloatingPoint: Bool { [.float16, .float32, .float64].contains(self) }

  /// Letter and number of bytes, as in NumPy's `descr`.
  var code: String {
    switch self {
    case .float16: "f2"
    case .float32: "f4"
    case .float64: "f8"
    case .int8: "i1"
    case .int16: "i2"
    case .int32: "i4"
    case .int64: "i8"
    case .uint8: "u1"
    case .uint16: "u2"
    case .uint32: "u4"
    case .uint64: "u8"
    case .bool: "b1"
    }
  }

  /// Bytes of one number.
  var size: Int {
    switch self {
    case .int8, .uint8, .bool: 1
    case .float16, .int16, .uint16: 2
    case .float32, .int32, .uint32: 4
    case .float64, .int64, .uint64: 8
    }
  }
}

// MARK: - Bytes

extension NumberType {
  /// The numbers that bytes hold, `size` each.
  func decode(_ body: ArraySlice<UInt8>, bigEndian: Bool) throws(NumPyError) -> [Float] {
    switch self {
    case .float16:
      return Self.words(body, bigEndian) { (bits: UInt16) in Float(Float16(bitPattern: bits)) }
    case .float32: return Self.words(body, bigEndian) { (bits: UInt32) in Float(bitPattern: bits) }
    case .float64: return try narrowed(body, bigEndian)
    case .bool: return Self.words(body, bigEndian) { (byte: UInt8) in byte == 0 ? 0 : 1 }
    case .int8: return Self.words(body, bigEndian) { (number: Int8) in Float(number) }
    case .int16: return Self.words(body, bigEndian) { (number: Int16) in Float(number) }
    case .uint8: return Self.words(body, bigEndian) { (number: UInt8) in Float(number) }
    case .uint16: return Self.words(body, bigEndian) { (number: UInt16) in Float(number) }
    case .int32: return try exact(body, bigEndian, as: Int32.self)
    case .int64: return try exact(body, bigEndian, as: Int64.self)
    case .uint32: return try exact(body, bigEndian, as: UInt32.self)
    case .uint64: return try exact(body, bigEndian, as: UInt64.self)
    }
  }

  /// Floats as little-endian bytes of the type; floating-point numbers stay 32 bits wide. What an
  /// integer type cannot hold becomes its nearest number.
  func encode(_ values: [Float], into bytes: inout [UInt8]) {
    switch self {
    case .float16, .float32, .float64: values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    case .bool: bytes += values.map { $0 == 0 ? 0 : 1 }
    case .int8: Self.append(values, as: Int8.self, to: &bytes)
    case .int16: Self.append(values, as: Int16.self, to: &bytes)
    case .int32: Self.append(values, as: Int32.self, to: &bytes)
    case .int64: Self.append(values, as: Int64.self, to: &bytes)
    case .uint8: Self.append(values, as: UInt8.self, to: &bytes)
    case .uint16: Self.append(values, as: UInt16.self, to: &bytes)
    case .uint32: Self.append(values, as: UInt32.self, to: &bytes)
    case .uint64: Self.append(values, as: UInt64.self, to: &bytes)
    }
  }

  private static func words<Word: FixedWidthInteger>(
    _ body: ArraySlice<UInt8>, _ bigEndian: Bool, _ number: (Word) -> Float
  ) -> [Float] {
    let size = MemoryLayout<Word>.size
    return body.withUnsafeBytes { raw in
      (0..<raw.count / size).map { index in
        let word = raw.loadUnaligned(fromByteOffset: index * size, as: Word.self)
        return number(bigEndian ? word.byteSwapped : word)
      }
    }
  }

  /// Numbers in double precision; those that are finite and beyond the range of a float are refused.
  private func narrowed(_ body: ArraySlice<UInt8>, _ bigEndian: Bool) throws(NumPyError) -> [Float]
  {
    var lost: Double?
    let numbers = Self.words(body, bigEndian) { (bits: UInt64) in
      let wide = Double(bitPattern: bits)
      let number = Float(wide)
      if number.isInfinite && wide.isFinite { lost = lost ?? wide }
      return number
    }
    if let lost { throw .outOfRange(type: self, number: "\(lost)") }
    return numbers
  }

  /// Integers that may be too large for a float; those are refused, as a rounded index is another
  /// index.
  private func exact<Word: FixedWidthInteger>(
    _ body: ArraySlice<UInt8>, _ bigEndian: Bool, as _: Word.Type
  ) throws(NumPyError) -> [Float] {
    var lost: Word?
    let numbers = Self.words(body, bigEndian) { (number: Word) in
      if let exact = Float(exactly: number) { return exact }
      lost = lost ?? number
      return 0
    }
    if let lost { throw .inexact(type: self, number: "\(lost)") }
    return numbers
  }

  private static func append<Word: FixedWidthInteger>(
    _ values: [Float], as _: Word.Type, to bytes: inout [UInt8]
  ) {
    let words = values.map { value -> Word in
      if let word = Word(exactly: value.rounded()) { return word.littleEndian }
      return (value > 0 ? Word.max : value < 0 ? Word.min : 0).littleEndian
    }
    words.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }
}
