import Engine
import Foundation
import ONNX
import Tensors
import Testing

@Suite("Constants of an ONNX file")
struct ConstantTests {
  /// Adds what the nodes compute to an input of zeros, so that the result shows it.
  private func shown(
    _ extents: [Int], opset: Int = 13, _ build: (inout ModelFile) -> Void
  ) throws -> [Float] {
    var file = ModelFile(opset: opset, inputs: ["x": [0] + extents])
    build(&file)
    file.node("Add", ["x", "c"])
    return try file.run(Tensor(Shape([1] + extents))).values
  }

  @Test("Constant nodes hold arrays, numbers and lists")
  func constantNodes() throws {
    let tensor = ModelFile.tensor([1, 3], [1, 2, 3])
    let settings: [KeyValuePairs<String, ModelFile.Setting>] = [
      ["value": .tensor(tensor)], ["value_floats": .floats([1, 2, 3])], ["value_ints": [1, 2, 3]],
    ]
    for setting in settings {
      #expect(try shown([3]) { $0.node("Constant", [], ["c"], setting) } == [1, 2, 3])
    }
    #expect(try shown([1]) { $0.node("Constant", [], ["c"], ["value_float": 2.5]) } == [2.5])
    #expect(try shown([1]) { $0.node("Constant", [], ["c"], ["value_int": 4]) } == [4])
    var file = ModelFile()
    file.node("Constant", [], ["c"], ["value_string": "text"])
    file.node("Add", ["x", "c"])
    #expect(try file.failure().contains("expected value, value_float(s) or value_int(s)"))
  }

