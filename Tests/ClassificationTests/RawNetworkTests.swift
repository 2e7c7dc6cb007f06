import Classification
import Foundation
import Imaging
import Models
import ONNX
import ProtocolBuffers
import Tensors
import TestSupport
import Testing

/// Arrays in, arrays and gradients out.
struct RawNetworkTests {
  private static let x = NumPyArray(Tensor([1, 2, 3], [1, -2, 3, 4, 5, -6]))
  private static let ids = NumPyArray(Tensor([1, 2], [7, 8]), type: .int64)
  private static let both: [(name: String?, values: NumPyArray)] = [(nil, x), (nil, ids)]

  @Test("Outputs of any type are computed, each with its type")
  func outputs() throws {
    let outputs = try Self.network(Self.both).outputs()
    #expect(outputs.map(\.name) == ["y", "k", "b"])
    #expect(outputs[0].values == NumPyArray(Tensor([1, 3, 2], [1, 16, 4, 25, 9, 36])))
    #expect(outputs[1].values == NumPyArray(Tensor([1, 2], [14, 16]), type: .int64))
    #expect(outputs[2].values == NumPyArray(Tensor([1, 2, 3], [1, 0, 1, 1, 1, 0]), type: .bool))
  }

  @Test("Arrays are taken by name or in the order of the file, and only wanted outputs are given")
  func names() throws {
    var options = RawNetwork.Options()
    options.outputs = ["k"]
    let named = try Self.network([("ids", Self.ids), (nil, Self.x)], options).outputs()
    #expect(named.map(\.name) == ["k"])
    options.outputs = ["none"]
    #expect(throws: ClassificationError.unknownOutput(name: "none", known: ["y", "k", "b"])) {
      try Self.network(Self.both, options)
    }
    #expect(throws: ClassificationError.missingInput(name: "ids")) {
      try Self.network([(nil, Self.x)])
    }
  }

  @Test("Numbers of any type are read as floating-point ones, but integers only as integers")
  func types() throws {
    for type in NumberType.allCases {
      let array = NumPyArray(Tensor([1, 2, 3], repeating: 1), type: type)
      _ = try Self.network([(nil, array), (nil, Self.ids)])
    }
    let floats = NumPyArray(Tensor([1, 2], [7, 8]), type: .float64)
    #expect(
      throws: ClassificationError.wrongNumbers(input: "ids", expected: "int64", found: "float64")
    ) {
      try Self.network([(nil, Self.x), (nil, floats)])
    }
  }

  @Test("Gradients are in the order of the file, at inputs of numbers and at values inside")
  func gradients() throws {
    let entry = try #require(OutputEntry("y[0,-1,1]"))
    let network = try Self.network(Self.both, gradient: entry)
    let gradients = try network.gradients(of: entry, at: ["m", "square"])
    #expect(gradients.map(\.name) == ["x", "m", "square"])
    #expect(gradients[0].values == Tensor([1, 2, 3], [0, 0, 0, 0, 0, -12]))
    #expect(gradients[1].values == Tensor([1, 3, 2], [0, 0, 0, 0, 0, -12]))
    #expect(gradients[2].values == Tensor([1, 3, 2], [0, 0, 0, 0, 0, 1]))
  }

  @Test(
    "An entry that an output does not have is refused",
    arguments: ["y[0,3,0]", "y[0]", "k[0,0]"])
  func badEntries(_ text: String) throws {
    let entry = try #require(OutputEntry(text))
    let network = try Self.network(Self.both, gradient: entry)
    #expect(throws: ClassificationError.self) { try network.gradients(of: entry) }
  }

  @Test("An entry is read with and without a name, and nothing else is one")
  func entries() {
    #expect(OutputEntry("a[b][0, -1]")?.output == "a[b]")
    #expect(OutputEntry("a[b][0, -1]")?.indices == [0, -1])
    #expect(OutputEntry("[3]")?.output == nil)
    #expect(OutputEntry("y[]")?.indices == [])
    for text in ["", "y", "y[", "y[0", "y[a]", "y[0,]", "[0]y"] {
      #expect(OutputEntry(text) == nil, "\(text)")
    }
  }

  @Test("A batch that the file fixes is freed for one example")
  func fixedBatch() throws {
    for count in [1, 8] {
      let array = NumPyArray(Tensor([count, 2, 3], repeating: 3))
      let ids = NumPyArray(Tensor([count, 2], repeating: 1), type: .int64)
      let output = try Self.network([(nil, array), (nil, ids)], batch: 8).outputs()[0]
      #expect(output.values.tensor == Tensor([count, 3, 2], repeating: 9))
    }
    let error = Self.message {
      let array = NumPyArray(Tensor([2, 2, 3], repeating: 3))
      _ = try Self.network([(nil, array), (nil, Self.ids)], batch: 8)
    }
    #expect(error.contains("8×2×3") && error.contains("2×2×3"), "\(error)")
  }

  @Test("A size that no array has is refused with both")
  func size() {
    var options = RawNetwork.Options()
    options.size = Size(width: 3, height: 2)
    let error = Self.message { _ = try Self.network(Self.both, options) }
    #expect(error.contains("2x3") && error.contains("1×2×3"), "\(error)")
  }

  @Test("A network that cannot be explained can be looked at, with the reason")
  func inspection() throws {
    let network = try Self.withFiles { try NetworkInspection($0) }
    #expect(network.classifier == nil && network.obstacles.isEmpty)
    #expect(network.refusal?.contains("expected one score per class") == true)
    #expect(network.summary.inputs.map(\.type) == ["float32", "int64"])
    #expect(network.layers.map(\.name) == ["m", "y", "k", "b"])
    #expect(network.multiplications == 0)
  }

  @Test("What stands in the way of running a network is listed, each kind of operator once")
  func obstacles() throws {
    let network = try Self.withFiles(unknown: ["Huh", "Huh", "What"]) {
      try NetworkInspection($0)
    }
    #expect(network.obstacles.count == 2)
    #expect(network.summary.operators.filter { !$0.supported }.map(\.name) == ["Huh", "What"])
  }
}

