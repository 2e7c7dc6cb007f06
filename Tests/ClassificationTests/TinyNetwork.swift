import Classification
import Foundation
import Imaging
import Models
import ONNX
import ProtocolBuffers
import Tensors
import TestSupport

/// A network of one linear layer over a 3×2 picture, with scores that can be worked out by hand,
/// and with any ending.
struct TinyNetwork {
  /// What comes after the linear layer.
  enum Ending: String, CaseIterable {
    case logits, softmax, softmaxReshaped, reshapedSoftmax, logSoftmax, sigmoid
    /// Two groups of two classes, each with a softmax of its own.
    case twoSoftmaxes
    /// 2×2 pixels of one channel.
    case picture

    static let withSoftmax: [Ending] = [.softmax, .softmaxReshaped, .reshapedSoftmax, .logSoftmax]
  }

  static let classes = 4
  static let size = Size(width: 3, height: 2)
  private static let count = 18

  /// Extents of the input.
  var input = [1, 3, 2, 3]
  var ending = Ending.softmax
  /// Name of the picture as 18 numbers in a row.
  var flat = "f"

  /// Weights of every class, in the order of the file (channels, rows, columns).
  let weights = (0..<classes).map { Tensor.random([count], seed: UInt64($0 + 1)).values }
  let bias: [Float] = [0.25, -0.5, 0, 0.125]

  /// The scores before any softmax, in double precision, of an H×W×3 array.
  func logits(_ tensor: Tensor) -> [Double] {
    zip(storedWeights, bias).map { weights, bias in
      zip(weights, tensor.values).reduce(Double(bias)) { $0 + $1.0 * Double($1.1) }
    }
  }

  /// Weights of every class in the order of an H×W×3 array.
  var storedWeights: [[Double]] {
    weights.map { weights in
      (0..<Self.count).map { index in
        let (pixel, channel) = (index / 3, index % 3)
        return Double(weights[channel * 6 + pixel])
      }
    }
  }

  /// Softmax in double precision.
  static func softmax(_ logits: [Double]) -> [Double] {
    let powers = logits.map { exp($0) }
    let total = powers.reduce(0, +)
    return powers.map { $0 / total }
  }

  /// Reads the network, with a manifest and labels beside it, as a user's file.
  func classifier(
    manifest: String? = #"{"input": {"preprocessing": "unit"}}"#, labels: [String]? = nil,
    options: Classifier.Options = .init()
  ) throws -> Classifier {
    let folder = try TemporaryFolder()
    let path = try folder.write("tiny.onnx", bytes())
    if let manifest { try folder.write("tiny.json", manifest) }
    if let labels { try folder.write("labels.txt", labels.joined(separator: "\n")) }
    let store = try ModelStore(environment: ["HOME": folder.path])
    return try Classifier(store.locate(path), options: options)
  }

  /// The text of the error that reading the network ends with.
  func failure(
    manifest: String? = #"{"input": {"preprocessing": "unit"}}"#, labels: [String]? = nil,
    options: Classifier.Options = .init()
  ) -> String {
    do {
      _ = try classifier(manifest: manifest, labels: labels, options: options)
      return "none"
    } catch { return "\(error)" }
  }
}

// MARK: - The file

extension TinyNetwork {
  private func bytes() throws -> Data {
    var file = ONNXModel()
    file.irVersion = 8
    file.opsetImport = [ONNXOperatorSet.with { $0.version = 13 }]
    file.graph.input = [
      ONNXValueInfo.with { value in
        value.name = "x"
        value.type.tensorType.elemType = 1
        value.type.tensorType.shape.dim = input.map { extent in
          ONNXExtent.with { $0.value = .dimValue(Int64(extent)) }
        }
      }
    ]
    file.graph.output = [ONNXValueInfo.with { $0.name = "y" }]
    file.graph.initializer = [
      Self.array("w", [Self.classes, Self.count], weights.flatMap(\.self)),
      Self.array("b", [Self.classes], bias),
      Self.integers("deep", [1, 4, 1, 1]), Self.integers("groups", [1, 2, 2]),
      Self.integers("flat", [1, 4]), Self.integers("square", [1, 1, 2, 2]),
    ]
    file.graph.node = [
      Self.node("Flatten", ["x"], flat),
      Self.node("Gemm", [flat, "w", "b"], "z", ["transB": 1]),
    ]
    file.graph.node += end
    return file.serializedBytes()
  }

  private var end: [ONNXNode] {
    switch ending {
    case .logits: [Self.node("Identity", ["z"], "y")]
    case .softmax: [Self.node("Softmax", ["z"], "y")]
    case .logSoftmax: [Self.node("LogSoftmax", ["z"], "y")]
    case .sigmoid: [Self.node("Sigmoid", ["z"], "y")]
    case .softmaxReshaped:
      [Self.node("Softmax", ["z"], "p"), Self.node("Reshape", ["p", "deep"], "y")]
    case .reshapedSoftmax:
      [
        Self.node("Reshape", ["z", "deep"], "d"),
        Self.node("Softmax", ["d"], "p", ["axis": 1]), Self.node("Flatten", ["p"], "y"),
      ]
    case .twoSoftmaxes:
      [
        Self.node("Reshape", ["z", "groups"], "g"), Self.node("Softmax", ["g"], "p"),
        Self.node("Reshape", ["p", "flat"], "y"),
      ]
    case .picture: [Self.node("Reshape", ["z", "square"], "y")]
    }
  }

  private static func node(
    _ kind: String, _ inputs: [String], _ output: String, _ settings: [String: Int] = [:]
  ) -> ONNXNode {
    ONNXNode.with {
      ($0.opType, $0.input, $0.output) = (kind, inputs, [output])
      $0.attribute = settings.map { name, value in
        ONNXAttribute.with { ($0.name, $0.type, $0.i) = (name, 2, Int64(value)) }
      }
    }
  }

  private static func array(_ name: String, _ extents: [Int], _ values: [Float]) -> ONNXTensor {
    ONNXTensor.with {
      ($0.name, $0.dataType, $0.dims) = (name, 1, extents.map(Int64.init))
      $0.floatData = values
    }
  }

  private static func integers(_ name: String, _ values: [Int]) -> ONNXTensor {
    ONNXTensor.with {
      ($0.name, $0.dataType, $0.dims) = (name, 7, [Int64(values.count)])
      $0.int64Data = values.map(Int64.init)
    }
  }
}

/// The class at a place of an output, without a name.
func label(_ index: Int) throws -> ClassLabel {
  try ClassLabels(count: index + 1, names: nil)[index]
}