  @Test("ConstantOfShape fills, with zeros unless told otherwise")
  func fill() throws {
    #expect(
      try shown([2]) {
        $0.integers("s", [2])
        $0.node(
          "ConstantOfShape", ["s"], ["c"], ["value": .tensor(ModelFile.tensor([1], [1.5]))])
      } == [1.5, 1.5])
    #expect(
      try shown([2]) {
        $0.integers("s", [1, 2])
        $0.node("ConstantOfShape", ["s"], ["c"])
      } == [0, 0])
  }

  @Test(
    "constants far larger than their file are refused",
    arguments: [
      [1 << 40], [1 << 14, 1 << 14], [-1], [1 << 32, 1 << 32], [0, 1 << 62, 1 << 62],
    ])
  func largeConstants(extents: [Int]) throws {
    var file = ModelFile()
    file.integers("s", extents)
    file.node("ConstantOfShape", ["s"], ["c"])
    file.node("Add", ["x", "c"])
    #expect(try file.failure().contains("too large"))
  }

  @Test("arithmetic on constants repeats extents of 1")
  func arithmetic() throws {
    for (kind, expected) in [
      ("Add", [3, 4, 5, 6]), ("Sub", [1, 2, 1, 2]), ("Mul", [2, 3, 6, 8]), ("Div", [2, 3, 1.5, 2]),
    ] as [(String, [Float])] {
      let result = try shown([2, 2]) {
        $0.constant("a", [2, 2], [2, 3, 3, 4])
        $0.constant("b", [2, 1], [1, 2])
        $0.node(kind, ["a", "b"], ["c"])
      }
      #expect(result == expected)
    }
  }

  @Test("integer arithmetic is that of integers")
  func integerArithmetic() throws {
    #expect(
      try shown([2]) {
        $0.integers("a", [7, -7])
        $0.integers("b", [2])
        $0.node("Div", ["a", "b"], ["c"])
      } == [3, -3])
  }

  @Test("constants are reshaped, reordered, joined and converted in the file's order")
  func rearrangement() throws {
    let matrix: [Float] = [1, 2, 3, 4, 5, 6]
    func result(
      _ kind: String, _ settings: KeyValuePairs<String, ModelFile.Setting> = [:],
      integers: [Int]? = nil, opset: Int = 13, extents: [Int]
    ) throws -> [Float] {
      try shown(extents, opset: opset) {
        $0.constant("a", [2, 3], matrix)
        if let integers { $0.integers("i", integers) }
        $0.node(kind, integers == nil ? ["a"] : ["a", "i"], ["c"], settings)
      }
    }
    #expect(try result("Transpose", extents: [3, 2]) == [1, 4, 2, 5, 3, 6])
    #expect(try result("Transpose", ["perm": [0, 1]], extents: [2, 3]) == matrix)
    #expect(try result("Reshape", integers: [3, -1], extents: [3, 2]) == matrix)
    #expect(try result("Flatten", ["axis": 0], extents: [6]) == matrix)
    #expect(try result("Unsqueeze", integers: [0, 3], extents: [2, 3, 1]) == matrix)
    #expect(try result("Unsqueeze", ["axes": [0]], opset: 11, extents: [2, 3]) == matrix)
    #expect(try result("Identity", extents: [2, 3]) == matrix)
    #expect(try result("Dropout", extents: [2, 3]) == matrix)
    #expect(try result("Shape", extents: [2]) == [2, 3])
    #expect(try result("Shape", ["start": -1], opset: 15, extents: [1]) == [3])
    #expect(try result("Cast", ["to": 7], extents: [2, 3]) == matrix)
  }

  @Test("constants are rounded, joined, squeezed and picked from in the file's order")
  func selection() throws {
    #expect(
      try shown([1]) {
        $0.constant("a", [1], [-2.7])
        $0.node("Cast", ["a"], ["c"], ["to": 7])
      } == [-2])
    #expect(
      try shown([2, 3]) {
        $0.constant("a", [2, 1], [1, 2])
        $0.constant("b", [2, 2], [3, 4, 5, 6])
        $0.node("Concat", ["a", "b"], ["c"], ["axis": -1])
      } == [1, 3, 4, 2, 5, 6])
    #expect(
      try shown([2]) {
        $0.constant("a", [1, 2, 1], [1, 2])
        $0.integers("i", [0, -1])
        $0.node("Squeeze", ["a", "i"], ["c"])
      } == [1, 2])
    #expect(
      try shown([2]) {
        $0.constant("a", [3], [1, 2, 3])
        $0.integers("i", [-1, 0])
        $0.node("Gather", ["a", "i"], ["c"])
      } == [3, 1])
  }

  @Test("folding that has no answer is refused with the node's name")
  func foldingRefusals() throws {
    func failure(
      _ kind: String, _ settings: KeyValuePairs<String, ModelFile.Setting> = [:], integers: [Int]
    ) throws -> String {
      var file = ModelFile()
      file.constant("a", [2, 3], [Float](repeating: 1, count: 6))
      file.integers("i", integers)
      file.node(kind, ["a", "i"], ["c"], settings, name: "folded")
      file.node("Add", ["x", "c"])
      return try file.failure()
    }
    #expect(try failure("Reshape", integers: [4, -1]).contains("node \"folded\" (Reshape)"))
    #expect(try failure("Reshape", integers: [0, 0, 0]).contains("copies extents"))
    #expect(try failure("Unsqueeze", integers: [9]).contains("axis 9 does not exist"))
    #expect(try failure("Squeeze", integers: [0]).contains("extent 1"))
    #expect(try failure("Gather", integers: [9]).contains("expected indices below 2"))
    #expect(try failure("Gather", integers: [-3]).contains("expected indices below 2"))
    #expect(try failure("Add", integers: [1, 2]).contains("cannot be combined"))
    #expect(try failure("Concat", ["axis": 0], integers: [1]).contains("cannot be joined"))
    #expect(try failure("Cast", ["to": 8], integers: [1]).contains("expected a cast"))
    #expect(try failure("Transpose", ["perm": [0, 0]], integers: [1]).contains("is no order"))
  }

  @Test("an operator for constants only is refused elsewhere")
  func constantsOnly() throws {
    for kind in ["NonZero", "ConstantOfShape", "Range"] {
      var file = ModelFile()
      file.node(kind)
      #expect(try file.failure().contains("can only be applied to constants"))
    }
  }

  @Test("arrays without numbers are moved and joined, and refused elsewhere")
  func empty() throws {
    func emptied(_ kind: String, _ names: [String] = ["e"]) -> ModelFile {
      var file = ModelFile(inputs: ["x": [0, 3]])
      file.constant("e", [1, 0], [])
      file.integers("row", [1, -1])
      file.node(kind, names, ["c"], kind == "Concat" ? ["axis": 1] : [:])
      file.node("Concat", ["x", "c"], ["y"], ["axis": 1])
      return file
    }
    let row = Tensor([1, 3], [1, 2, 3])
    #expect(try emptied("Concat", ["e", "e"]).run(row) == row)
    #expect(try emptied("Identity").run(row) == row)
    #expect(try emptied("Relu").failure().contains("without numbers"))
    #expect(try emptied("Add", ["e", "e"]).failure().contains("without numbers"))
    #expect(try emptied("Softmax").failure().contains("without numbers"))
    #expect(try emptied("Reshape", ["x", "row"]).failure() == "none")
  }

  @Test("a Range without an end or of too many numbers is refused")
  func ranges() throws {
    func counted(_ limits: [Float]) -> ModelFile {
      var file = ModelFile(inputs: ["x": [0, 3]])
      for (name, value) in zip(["from", "to", "step"], limits) {
        file.constant(name, [], [value])
      }
      file.node("Range", ["from", "to", "step"], ["c"])
      file.node("Add", ["x", "c"])
      return file
    }
    #expect(try counted([1, 2.5, 0.5]).run(Tensor([1, 3])).values == [1, 1.5, 2])
    #expect(try counted([3, 0, -1]).run(Tensor([1, 3])).values == [3, 2, 1])
    #expect(try counted([0, 1, 0]).failure().contains("a step other than 0"))
    #expect(try counted([0, .infinity, 1]).failure().contains("a step other than 0"))
    #expect(try counted([0, 3e38, 1e-38]).failure().contains("too large"))
  }

  @Test("every way to store numbers is read")
  func storage() throws {
    func stored(_ type: Int32, _ fill: (inout ONNXTensor) -> Void) throws -> [Float] {
      try shown([2]) {
        var tensor = ONNXTensor()
        (tensor.name, tensor.dims, tensor.dataType) = ("c", [2], type)
        fill(&tensor)
        $0.message.graph.initializer = [tensor]
      }
    }
    func raw<Element>(_ values: [Element]) -> Data { values.withUnsafeBytes { Data($0) } }
    #expect(try stored(1) { $0.floatData = [1, -2] } == [1, -2])
    #expect(try stored(1) { $0.rawData = raw([Float(1), -2]) } == [1, -2])
    #expect(try stored(11) { $0.doubleData = [1, -2] } == [1, -2])
    #expect(try stored(11) { $0.rawData = raw([1.0, -2.0]) } == [1, -2])
    #expect(try stored(7) { $0.int64Data = [1, -2] } == [1, -2])
    #expect(try stored(7) { $0.rawData = raw([1, -2]) } == [1, -2])
    #expect(try stored(6) { $0.int32Data = [1, -2] } == [1, -2])
    #expect(try stored(6) { $0.rawData = raw([Int32(1), -2]) } == [1, -2])
    #expect(try stored(10) { $0.int32Data = [0x3c00, 0xc000] } == [1, -2])
    #expect(
      try stored(10) { $0.rawData = raw([UInt16(0x3555), 0x0001]) } == [0.33325195, 0x1p-24])
    #expect(try stored(10) { $0.rawData = raw([UInt16(0x7c00), 0xfbff]) } == [.infinity, -65504])
    #expect(try stored(16) { $0.rawData = raw([UInt16(0x3f80), 0xc000]) } == [1, -2])
    #expect(try stored(16) { $0.int32Data = [0x3f80, 0xc000] } == [1, -2])
    #expect(try stored(9) { $0.rawData = raw([UInt8(1), 0]) } == [1, 0])
  }

  @Test("arrays whose numbers do not fit their extents are refused")
  func misfits() throws {
    func failure(_ fill: (inout ONNXTensor) -> Void) throws -> String {
      var file = ModelFile()
      var tensor = ONNXTensor()
      (tensor.name, tensor.dims, tensor.dataType) = ("w", [2], 1)
      fill(&tensor)
      file.message.graph.initializer = [tensor]
      file.node("Add", ["x", "w"])
      return try file.failure()
    }
    #expect(try failure { $0.rawData = Data(count: 7) }.contains("7 bytes, 4 for each number"))
    #expect(
      try failure { $0.floatData = [1] }.contains("expected 2 numbers for extents (2), found 1"))
    #expect(try failure { $0.dims = [-2] }.contains("cannot be laid out"))
    #expect(try failure { $0.dims = [1 << 32, 1 << 32] }.contains("cannot be laid out"))
    #expect(try failure { $0.dims = [0, 1 << 62, 1 << 62] }.contains("cannot be laid out"))
    #expect(try failure { $0.dims = [1, 1, 1, 1, 1, 1, 1, 1, 2] }.contains("at most 8 axes"))
    #expect(try failure { $0.dims = [.max, .max] }.contains("cannot be laid out"))
    #expect(try failure { $0.dataType = 8 }.contains("it holds text"))
    #expect(try failure { $0.dataType = 99 }.contains("element type 99 is not supported"))
    #expect(try failure { $0.dataLocation = 1 }.contains("another file whose name is missing"))
    #expect(try failure { $0.dataLocation = 7 }.contains("neither that its numbers are here"))
  }

  /// A file whose constant is stored beside it.
  private func external(_ properties: [(String, String)], bytes: Int = 24) -> (
    file: ModelFile, options: ImportOptions
  ) {
    var file = ModelFile(inputs: ["x": [0, 2]])
    file.message.graph.initializer = [
      .with {
        ($0.name, $0.dims, $0.dataType, $0.dataLocation) = ("w", [2], 1, 1)
        $0.externalData = properties.map { key, value in
          .with { ($0.key, $0.value) = (key, value) }
        }
      }
    ]
    file.node("Add", ["x", "w"])
    var options = ImportOptions()
    options.files = ExternalFiles { (path) throws(ExternalFiles.Failure) in
      guard path == "weights/a.bin" else { throw ExternalFiles.Failure("there is no such file") }
      let numbers: [Float] = [1, 2, 3, 4, 5, 6]
      return numbers.withUnsafeBytes { Data($0) }.prefix(bytes)
    }
    return (file, options)
  }

  @Test("constants beside the file are read, from where the file says")
  func externalData() throws {
    let (file, options) = external([
      ("location", "weights/a.bin"), ("offset", "8"), ("length", "8"),
    ])
    let graph = try file.load(options).graph
    let found = try ForwardSession(graph).outputs(for: [Tensor([1, 1, 2], [10, 20])])[0]
    #expect(found.values == [13, 24])
    #expect(try file.failure().contains("a network without a folder has no such file"))
  }

  @Test("constants outside the folder, too short files and senseless places are refused")
  func externalRefusals() throws {
    func failure(_ properties: [(String, String)], bytes: Int = 24) throws -> String {
      let (file, options) = external(properties, bytes: bytes)
      return try file.failure(options)
    }
    for path in ["../a.bin", "/etc/passwd", "weights/../../a", "a\\b", "a\0b"] {
      #expect(try failure([("location", path)]).contains("outside the network's folder"))
    }
    let known = ("location", "weights/a.bin")
    #expect(try failure([known, ("offset", "20")]).contains("takes 8 bytes from byte 20 on"))
    #expect(try failure([known], bytes: 7).contains("takes 8 bytes from byte 0 on, it has 7"))
    #expect(try failure([known, ("offset", "\(Int.max)")]).contains("takes 8 bytes"))
    #expect(try failure([known, ("offset", "-4")]).contains("its offset in another file"))
    #expect(try failure([known, ("length", "9")]).contains("expected 8 bytes"))
    #expect(try failure([("location", "b.bin")]).contains("there is no such file"))
  }

  @Test("weights of 16 and 64 bits are those of 32 bits, rounded", arguments: [10, 16, 11])
  func weightTypes(type: Int32) throws {
    let values: [Float] = [0.5, -1.5, 2, 0.25]
    var file = ModelFile(inputs: ["x": [0, 2]])
    file.message.graph.initializer = [
      .with {
        ($0.name, $0.dims, $0.dataType) = ("w", [2, 2], type)
        $0.rawData = values.reduce(into: Data()) { data, value in
          switch type {
          case 11: withUnsafeBytes(of: Double(value)) { data.append(contentsOf: $0) }
          case 16:
            let upper = UInt16(value.bitPattern >> 16)
            withUnsafeBytes(of: upper) { data.append(contentsOf: $0) }
          default:
            // Half precision: five bits of exponent around 15, ten of fraction.
            let bits = value.bitPattern
            let exponent = Int(bits >> 23 & 0xff) - 127 + 15
            let half =
              UInt16(bits >> 31) << 15 | UInt16(exponent) << 10 | UInt16(bits >> 13 & 0x3ff)
            withUnsafeBytes(of: half) { data.append(contentsOf: $0) }
          }
        }
      }
    ]
    file.node("MatMul", ["x", "w"])
    #expect(try file.run(Tensor([1, 2], [2, 4])) == Tensor([1, 2], [9, -2]))
  }
}
