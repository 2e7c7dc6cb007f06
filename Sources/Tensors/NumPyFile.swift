/// NumPy's array file format, version 1.0, for numbers and booleans.
///
/// Written files are little-endian and in C order: `<f4` for floating-point numbers of any width,
/// integers and booleans as they are. Files that are read may have any of these types, be big-endian
/// or in Fortran order. Format: numpy.lib.format.
public enum NumPyFile {
  /// Longest header that is read, as in NumPy itself.
  static let maximumHeaderLength = 10_000
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// Returns the bytes of an `.npy` file that holds `tensor`.
  public static func encode(_ tensor: Tensor) -> [UInt8] { encode(NumPyArray(tensor)) }

  /// Returns the bytes of an `.npy` file that holds an array.
  public static func encode(_ array: NumPyArray) -> [UInt8] {
    let tensor = array.tensor
    let type = array.type.isFloatingPoint ? NumberType.float32 : array.type
    let descriptor = (type.size == 1 ? "|" : "<") + type.code
    let extents = tensor.shape.dimensions.map(String.init).joined(separator: ", ")
    let tuple = tensor.shape.rank == 1 ? "(\(extents),)" : "(\(extents))"
    var header = "{'descr': '\(descriptor)', 'fortran_order': False, 'shape': \(tuple), }"
    let unpadded = magic.count + 4 + header.utf8.count + 1
    header += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"

    var bytes = magic + [1, 0]
    bytes.reserveCapacity(bytes.count + 2 + header.utf8.count + type.size * tensor.values.count)
    bytes += [UInt8(header.utf8.count & 0xff), UInt8(header.utf8.count >> 8)]
    bytes += Array(header.utf8)
    type.encode(tensor.values, into: &bytes)
    return bytes
  }

  /// Returns the numbers that the bytes of an `.npy` file hold, whatever their type.
  ///
  /// - Throws: `NumPyError`, as `array(_:)` does.
  public static func decode(_ bytes: [UInt8]) throws(NumPyError) -> Tensor {
    try array(bytes).tensor
  }

  /// Returns the array that the bytes of an `.npy` file hold.
  ///
  /// - Throws: `NumPyError` for bytes that are no whole `.npy` file of numbers or booleans; also
  ///   for integers that a float cannot hold exactly, which begin beyond 2²⁴, and for finite
  ///   numbers beyond a float's range.
  public static func array(_ bytes: [UInt8]) throws(NumPyError) -> NumPyArray {
    let (header, start) = try header(of: bytes)
    let descriptor = try field("descr", of: header)
    guard let order = descriptor.first, "<>=|".contains(order),
      let type = NumberType.allCases.first(where: { $0.code == descriptor.dropFirst() }),
      order != "|" || type.size == 1
    else { throw .unsupportedType(found: descriptor) }
    let dimensions = try shape(of: header)
    let body = bytes[start...]
    guard let count = Shape.checkedCount(of: dimensions),
      case (let length, false) = count.multipliedReportingOverflow(by: type.size),
      length == body.count
    else {
      throw .wrongLength(
        shape: dimensions.map(String.init).joined(separator: "×"), found: body.count)
    }
    let values = try type.decode(body, bigEndian: order == ">")
    switch try field("fortran_order", of: header) {
    case "False": return NumPyArray(Tensor(Shape(dimensions), values), type: type)
    case "True":
      let reversed = Tensor(Shape(dimensions.reversed()), values)
      let axes = Array((0..<dimensions.count).reversed())
      return NumPyArray(reversed.transposed(axes), type: type)
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

/// Why bytes are not an array that can be read.
public enum NumPyError: Error, Hashable, CustomStringConvertible {
  /// The file does not begin as an `.npy` file does.
  case notNumPy
  /// The header cannot be understood.
  case badHeader(detail: String)
  /// The elements are neither numbers nor booleans.
  case unsupportedType(found: String)
  /// An integer is so large that a float cannot hold it exactly.
  case inexact(type: NumberType, number: String)
  /// A finite number is beyond the range of a float.
  case outOfRange(type: NumberType, number: String)
  /// There are more or fewer bytes than the shape asks for.
  case wrongLength(shape: String, found: Int)

  /// One line that says what was found and what was expected.
  public var description: String {
    switch self {
    case .notNumPy: "not a NumPy array file (.npy)"
    case .badHeader(let detail): "the .npy header cannot be read: \(detail)"
    case .unsupportedType(let found):
      "the array holds '\(found)'; expected float16 to float64 ('<f4'), integers of 8 to 64 bits "
        + "('<i8') or booleans ('|b1')"
    case .inexact(let type, let number):
      "the array holds the \(type.rawValue) number \(number), which single precision, in which "
        + "networks are run, cannot hold exactly"
    case .outOfRange(let type, let number):
      "the array holds the \(type.rawValue) number \(number); single precision, in which networks "
        + "are run, ends at 3.4e38"
    case .wrongLength(let shape, let found):
      "the array declares shape (\(shape)), which does not fit the \(found) bytes that follow"
    }
  }
}
