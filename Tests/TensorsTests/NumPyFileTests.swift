import Tensors
import Testing

@Suite("NumPyFile")
struct NumPyFileTests {
  static let shapes: [Shape] = [[], [1], [7], [2, 3], [4, 1, 5], [0], [0, 3], [1, 2, 3, 4, 5]]

  /// A file with the given header text and body.
  private static func file(_ header: String, _ body: [UInt8], version: UInt8 = 1) -> [UInt8] {
    let length = header.utf8.count
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [version, 0]
    bytes += [UInt8(length & 0xff), UInt8(length >> 8 & 0xff)]
    if version >= 2 { bytes += [UInt8(length >> 16 & 0xff), UInt8(length >> 24)] }
    return bytes + Array(header.utf8) + body
  }

  private static func header(
    _ type: String, _ shape: String, fortran: String = "False"
  ) -> String {
    "{'descr': '\(type)', 'fortran_order': \(fortran), 'shape': \(shape), }\n"
  }

  private static func bytes<T: FixedWidthInteger>(_ patterns: [T]) -> [UInt8] {
    patterns.flatMap { pattern in withUnsafeBytes(of: pattern) { Array($0) } }
  }

  @Test("What was encoded is decoded", arguments: shapes)
  func roundTrip(_ shape: Shape) throws {
    let special: [Float] = [.infinity, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude]
    let tensor = Tensor(
      shape, (0..<shape.count).map { $0 < special.count ? special[$0] : Float($0) / 3 })
    let decoded = try NumPyFile.decode(NumPyFile.encode(tensor))
    #expect(decoded.shape == tensor.shape)
    #expect(decoded.values.map(\.bitPattern) == tensor.values.map(\.bitPattern))
  }

  @Test("A file begins with the bytes that NumPy writes")
  func header() {
    let expected = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"
    let bytes = NumPyFile.encode(Tensor([2, 3]))
    #expect(Array(bytes[0..<10]) == [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 0x76, 0])
    let text = String(decoding: bytes[10..<128], as: UTF8.self)
    #expect(text == expected + String(repeating: " ", count: 117 - expected.count) + "\n")
    #expect(bytes.count == 128 + 24)
  }

  @Test("Headers are padded to 64 bytes, and a vector's shape is a tuple of one", arguments: shapes)
  func padding(_ shape: Shape) {
    let bytes = NumPyFile.encode(Tensor(shape))
    #expect((bytes.count - 4 * shape.count) % 64 == 0)
    let text = String(decoding: bytes[10..<bytes.count - 4 * shape.count], as: UTF8.self)
    #expect(text.hasSuffix("\n"))
    if shape.rank == 1 { #expect(text.contains("'shape': (\(shape[0]),)")) }
    if shape.rank == 0 { #expect(text.contains("'shape': ()")) }
  }

  @Test("Big-endian numbers, doubles and the second version of the format are read")
  func variants() throws {
    let values: [Float] = [1.5, -2, 0]
    let singles = values.map(\.bitPattern)
    let doubles = values.map { Double($0).bitPattern }
    let files = [
      Self.file(Self.header("<f4", "(3,)"), Self.bytes(singles)),
      Self.file(Self.header(">f4", "(3,)"), Self.bytes(singles.map(\.byteSwapped))),
      Self.file(Self.header("<f8", "(3,)"), Self.bytes(doubles)),
      Self.file(Self.header(">f8", "(3,)"), Self.bytes(doubles.map(\.byteSwapped))),
      Self.file(Self.header("<f4", "(3,)"), Self.bytes(singles), version: 2),
      Self.file(Self.header("<f4", "(3,)"), Self.bytes(singles), version: 3),
    ]
    for file in files { #expect(try NumPyFile.decode(file) == Tensor([3], values)) }
  }

  @Test("Every type of numbers is read as floats, in both orders of bytes")
  func numberTypes() throws {
    func check<T: FixedWidthInteger>(_ code: String, _ type: NumberType, _ words: [T]) throws {
      for (order, bytes) in [("<", Self.bytes(words)), (">", Self.bytes(words.map(\.byteSwapped)))]
      {
        let array = try NumPyFile.array(Self.file(Self.header(order + code, "(2,)"), bytes))
        #expect(array.type == type)
        #expect(array.tensor == Tensor([2], words.map { Float($0) }))
      }
    }
    try check("i1", .int8, [Int8.min, 3])
    try check("i2", .int16, [Int16.min, 3])
    try check("i4", .int32, [Int32.min, 3])
    try check("i8", .int64, [Int64.min, 1 << 24])
    try check("u1", .uint8, [UInt8.max, 3])
    try check("u2", .uint16, [UInt16.max, 3])
    try check("u4", .uint32, [UInt32(1) << 31, 3])
    try check("u8", .uint64, [UInt64(1) << 63, 3])
    let truth = try NumPyFile.array(Self.file(Self.header("|b1", "(3,)"), [0, 1, 2]))
    #expect(truth == NumPyArray(Tensor([3], [0, 1, 1]), type: .bool))
    // 1.5 and -0.25 in half precision.
    let halves = try NumPyFile.array(
      Self.file(Self.header("<f2", "(2,)"), Self.bytes([UInt16(0x3e00), 0xb400])))
    #expect(halves == NumPyArray(Tensor([2], [1.5, -0.25]), type: .float16))
  }

  @Test("Doubles beyond single precision are refused; infinities are what they are")
  func outOfRange() throws {
    func file(_ numbers: [Double]) -> [UInt8] {
      Self.file(Self.header("<f8", "(\(numbers.count),)"), Self.bytes(numbers.map(\.bitPattern)))
    }
    #expect(throws: NumPyError.outOfRange(type: .float64, number: "-1e+39")) {
      try NumPyFile.array(file([1, -1e39, 1e300]))
    }
    #expect(try NumPyFile.decode(file([-.infinity, 1e-300])) == Tensor([2], [-.infinity, 0]))
  }

  @Test("Integers that a float cannot hold are refused with the first of them")
  func inexact() {
    for (type, body) in [
      ("<i8", Self.bytes([Int64(1), 1 << 24 + 1, 1 << 25 + 1])),
      ("<i4", Self.bytes([Int32(1), 1 << 24 + 1, 1 << 25 + 1])),
    ] {
      let found = type == "<i8" ? NumberType.int64 : .int32
      #expect(throws: NumPyError.inexact(type: found, number: "\(1 << 24 + 1)")) {
        try NumPyFile.array(Self.file(Self.header(type, "(3,)"), body))
      }
    }
  }

  @Test("Arrays are written with their type, floating-point numbers as float32")
  func writtenTypes() throws {
    let tensor = Tensor([2, 2], [0, 1, 100, 3])
    for type in NumberType.allCases {
      let expected = type == .bool ? Tensor([2, 2], [0, 1, 1, 1]) : tensor
      let bytes = NumPyFile.encode(NumPyArray(tensor, type: type))
      let read = try NumPyFile.array(bytes)
      #expect(read == NumPyArray(expected, type: type.isFloatingPoint ? .float32 : type))
    }
    let header = String(
      decoding: NumPyFile.encode(NumPyArray(tensor, type: .int64))[10..<70], as: UTF8.self)
    #expect(header.hasPrefix("{'descr': '<i8', 'fortran_order': False, 'shape': (2, 2), }"))
    #expect(
      NumPyFile.encode(NumPyArray(Tensor([3], [-1, 300, .nan]), type: .uint8)).suffix(3)
        == [0, 255, 0])
  }

