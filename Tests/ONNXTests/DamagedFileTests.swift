import Engine
import Foundation
import ONNX
import SwiftProtobuf
import Tensors
import Testing

@Suite("Damaged ONNX files")
struct DamagedFileTests {
  /// A network with most operators, whose bytes are damaged.
  private static func network() throws -> [UInt8] {
    var file = ModelFile(inputs: ["x": [1, 2, 8, 8]])
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
    file.node("Softmax", ["k"], ["y"], ["axis": -1])
    file.node("Gemm", ["z", "m", "b3"], ["o"], ["alpha": 0.5, "beta": 2.0, "transB": 0])
    file.constant("b3", [10], [Float](repeating: 1, count: 10))
    file.message.graph.input.append(
      ONNXValueInfo.with {
        $0.name = "z"
        $0.type.tensorType.elemType = 1
        $0.type.tensorType.shape.dim = [1, 6].map { extent in
          ONNXExtent.with { $0.dimValue = Int64(extent) }
        }
      })
    return try file.bytes()
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
    try outcome.record(Self.network())
    #expect(outcome.ran == 1)
  }

  @Test("a file that ends too early is refused or still a network, wherever it ends")
  func truncation() throws {
    let bytes = try Self.network()
    var outcome = Outcome()
    for length in 0..<bytes.count { try outcome.record(Array(bytes[..<length])) }
    #expect(outcome.refused + outcome.accepted == bytes.count)
    #expect(outcome.refused > bytes.count / 2)
  }

  @Test("thousands of damaged files neither crash nor hang", .timeLimit(.minutes(3)))
  func mutation() throws {
    let original = try Self.network()
    var generator = Generator(state: 7)
    var outcome = Outcome()
    for round in 0..<6000 {
      var bytes = original
      for _ in 0...round % 3 { generator.damage(&bytes) }
      try outcome.record(bytes)
    }
    #expect(outcome.refused + outcome.accepted == 6000)
    #expect(outcome.refused > 2000 && outcome.accepted > 500)
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

  @Test("damaged settings and extents neither crash nor hang", .timeLimit(.minutes(3)))
  func extremeSettings() throws {
    let original = try ONNXModel(serializedBytes: Self.network())
    var generator = Generator(state: 11)
    let extremes: [Int64] = [
      0, 1, -1, 2, 3, 4, 5, 7, 1 << 15, 1 << 16, 1 << 20, 1 << 31, 1 << 40, .max, .min, .max / 2,
    ]
    var outcome = Outcome()
    for _ in 0..<4000 {
      var model = original
      let extreme = extremes[generator.next(below: extremes.count)]
      switch generator.next(below: 5) {
      case 0:
        let node = generator.next(below: model.graph.node.count)
        guard !model.graph.node[node].attribute.isEmpty else { continue }
        let index = generator.next(below: model.graph.node[node].attribute.count)
        model.graph.node[node].attribute[index].i = extreme
        let count = model.graph.node[node].attribute[index].ints.count
        if count > 0 {
          model.graph.node[node].attribute[index].ints[generator.next(below: count)] = extreme
        }
      case 1:
        let tensor = generator.next(below: model.graph.initializer.count)
        let axis = generator.next(below: model.graph.initializer[tensor].dims.count)
        model.graph.initializer[tensor].dims[axis] = extreme
      case 2:
        let tensor = generator.next(below: model.graph.initializer.count)
        model.graph.initializer[tensor].dims.shuffle(using: &generator)
      case 3:
        let input = generator.next(below: 2)
        let axis = generator.next(below: input == 0 ? 4 : 2)
        model.graph.input[input].type.tensorType.shape.dim[axis].dimValue = extreme
      default:
        let node = generator.next(below: model.graph.node.count)
        let other = generator.next(below: model.graph.node.count)
        model.graph.node[node].input[0] = model.graph.node[other].output[0]
      }
      try outcome.record(model.serializedBytes())
    }
    #expect(outcome.refused > 1000 && outcome.ran > 100)
  }
}

extension DamagedFileTests.Generator: RandomNumberGenerator {
  mutating func next() -> UInt64 {
    UInt64(next(below: 1 << 31)) << 33 | UInt64(next(below: 1 << 31))
  }
}
