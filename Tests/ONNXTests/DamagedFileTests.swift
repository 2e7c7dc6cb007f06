import Engine
import Foundation
import ONNX
import ProtocolBuffers
import Tensors
import Testing

@Suite("Damaged ONNX files")
struct DamagedFileTests {
  /// A network with most operators, whose bytes are damaged.
  private static func network() throws -> [UInt8] {
    var file = ModelFile(opset: 17, inputs: ["x": [1, 2, 8, 8], "z": [1, 6]])
    file.constant("w", [4, 2, 3, 3], samples([72]).values)
    file.constant("b", [4], [1, 2, 3, 4])
    file.constant("d", [4, 1, 3, 3], samples([36]).values)
    file.constant("m", [6, 10], samples([60]).values)
    file.integers("target", [1, -1])
    file.integers("axes", [2, 3])
    file.node(
      "Conv", ["x", "w", "b"], ["c"], ["pads": [1, 1, 1, 1], "kernel_shape": [3, 3], "group": 1])
    file.node("BatchNormalization", ["c", "b", "b", "b", "b"], ["n"], ["epsilon": 0.1])
    file.node("Relu", ["n"], ["r"])
    file.node("LRN", ["r"], ["l"], ["size": 3, "alpha": 0.1, "beta": 0.75, "bias": 1.0])
    file.node(
      "MaxPool", ["l"], ["p"], ["kernel_shape": [3, 3], "strides": [2, 2], "ceil_mode": 1])
    file.node("AveragePool", ["p"], ["q"], ["kernel_shape": [2, 2], "auto_pad": "SAME_UPPER"])
    file.node("Conv", ["q", "d"], ["e"], ["group": 4, "dilations": [1, 1], "strides": [1, 1]])
    file.node("Concat", ["e", "e"], ["f"], ["axis": 1])
    file.node("Transpose", ["f"], ["t"], ["perm": [0, 2, 3, 1]])
    file.node("GlobalAveragePool", ["f"], ["g"])
    file.node("Mul", ["f", "g"], ["h"])
    file.node("ConstantOfShape", ["axes"], ["zeros"])
    file.node("Add", ["zeros", "zeros"], ["zero"])
    file.node("Squeeze", ["g", "axes"], ["v"])
    file.node("Unsqueeze", ["v", "axes"], ["u"])
    file.node("Sum", ["h", "u", "b2"], ["s"])
    file.constant("b2", [8, 1, 1], [1, 2, 3, 4, 5, 6, 7, 8])
    file.node("Reshape", ["s", "target"], ["k"])
    file.node("Softmax", ["k"], ["shares"], ["axis": -1])
    file.node("Reshape", ["zero", "target"], ["row"])
    file.node("Add", ["z", "row"], ["z0"])
    file.node("Gemm", ["z0", "m", "b3"], ["o"], ["alpha": 0.5, "beta": 2.0, "transB": 0])
    file.constant("b3", [10], [Float](repeating: 1, count: 10))
    addLaterOperators(to: &file)
    file.node("Concat", ["shares", "o", "means"], ["y"], ["axis": 1])
    return try file.bytes()
  }

