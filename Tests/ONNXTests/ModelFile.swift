import Engine
import ONNX
import SwiftProtobuf
import Tensors

/// A small `.onnx` file that a test writes, reads back and runs.
struct ModelFile {
  /// A setting of a node, written as a literal.
  enum Setting: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByArrayLiteral,
    ExpressibleByStringLiteral
  {
    case integer(Int)
    case float(Float)
    case integers([Int])
    case floats([Float])
    case text(String)
    case tensor(ONNXTensor)

    init(integerLiteral value: Int) { self = .integer(value) }
    init(floatLiteral value: Float) { self = .float(value) }
    init(arrayLiteral elements: Int...) { self = .integers(elements) }
    init(stringLiteral value: String) { self = .text(value) }
  }

  /// The message that is written.
  var message = ONNXModel()

  /// Starts a file with one output `y`; an extent of 0 is open.
  init(opset: Int = 13, inputs: KeyValuePairs<String, [Int]> = ["x": [1, 2, 4, 4]]) {
    message.irVersion = 8
    message.producerName = "test"
    message.opsetImport = [ONNXOperatorSet.with { $0.version = Int64(opset) }]
    message.graph.input = inputs.map { name, extents in
      ONNXValueInfo.with { input in
        input.name = name
        input.type.tensorType.elemType = 1
        input.type.tensorType.shape.dim = extents.map { extent in
          ONNXExtent.with {
            $0.value = extent == 0 ? .dimParam("open") : .dimValue(Int64(extent))
          }
        }
      }
    }
    message.graph.output = [ONNXValueInfo.with { $0.name = "y" }]
  }

  /// Adds a node.
  mutating func node(
    _ kind: String, _ inputs: [String] = ["x"], _ outputs: [String] = ["y"],
    _ settings: KeyValuePairs<String, Setting> = [:], name: String = ""
  ) {
    message.graph.node.append(
      ONNXNode.with {
        ($0.opType, $0.input, $0.output, $0.name) = (kind, inputs, outputs, name)
        $0.attribute = settings.map(Self.attribute)
      })
  }

  /// Adds floating-point constants.
  mutating func constant(_ name: String, _ extents: [Int], _ values: [Float]) {
    message.graph.initializer.append(Self.tensor(extents, values, name: name))
  }

  /// Adds a vector of integer constants.
  mutating func integers(_ name: String, _ values: [Int]) {
    message.graph.initializer.append(
      ONNXTensor.with {
        ($0.name, $0.dataType, $0.dims) = (name, 7, [Int64(values.count)])
        $0.int64Data = values.map(Int64.init)
      })
  }

  /// The bytes of the file.
  func bytes() throws -> [UInt8] { try message.serializedBytes() }

  /// Reads the file.
  func load(inputSize: (height: Int, width: Int)? = nil) throws -> ImportedModel {
    try ONNXImporter.load(bytes(), inputSize: inputSize)
  }

  /// Reads and runs the file on arrays in the file's order, and returns its first output likewise.
  func run(_ inputs: Tensor...) throws -> Tensor {
    let model = try load()
    let stored = zip(model.inputs, inputs).map { $0.toStorage($1) }
    let outputs = try ForwardSession(model.graph, batchSize: 2).outputs(for: stored)
    return model.outputs[0].toONNX(outputs[0])
  }

  /// Returns the error that reading the file ends with.
  func failure() throws -> String {
    let bytes = try bytes()
    do {
      _ = try ONNXImporter.load(bytes)
      return "none"
    } catch { return error.description }
  }

  /// A floating-point array as the file has it.
  static func tensor(_ extents: [Int], _ values: [Float], name: String = "") -> ONNXTensor {
    ONNXTensor.with {
      ($0.name, $0.dataType, $0.dims) = (name, 1, extents.map(Int64.init))
      $0.floatData = values
    }
  }

  private static func attribute(_ name: String, _ setting: Setting) -> ONNXAttribute {
    ONNXAttribute.with {
      $0.name = name
      switch setting {
      case .float(let value): ($0.type, $0.f) = (1, value)
      case .integer(let value): ($0.type, $0.i) = (2, Int64(value))
      case .text(let value):
        $0.type = 3
        $0.s.append(contentsOf: value.utf8)
      case .tensor(let value): ($0.type, $0.t) = (4, value)
      case .floats(let values): ($0.type, $0.floats) = (6, values)
      case .integers(let values): ($0.type, $0.ints) = (7, values.map(Int64.init))
      }
    }
  }
}

/// Returns an array of reproducible numbers between −1 and 1.
func samples(_ shape: Shape, seed: UInt64 = 1) -> Tensor {
  var state = seed
  return Tensor(
    shape,
    (0..<shape.count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(Int32(truncatingIfNeeded: state >> 32)) / Float(Int32.max)
    })
}

/// Largest difference of two arrays; infinite where their shapes differ.
func distance(_ a: Tensor, _ b: Tensor) -> Float {
  guard a.shape == b.shape else { return .infinity }
  return zip(a.values, b.values).reduce(0) { max($0, abs($1.0 - $1.1)) }
}
