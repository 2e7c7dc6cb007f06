/// NumPy's array file format, version 1.0, for 32- and 64-bit floating-point numbers.
///
/// Written files are little-endian `<f4` in C order. Files that are read may also be `<f8`,
/// big-endian, or in Fortran order. Format: numpy.lib.format.
public enum NumPyFile {
  /// Longest header that is read, as in NumPy itself.
  static let maximumHeaderLength = 10_000
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// Returns the bytes of an `.npy` file that holds `tensor`.
  public static func encode(_ tensor: Tensor) -> [UInt8] {
    let extents = tensor.shape.dimensions.map(String.init).joined(separator: ", ")
    let tuple = tensor.shape.rank == 1 ? "(\(extents),)" : "(\(extents))"
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': \(tuple), }"
    let unpadded = magic.count + 4 + header.utf8.count + 1
    header += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"

    var bytes = magic + [1, 0]
    bytes.reserveCapacity(bytes.count + 2 + header.utf8.count + 4 * tensor.values.count)
    bytes += [UInt8(header.utf8.count & 0xff), UInt8(header.utf8.count >> 8)]
    bytes += Array(header.utf8)
    tensor.values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    return bytes
  }

  /// Returns the array that the bytes of an `.npy` file hold.
  public static func decode(_ bytes: [UInt8]) throws(NumPyError) -> Tensor {
    let (header, start) = try header(of: bytes)
    let descriptor = try field("descr", of: header)
    guard let element = ElementType(descriptor) else {
      throw .unsupportedType(found: descriptor)
    }
    let dimensions = try shape(of: header)
    let body = bytes[start...]
    guard let count = Shape.checkedCount(of: dimensions),
      case (let length, false) = count.multipliedReportingOverflow(by: element.size),
      length == body.count
    else {
      throw .wrongLength(
        shape: dimensions.map(String.init).joined(separator: "×"), found: body.count)
    }
    let values = element.values(of: body)
    switch try field("fortran_order", of: header) {
    case "False": return Tensor(Shape(dimensions), values)
    case "True":
      let reversed = Tensor(Shape(dimensions.reversed()), values)
      return reversed.transposed(Array((0..<dimensions.count).reversed()))
    case let other: throw .badHeader(detail: "'fortran_order' is '\(other)'")
    }
  }

  private static func header(of bytes: [UInt8]) throws(NumPyError) -> (String, Int) {
    guard bytes.count >= 10, Array(bytes[0..<6]) == magic else { throw .notNumPy }
    let wide = bytes[6] >= 2
    let prefix = wide ? 12 : 10
    guard bytes.count >= prefix else { throw .notNumPy }
    var length = Int(bytes[8]) | Int(bytes[9]) << 8
    if wide { length |= Int(bytes[10]) << 16 | Int(bytes[11]) << 24 }
    guard length <= maximumHeaderLength, bytes.count >= prefix + length else {
      throw .badHeader(detail: "it declares \(length) bytes")
    }
    let text = String(decoding: bytes[prefix..<prefix + length], as: UTF8.self)
    return (text, prefix + length)
  }

  /// The text of a value in the header's Python dictionary, without quotes; a tuple is returned
  /// with its parentheses.
  private static func field(_ name: String, of header: String) throws(NumPyError) -> String {
    guard let key = header.firstRange(of: "'\(name)'") else {
      throw .badHeader(detail: "'\(name)' is missing")
    }
    let rest = header[key.upperBound...].drop { $0 == ":" || $0 == " " }
    guard let first = rest.first else { throw .badHeader(detail: "'\(name)' has no value") }
    if first == "'" { return String(rest.dropFirst().prefix { $0 != "'" }) }
    if first == "(" { return rest.prefix { $0 != ")" } + (rest.contains(")") ? ")" : "") }
    return String(rest.prefix { $0.isLetter })
  }

  private static func shape(of header: String) throws(NumPyError) -> [Int] {
    let text = try field("shape", of: header)
    guard text.hasPrefix("("), text.hasSuffix(")") else {
      throw .badHeader(detail: "its shape is no tuple")
    }
    var dimensions: [Int] = []
    for part in text.dropFirst().dropLast().split(separator: ",") {
      let digits = part.filter { $0 != " " }
      if digits.isEmpty { continue }
      guard let extent = Int(digits), extent >= 0, dimensions.count < 32 else {
        throw .badHeader(detail: "its shape is \(text)")
      }
      dimensions.append(extent)
    }
    return dimensions
  }
}

extension NumPyFile {
  /// A floating-point element of an `.npy` file.
  private struct ElementType {
    let size: Int
    let bigEndian: Bool

    init?(_ descriptor: String) {
      guard let order = descriptor.first, "<>=".contains(order) else { return nil }
      guard let size = ["f4": 4, "f8": 8][descriptor.dropFirst()] else { return nil }
      self.size = size
      bigEndian = order == ">"
    }

    func values(of body: ArraySlice<UInt8>) -> [Float] {
      body.withUnsafeBytes { raw in
        (0..<raw.count / size).map { index in
          if size == 4 {
            let bits = raw.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)
            return Float(bitPattern: bigEndian ? bits.byteSwapped : bits)
          }
          let bits = raw.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)
          return Float(Double(bitPattern: bigEndian ? bits.byteSwapped : bits))
        }
      }
    }
  }
}

/// Why bytes are not an array that can be read.
public enum NumPyError: Error, Hashable, CustomStringConvertible {
  /// The file does not begin as an `.npy` file does.
  case notNumPy
  /// The header cannot be understood.
  case badHeader(detail: String)
  /// The elements are not 32- or 64-bit floating-point numbers.
  case unsupportedType(found: String)
  /// There are more or fewer bytes than the shape asks for.
  case wrongLength(shape: String, found: Int)

  /// One line that says what was found and what was expected.
  public var description: String {
    switch self {
    case .notNumPy: "not a NumPy array file (.npy)"
    case .badHeader(let detail): "the .npy header cannot be read: \(detail)"
    case .unsupportedType(let found):
      "the array holds '\(found)'; expected float32 ('<f4') or float64 ('<f8')"
    case .wrongLength(let shape, let found):
      "the array declares shape (\(shape)), which does not fit the \(found) bytes that follow"
    }
  }
}