  @Test("Fortran order is turned into C order")
  func fortran() throws {
    let body = Self.bytes([1, 2, 3, 4, 5, 6].map { Float($0).bitPattern })
    let file = Self.file(Self.header("<f4", "(2, 3)", fortran: "True"), body)
    #expect(try NumPyFile.decode(file) == Tensor([2, 3], [1, 3, 5, 2, 4, 6]))
  }

  @Test("Other types are refused by name", arguments: ["<i3", "|f4", "<c8", "|O", "<U1", "f4", ""])
  func types(_ type: String) {
    #expect(throws: NumPyError.unsupportedType(found: type)) {
      try NumPyFile.decode(Self.file(Self.header(type, "(1,)"), [0, 0, 0, 0]))
    }
  }

  @Test(
    "Shapes that no array has are refused",
    arguments: [
      "(-1,)", "(1, -4)", "(x,)", "(1.5,)", "(99999999999999999999,)",
      "(4611686018427387904, 4)", "(0, 4611686018427387904, 4611686018427387904)",
      "(1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1)", "7", "[1]", "(1",
    ])
  func badShapes(_ shape: String) {
    for order in ["False", "True"] {
      for body: [UInt8] in [[], [0, 0, 0, 0]] {
        #expect(throws: NumPyError.self) {
          try NumPyFile.decode(Self.file(Self.header("<f4", shape, fortran: order), body))
        }
      }
    }
  }

  @Test("An order that is neither True nor False is refused")
  func badOrder() {
    #expect(throws: NumPyError.self) {
      try NumPyFile.decode(
        Self.file(Self.header("<f4", "(1,)", fortran: "Maybe"), [0, 0, 0, 0]))
    }
  }

  @Test("More or fewer numbers than the shape asks for are refused")
  func wrongLength() {
    let error = NumPyError.wrongLength(shape: "2×3", found: 20)
    #expect(throws: error) {
      try NumPyFile.decode(
        Self.file(Self.header("<f4", "(2, 3)"), [UInt8](repeating: 0, count: 20)))
    }
    #expect(
      "\(error)" == "the array declares shape (2×3), which does not fit the 20 bytes that follow")
  }

  @Test("A header that declares more than the file, or more than any header, is refused")
  func hugeHeader() {
    var file = NumPyFile.encode(Tensor([2]))
    file[9] = 0xff
    #expect(throws: NumPyError.badHeader(detail: "it declares 65398 bytes")) {
      try NumPyFile.decode(file)
    }
    file[6] = 2
    file[11] = 0xff
    #expect(throws: NumPyError.self) { try NumPyFile.decode(file) }
  }

  @Test("Every truncation of a file is an error, never a crash")
  func truncation() {
    let file = NumPyFile.encode(Tensor([2, 3]))
    for length in 0..<file.count {
      #expect(throws: NumPyError.self) { try NumPyFile.decode(Array(file[..<length])) }
    }
    #expect(throws: NumPyError.notNumPy) {
      try NumPyFile.decode(Array("PK\u{3}\u{4}zip archive".utf8))
    }
  }

  @Test("Every change of one byte of a header gives an array or an error, never a crash")
  func mutations() {
    let file = NumPyFile.encode(Tensor([2, 3], [1, 2, 3, 4, 5, 6]))
    for position in 0..<80 {
      for byte: UInt8 in [
        0, 0x20, 0x27, 0x28, 0x29, 0x2c, 0x2d, 0x30, 0x39, 0x3e, 0x7f, 0xc3, 0xff,
      ] {
        var damaged = file
        damaged[position] = byte
        if let tensor = try? NumPyFile.decode(damaged) {
          #expect(tensor.values.count == tensor.shape.count)
        }
      }
    }
  }
}
