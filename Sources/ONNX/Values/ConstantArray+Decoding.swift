import Tensors

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension ConstantArray {
  /// Reads a constant of a file; `name` is for error messages, `files` reads what lies beside it.
  init(
    _ tensor: ONNXTensor, name: String, files: ExternalFiles? = nil
  ) throws(ONNXError) {
    guard let type = ElementType(rawValue: tensor.dataType) else {
      throw .tensor(
        name: name,
        detail: "element type \(tensor.dataType) is not supported; expected floating-point "
          + "numbers, integers or booleans")
    }
    let dimensions = tensor.dims.map(Int.init)
    let extents = "(\(dimensions.map(String.init).joined(separator: "×")))"
    guard dimensions.count <= Self.maximumRank else {
      throw .tensor(
        name: name, detail: "expected at most \(Self.maximumRank) axes, found \(dimensions.count)")
    }
    guard let count = Self.count(of: dimensions) else {
      throw .tensor(name: name, detail: "extents \(extents) cannot be laid out")
    }
    guard type != .text else { throw .tensor(name: name, detail: "it holds text, not numbers") }
    var stored = tensor
    if tensor.dataLocation == 1 {
      stored.rawData = try ExternalFiles.contents(
        of: tensor, name: name, bytes: count * type.size, files: files)
    } else if tensor.dataLocation != 0 || !tensor.externalData.isEmpty {
      throw .tensor(name: name, detail: "it says neither that its numbers are here nor elsewhere")
    }
    let (decoded, found) = type.decode(stored, count: count)
    guard let decoded else {
      throw .tensor(
        name: name, detail: "expected \(count) numbers for extents \(extents), found \(found)")
    }
    self.init(dimensions: dimensions, elements: decoded, type: type)
  }
}

extension ElementType {
  /// Returns the numbers, or nil where there are not `count` of them, and what was found.
  fileprivate func decode(
    _ tensor: ONNXTensor, count: Int
  ) -> (elements: ConstantArray.Elements?, found: String) {
    if !tensor.rawData.isEmpty {
      let found = "\(tensor.rawData.count) bytes, \(size) for each number"
      return (tensor.rawData.count == count * size ? raw(tensor.rawData, count) : nil, found)
    }
    let elements = listed(tensor)
    let found = ConstantArray(dimensions: [], elements: elements, type: self).count
    return (found == count ? elements : nil, "\(found)")
  }

  private func raw(_ data: Data, _ count: Int) -> ConstantArray.Elements {
    switch self {
    case .float: .floats(data.floats(count))
    case .double: .floats(data.numbers(count, of: UInt64.self) { Float(Double(bitPattern: $0)) })
    case .float16: .floats(data.numbers(count, of: UInt16.self, halfPrecision))
    case .bfloat16: .floats(data.numbers(count, of: UInt16.self, brainPrecision))
    case .int8: .integers(data.numbers(count, of: Int8.self) { Int($0) })
    case .int16: .integers(data.numbers(count, of: Int16.self) { Int($0) })
    case .int32: .integers(data.numbers(count, of: Int32.self) { Int($0) })
    case .int64: .integers(data.numbers(count, of: Int64.self) { Int($0) })
    case .uint8: .integers(data.numbers(count, of: UInt8.self) { Int($0) })
    case .uint16: .integers(data.numbers(count, of: UInt16.self) { Int($0) })
    case .uint32: .integers(data.numbers(count, of: UInt32.self) { Int($0) })
    case .uint64: .integers(data.numbers(count, of: UInt64.self) { Int(clamping: $0) })
    case .boolean: .integers(data.numbers(count, of: UInt8.self) { $0 == 0 ? 0 : 1 })
    case .text: .integers([])
    }
  }

  /// The numbers in the field of their own type. Small types are kept as 32-bit integers.
  private func listed(_ tensor: ONNXTensor) -> ConstantArray.Elements {
    switch self {
    case .float: .floats(tensor.floatData)
    case .double: .floats(tensor.doubleData.map(Float.init))
    case .float16: .floats(tensor.int32Data.map { halfPrecision(UInt16(truncatingIfNeeded: $0)) })
    case .bfloat16: .floats(tensor.int32Data.map { brainPrecision(UInt16(truncatingIfNeeded: $0)) })
    case .int64: .integers(tensor.int64Data.map(Int.init))
    case .uint32, .uint64: .integers(tensor.uint64Data.map { Int(clamping: $0) })
    case .int32, .int16, .int8, .uint16, .uint8: .integers(tensor.int32Data.map(Int.init))
    case .boolean: .integers(tensor.int32Data.map { $0 == 0 ? 0 : 1 })
    case .text: .integers([])
    }
  }
}

extension Data {
  /// Returns `count` little-endian 32-bit numbers, which is how memory has them as well.
  fileprivate func floats(_ count: Int) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { target, initialized in
      initialized = copyBytes(to: target) / MemoryLayout<Float>.size
    }
  }

  /// Returns `count` little-endian numbers, converted.
  @inline(__always)
  fileprivate func numbers<Stored: FixedWidthInteger, Result>(
    _ count: Int, of type: Stored.Type, _ convert: (Stored) -> Result
  ) -> [Result] {
    withUnsafeBytes { bytes in
      [Result](unsafeUninitializedCapacity: count) { target, initialized in
        for index in 0..<count {
          let stored = bytes.loadUnaligned(
            fromByteOffset: index * MemoryLayout<Stored>.size, as: Stored.self)
          target.initializeElement(at: index, to: convert(Stored(littleEndian: stored)))
        }
        initialized = count
      }
    }
  }
}

/// The value of an IEEE 754 number of 16 bits.
private func halfPrecision(_ bits: UInt16) -> Float {
  let sign: Float = bits & 0x8000 == 0 ? 1 : -1
  let (exponent, fraction) = (Int(bits >> 10 & 0x1f), Float(bits & 0x3ff))
  return switch exponent {
  case 0: sign * fraction * 0x1p-24
  case 31: fraction == 0 ? sign * .infinity : .nan
  default: Float(sign: .plus, exponent: exponent - 15, significand: sign * (1 + fraction / 1024))
  }
}

/// The value of the upper half of a 32-bit number.
private func brainPrecision(_ bits: UInt16) -> Float { Float(bitPattern: UInt32(bits) << 16) }