  /// Makes three `means` of the 1×8×2×2 numbers `f`.
  private static func addLaterOperators(to file: inout ModelFile) {
    file.constant("kernel", [8, 2, 2, 2], samples([64]).values)
    file.constant("scales", [4], [1, 1, 1.5, 2])
    file.integers("pads", [0, 0, 1, 0, 0, 0, 1, 0])
    file.integers("starts", [0, 1])
    file.integers("ends", [8, 7])
    file.integers("steps", [2, 2])
    file.constant("gain", [3], [1, 2, 3])
    file.integers("parts", [1, 1])
    file.integers("places", [0, 2, -1])
    file.node(
      "ConvTranspose", ["f", "kernel"], ["ct"],
      ["strides": [2, 2], "output_padding": [0, 0], "pads": [0, 0, 0, 0], "dilations": [1, 1]])
    file.node(
      "Resize", ["ct", "", "scales"], ["rs"], ["mode": "linear", "cubic_coeff_a": -0.5])
    file.node("Pad", ["rs", "pads"], ["pd"], ["mode": "reflect"])
    file.node("Slice", ["pd", "starts", "ends", "axes", "steps"], ["sl"])
    file.node("LayerNormalization", ["sl", "gain", "gain"], ["ln"], ["axis": -1])
    file.node("Split", ["ln", "parts"], ["one", "two"], ["axis": 1])
    file.node("Einsum", ["one", "two"], ["ei"], ["equation": "bcij,bckj->bcik"])
    file.node("MatMul", ["ei", "one"], ["mm"])
    file.node("Gather", ["mm", "places"], ["ga"], ["axis": 2])
    file.node("ReduceMean", ["ga"], ["rm"], ["axes": [2], "keepdims": 0])
    file.node("Reshape", ["rm", "target"], ["means"])
  }

  /// What became of damaged files.
  private struct Outcome {
    var refused = 0
    var accepted = 0
    var ran = 0

    /// Reads bytes, and runs what can be read forwards if it is small.
    mutating func record(_ bytes: [UInt8]) throws {
      let model: ImportedModel
      do {
        model = try ONNXImporter.load(bytes)
      } catch {
        refused += 1
        #expect(!error.description.contains("\n"))
        return
      }
      accepted += 1
      let graph = model.graph
      guard graph.values.reduce(0, { $0 + $1.shape.count }) < 1 << 17 else { return }
      let inputs = graph.inputs.map { Tensor(Shape([2] + graph[$0].shape.dimensions)) }
      let outputs = try ForwardSession(graph, batchSize: 2).outputs(for: inputs)
      #expect(outputs.count == graph.outputs.count)
      ran += 1
    }
  }

  @Test("the network that is damaged can be read")
  func intact() throws {
    var outcome = Outcome()
    let bytes = try Self.network()
    #expect(try ONNXImporter.load(bytes).outputs[0].extents == [1, 45])
    try outcome.record(bytes)
    #expect(outcome.ran == 1)
  }

  @Test("a file that ends too early is refused or still a network, wherever it ends")
  func truncation() throws {
    let bytes = try Self.network()
    var outcome = Outcome()
    let lengths = Array(stride(from: 0, to: bytes.count, by: 5))
    for length in lengths { try outcome.record(Array(bytes[..<length])) }
    #expect(outcome.refused + outcome.accepted == lengths.count)
    #expect(outcome.refused > lengths.count / 2)
  }

  @Test("a thousand damaged files neither crash nor hang", .timeLimit(.minutes(20)))
  func mutation() throws {
    let original = try Self.network()
    var generator = Generator(state: 7)
    var outcome = Outcome()
    for round in 0..<1000 {
      var bytes = original
      for _ in 0...round % 3 { generator.damage(&bytes) }
      try outcome.record(bytes)
    }
    #expect(outcome.refused + outcome.accepted == 1000)
    #expect(outcome.refused > 300 && outcome.accepted > 50)
  }

  /// Reproducible damage.
  fileprivate struct Generator {
    var state: UInt64

    mutating func next(below limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % max(1, limit)
    }

    mutating func damage(_ bytes: inout [UInt8]) {
      let place = next(below: bytes.count)
      switch next(below: 6) {
      case 0: bytes[place] ^= UInt8(1 << next(below: 8))
      case 1: bytes[place] = UInt8(next(below: 256))
      case 2: bytes[place] = [0, 1, 0x7f, 0x80, 0xff][next(below: 5)]
      case 3: bytes.remove(at: place)
      case 4: bytes.insert(UInt8(next(below: 256)), at: place)
      default:
        let length = min(next(below: 16), bytes.count - place)
        bytes.replaceSubrange(place..<place + length, with: bytes[..<length])
      }
    }
  }

