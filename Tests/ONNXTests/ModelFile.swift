import Engine
import ONNX
import ProtocolBuffers
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

  /// Starts a file with one output `y`; an extent of 0 is open: `open` along the first axis, `size2`
  /// and its like along others.
  init(opset: Int = 13, inputs: KeyValuePairs<String, [Int]> = ["x": [1, 2, 4, 4]]) {
    message.irVersion = 8
    message.producerName = "test"
    message.opsetImport = [ONNXOperatorSet.with { $0.version = Int64(opset) }]
    message.graph.input = inputs.map { name, extents in
      ONNXValueInfo.with { input in
        input.name = name
        input.type.tensorType.elemType = 1
        input.type.tensorType.shape.dim = extents.enumerated().map { axis, extent in
          ONNXExtent.with {
            let name = axis == 0 ? "open" : "size\(axis)"
            $0.value = extent == 0 ? .dimParam(name) : .dimValue(Int64(extent))
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
  func bytes() throws -> [UInt8] { message.serializedBytes() }

  /// Reads the file.
  func load(_ options: ImportOptions = ImportOptions()) throws -> ImportedModel {
    try ONNXImporter.load(bytes(), options: options)
  }

  /// Reads and runs the file on whole arrays in the file's order, and returns its first output
  /// likewise. Arrays of several examples are handed over example by example where the file takes
  /// one at a time.
  func run(_ inputs: Tensor...) throws -> Tensor { try runAll(inputs)[0] }

  /// The same for all outputs.
  func runAll(_ inputs: [Tensor]) throws -> [Tensor] {
    let isOneByOne = zip(message.graph.input, inputs).contains { input, array in
      input.type.tensorType.shape.dim.first?.value == .dimValue(1) && array.shape.rank > 0
        && array.shape[0] > 1
    }
    if isOneByOne { return try runExamples(inputs) }
    var options = ImportOptions()
    for (input, array) in zip(message.graph.input, inputs) {
      options.extents[input.name] = array.shape.dimensions
    }
    return try Self.outputs(of: load(options), for: [inputs])[0]
  }

  /// Reads the file as it is, and runs it on the examples along the first axis of arrays. Outputs
  /// are joined along that axis, or laid on top of each other where they have none for examples.
  func runExamples(_ inputs: [Tensor]) throws -> [Tensor] {
    let count = inputs[0].shape[0]
    let examples = (0..<count).map { example in
      inputs.map { array in
        let size = array.values.count / count
        return Tensor(
          Shape([1] + array.shape.dimensions.dropFirst()),
          Array(array.values[example * size..<(example + 1) * size]))
      }
    }
    let results = try Self.outputs(of: load(), for: examples)
    return results[0].indices.map { place in
      let extents = results[0][place].shape.dimensions
      let rest = extents.first == 1 ? Array(extents.dropFirst()) : extents
      return Tensor(Shape([count] + rest), results.flatMap { $0[place].values })
    }
  }

  /// Runs a network on a batch of examples, each a list of arrays in the file's order.
  private static func outputs(
    of model: ImportedModel, for examples: [[Tensor]]
  ) throws -> [[Tensor]] {
    let batch = model.inputs.indices.map { place in
      Tensor(
        Shape([examples.count] + model.inputs[place].shape.dimensions),
        examples.flatMap { model.inputs[place].toStorage($0[place]).values })
    }
    let outputs = try ForwardSession(model.graph, batchSize: 2).outputs(for: batch)
    return examples.indices.map { example in
      zip(model.outputs, outputs).map { output, result in
        let size = output.shape.count
        let values = Array(result.values[example * size..<(example + 1) * size])
        return output.toFile(Tensor(output.shape, values))
      }
    }
  }

  /// Returns the error that reading the file ends with.
  func failure(_ options: ImportOptions = ImportOptions()) throws -> String {
    let bytes = try bytes()
    do {
      _ = try ONNXImporter.load(bytes, options: options)
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