// MARK: - The file

extension RawNetworkTests {
  private static func message(_ body: () throws -> Void) -> String {
    do { try body() } catch { return "\(error)" }
    return "none"
  }

  private static func network(
    _ inputs: [(name: String?, values: NumPyArray)],
    _ options: RawNetwork.Options = RawNetwork.Options(), gradient: OutputEntry? = nil,
    batch: Int = 1
  ) throws -> RawNetwork {
    try withFiles(batch: batch) {
      try RawNetwork($0, inputs: inputs, options: options, gradient: gradient)
    }
  }

  private static func withFiles<Result>(
    batch: Int = 1, unknown: [String] = [], _ body: (ModelFiles) throws -> Result
  ) throws -> Result {
    let folder = try TemporaryFolder()
    let path = try folder.write("raw.onnx", bytes(batch: batch, unknown: unknown))
    return try withExtendedLifetime(folder) {
      try body(ModelStore(environment: ["HOME": folder.path]).locate(path))
    }
  }

  /// y = the squares of x with two axes swapped, k = ids + ids, b = x > 0. Operators that nobody
  /// knows are put before y.
  private static func bytes(batch: Int, unknown: [String]) throws -> Data {
    var file = ONNXModel()
    file.irVersion = 8
    file.opsetImport = [ONNXOperatorSet.with { $0.version = 13 }]
    file.graph.input = [value("x", [batch, 2, 3], 1), value("ids", [batch, 2], 7)]
    file.graph.output = ["y", "k", "b"].map { name in ONNXValueInfo.with { $0.name = name } }
    file.graph.initializer = [
      ONNXTensor.with { ($0.name, $0.dataType, $0.dims, $0.floatData) = ("zero", 1, [1], [0]) }
    ]
    var turn = node("Transpose", ["x"], "m", name: "turn")
    turn.attribute = [
      ONNXAttribute.with { ($0.name, $0.type, $0.ints) = ("perm", 7, [0, 2, 1]) }
    ]
    file.graph.node = [turn]
    var last = "m"
    for (index, kind) in unknown.enumerated() {
      file.graph.node.append(node(kind, [last], "u\(index)", name: "u\(index)"))
      last = "u\(index)"
    }
    file.graph.node += [
      node("Mul", [last, last], "y", name: "square"),
      node("Add", ["ids", "ids"], "k", name: "twice"),
      node("Greater", ["x", "zero"], "b", name: "sign"),
    ]
    if !unknown.isEmpty { file.graph.output = [ONNXValueInfo.with { $0.name = "y" }] }
    return file.serializedBytes()
  }

  private static func value(_ name: String, _ extents: [Int], _ type: Int32) -> ONNXValueInfo {
    ONNXValueInfo.with { value in
      value.name = name
      value.type.tensorType.elemType = type
      value.type.tensorType.shape.dim = extents.map { extent in
        ONNXExtent.with { $0.value = .dimValue(Int64(extent)) }
      }
    }
  }

  private static func node(
    _ kind: String, _ inputs: [String], _ output: String, name: String
  ) -> ONNXNode {
    ONNXNode.with {
      ($0.opType, $0.input, $0.output, $0.name) = (kind, inputs, [output], name)
    }
  }
}
