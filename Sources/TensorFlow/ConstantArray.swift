#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The array of a Const node.
struct ConstantArray {
  /// Most axes of an array.
  static let maximumRank = 8
  /// Most numbers in an array.
  static let maximumCount = 1 << 28

  /// Extents, outermost first.
  let extents: [Int]
  /// What the numbers are.
  let type: ElementType
  /// The numbers, little-endian, `type.width` bytes each.
  let bytes: Data

  init(extents: [Int], type: ElementType, bytes: Data) {
    self.extents = extents
    self.type = type
    self.bytes = bytes
  }

  /// Makes an array of integers.
  init(integers: [Int], extents: [Int]? = nil) {
    self.init(
      extents: extents ?? [integers.count], type: .integer,
      bytes: Self.bytes(of: integers.map { Int64($0).littleEndian }))
  }

  /// Makes an array of floating-point numbers.
  init(floats: [Float], extents: [Int]? = nil) {
    self.init(
      extents: extents ?? [floats.count], type: .float,
      bytes: Self.bytes(of: floats.map { $0.bitPattern.littleEndian }))
  }

  /// The numbers if they are integers.
  var integers: [Int]? {
    guard type == .integer else { return nil }
    return bytes.withUnsafeBytes { buffer in
      (0..<buffer.count / 8).map { index in
        Int(Int64(littleEndian: buffer.loadUnaligned(fromByteOffset: index * 8, as: Int64.self)))
      }
    }
  }

  /// The same numbers in another arrangement, which must have as many.
  func reshaped(to extents: [Int]) -> ConstantArray {
    precondition(extents.reduce(1, *) == self.extents.reduce(1, *))
    return ConstantArray(extents: extents, type: type, bytes: bytes)
  }

  /// Returns the bytes of numbers in memory.
  static func bytes<Number: BitwiseCopyable>(of numbers: [Number]) -> Data {
    numbers.withUnsafeBytes { Data($0) }
  }

  /// Returns the product of extents; nil if they are negative, too many or too large.
  static func count(of extents: [Int]) -> Int? {
    guard extents.count <= maximumRank else { return nil }
    var count = 1
    for extent in extents {
      let product = count.multipliedReportingOverflow(by: max(extent, 1))
      guard extent >= 0, !product.overflow, product.partialValue <= maximumCount else { return nil }
      count = product.partialValue
    }
    return extents.contains(0) ? 0 : count
  }
}
