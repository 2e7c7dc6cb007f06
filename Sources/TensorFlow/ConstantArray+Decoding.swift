#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension ConstantArray {
  /// Reads the array of the Const node `node`; `limit` is the largest count of numbers that the file
  /// does not list one by one.
  init(_ proto: TensorFlowTensor, of node: String, limit: Int) throws(TensorFlowError) {
    func failure(_ detail: String) -> TensorFlowError { .constant(node: node, detail: detail) }
    guard proto.dtype < 100, let type = ElementType(tensorFlow: proto.dtype) else {
      throw failure(
        "element type \(proto.dtype) is not supported; expected numbers or booleans")
    }
    let extents = proto.tensorShape.dim.map { Int($0.size) }
    guard !proto.tensorShape.unknownRank, let count = Self.count(of: extents) else {
      throw failure("extents \(extents) are too large, or are none")
    }
    let listed = ListedNumbers(proto)
    guard listed.count <= count else {
      throw failure("expected \(count) numbers for extents \(extents), found \(listed.count)")
    }
    if listed.mustBeWhole, listed.count < count || !listed.isAligned {
      throw failure("expected \(count) numbers for extents \(extents), found \(listed.count)")
    }
    guard listed.count == count || count <= limit else {
      throw failure("its \(count) numbers are too many for a file of this size")
    }
    self.init(extents: extents, type: type, bytes: listed.bytes(repeatedTo: count))
  }
}

/// The numbers that are written in the file.
private struct ListedNumbers {
  let proto: TensorFlowTensor

  init(_ proto: TensorFlowTensor) {
    self.proto = proto
  }

  private var type: Int32 { proto.dtype }
  private var content: Data { proto.tensorContent }

  /// Whether the last number does not stand for those that are not listed.
  var mustBeWhole: Bool { !content.isEmpty }

  /// Whether the bytes are a whole number of numbers.
  var isAligned: Bool { content.count % contentWidth == 0 }

  /// How many numbers there are.
  var count: Int {
    if mustBeWhole { return content.count / contentWidth }
    switch type {
    case 1: return proto.floatVal.count
    case 2: return proto.doubleVal.count
    case 14, 19: return proto.halfVal.count
    case 9: return proto.int64Val.count
    case 10: return proto.boolVal.count
    case 22: return proto.uint32Val.count
    case 23: return proto.uint64Val.count
    default: return proto.intVal.count
    }
  }

  /// Bytes of a number in `tensor_content`.
  private var contentWidth: Int {
    switch type {
    case 2, 9, 23: 8
    case 1, 3, 22: 4
    case 5, 14, 17, 19: 2
    default: 1
    }
  }

  /// The numbers in our type, the last one repeated until there are `count`; zeros if there is none.
  func bytes(repeatedTo count: Int) -> Data {
    if !mustBeWhole { return listed(repeatedTo: count) }
    switch type {
    case 1, 9, 23: return content
    case 2: return decoded(UInt64.self) { Self.bits(Float(Double(bitPattern: $0))) }
    case 3: return decoded(Int32.self) { Int64($0).littleEndian }
    case 4: return decoded(UInt8.self) { Int64($0).littleEndian }
    case 5: return decoded(Int16.self) { Int64($0).littleEndian }
    case 6: return decoded(Int8.self) { Int64($0).littleEndian }
    case 14: return decoded(UInt16.self) { Self.bits(Self.brainFloat($0)) }
    case 17: return decoded(UInt16.self) { Int64($0).littleEndian }
    case 19: return decoded(UInt16.self) { Self.bits(Self.half($0)) }
    case 22: return decoded(UInt32.self) { Int64($0).littleEndian }
    default: return decoded(UInt8.self) { $0 == 0 ? 0 : 1 as UInt8 }
    }
  }

  private func listed(repeatedTo count: Int) -> Data {
    switch type {
    case 1: filled(proto.floatVal.map(Self.bits), count)
    case 2: filled(proto.doubleVal.map { Self.bits(Float($0)) }, count)
    case 9: filled(proto.int64Val.map(\.littleEndian), count)
    case 10: filled(proto.boolVal.map { $0 ? 1 : 0 as UInt8 }, count)
    case 14:
      filled(
        proto.halfVal.map { Self.bits(Self.brainFloat(UInt16(truncatingIfNeeded: $0))) }, count)
    case 19:
      filled(proto.halfVal.map { Self.bits(Self.half(UInt16(truncatingIfNeeded: $0))) }, count)
    case 22: filled(proto.uint32Val.map { Int64($0).littleEndian }, count)
    case 23: filled(proto.uint64Val.map { Int64(bitPattern: $0).littleEndian }, count)
    default: filled(proto.intVal.map { Int64($0).littleEndian }, count)
    }
  }

  private func filled<Number: FixedWidthInteger & BitwiseCopyable>(
    _ numbers: [Number], _ count: Int
  ) -> Data {
    let rest = [Number](repeating: numbers.last ?? 0, count: count - numbers.count)
    return ConstantArray.bytes(of: numbers + rest)
  }

  private func decoded<Stored: FixedWidthInteger & BitwiseCopyable, Number: BitwiseCopyable>(
    _: Stored.Type, _ body: (Stored) -> Number
  ) -> Data {
    let width = MemoryLayout<Stored>.size
    return content.withUnsafeBytes { buffer in
      ConstantArray.bytes(
        of: (0..<buffer.count / width).map { index in
          let stored = buffer.loadUnaligned(fromByteOffset: index * width, as: Stored.self)
          return body(Stored(littleEndian: stored))
        })
    }
  }

  private static func bits(_ value: Float) -> UInt32 { value.bitPattern.littleEndian }

  private static func brainFloat(_ bits: UInt16) -> Float {
    Float(bitPattern: UInt32(bits) << 16)
  }

  /// The value of a half-precision number, by its fields: 1 bit sign, 5 exponent, 10 fraction.
  private static func half(_ bits: UInt16) -> Float {
    let sign: Float = bits >> 15 == 0 ? 1 : -1
    let (exponent, fraction) = (Int(bits >> 10 & 31), Float(bits & 1023))
    switch exponent {
    case 0: return sign * fraction * 0x1p-24
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default:
      return sign * (1 + fraction * 0x1p-10)
        * Float(sign: .plus, exponent: exponent - 15, significand: 1)
    }
  }
}