  fileprivate static let extremes: [Int64] = [
    0, 1, -1, 2, 3, 4, 5, 7, 1 << 15, 1 << 16, 1 << 20, 1 << 31, 1 << 40, .max, .min, .max / 2,
  ]

  @Test("every number that a file says may be an extreme", .timeLimit(.minutes(20)))
  func everySetting() throws {
    let original = try ONNXModel(serializedBytes: Self.network())
    let nodes = original.graph.node.indices.flatMap { node in
      original.graph.node[node].attribute.indices.flatMap { place in
        (0..<max(1, original.graph.node[node].attribute[place].ints.count)).map {
          (node, place, $0)
        }
      }
    }
    let constants = original.graph.initializer.indices.flatMap { tensor in
      original.graph.initializer[tensor].int64Data.indices.map { (tensor, $0) }
    }
    var outcome = Outcome()
    for extreme in [0, -1, 3, 1 << 20, 1 << 40, .max, .min] as [Int64] {
      for (node, place, entry) in nodes {
        var model = original
        model.graph.node[node].attribute[place].set(entry, to: extreme)
        try outcome.record(model.serializedBytes())
      }
      for (tensor, entry) in constants {
        var model = original
        model.graph.initializer[tensor].int64Data[entry] = extreme
        try outcome.record(model.serializedBytes())
      }
    }
    #expect(outcome.refused > 150 && outcome.ran > 50)
  }

  @Test("damaged settings and extents neither crash nor hang", .timeLimit(.minutes(20)))
  func extremeSettings() throws {
    let original = try ONNXModel(serializedBytes: Self.network())
    var generator = Generator(state: 11)
    var outcome = Outcome()
    for _ in 0..<800 {
      var model = original
      for _ in 0...generator.next(below: 2) { generator.damage(&model.graph) }
      try outcome.record(model.serializedBytes())
    }
    #expect(outcome.refused > 200 && outcome.ran > 20)
  }
}

extension ONNXAttribute {
  /// Sets one of the numbers of a setting, of whichever kind it is.
  fileprivate mutating func set(_ entry: Int, to value: Int64) {
    i = value
    f = Float(value)
    if ints.indices.contains(entry) { ints[entry] = value }
  }
}

extension DamagedFileTests.Generator {
  /// Puts an extreme number somewhere, exchanges extents, or connects nodes in another way.
  fileprivate mutating func damage(_ graph: inout ONNXGraph) {
    let extreme = DamagedFileTests.extremes[next(below: DamagedFileTests.extremes.count)]
    let (node, tensor) = (next(below: graph.node.count), next(below: graph.initializer.count))
    switch next(below: 6) {
    case 0:
      guard !graph.node[node].attribute.isEmpty else { return }
      let place = next(below: graph.node[node].attribute.count)
      graph.node[node].attribute[place].set(next(below: 4), to: extreme)
    case 1:
      graph.initializer[tensor].dims[next(below: graph.initializer[tensor].dims.count)] = extreme
    case 2: graph.initializer[tensor].dims.shuffle(using: &self)
    case 3:
      let axes = graph.input[node % 2].type.tensorType.shape.dim.count
      graph.input[node % 2].type.tensorType.shape.dim[next(below: axes)].dimValue = extreme
    case 4:
      let values: [Float] = [.nan, .infinity, -.infinity, 3e38, .leastNonzeroMagnitude, -1, 0, 1e6]
      guard !graph.initializer[tensor].floatData.isEmpty else { return }
      let entry = next(below: graph.initializer[tensor].floatData.count)
      graph.initializer[tensor].floatData[entry] = values[next(below: values.count)]
    default:
      let other = next(below: graph.node.count)
      graph.node[node].input[0] = graph.node[other].output[0]
    }
  }
}

extension DamagedFileTests.Generator: RandomNumberGenerator {
  mutating func next() -> UInt64 {
    UInt64(next(below: 1 << 31)) << 33 | UInt64(next(below: 1 << 31))
  }
}
