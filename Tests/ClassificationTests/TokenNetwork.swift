import Classification
import Foundation
import Models
import ONNX
import ProtocolBuffers
import Tensors
import TestSupport

/// A vision transformer of one block over a picture of 4×6 pixels: six patches of 2×2, a class token
/// before them, attention of one head, and scores of three classes made of the class token.
struct TokenNetwork {
  static let channels = 4
  static let classes = 3

  /// Reads the network as a user's file.
  func classifier() throws -> Classifier {
    let folder = try TemporaryFolder()
    let path = try folder.write("tokens.onnx", bytes())
    return try Classifier(ModelStore(environment: ["HOME": folder.path]).locate(path))
  }

  private func bytes() throws -> Data {
    let channels = Self.channels
    var file = ONNXModel()
    file.irVersion = 8
    file.opsetImport = [ONNXOperatorSet.with { $0.version = 17 }]
    file.graph.input = [Self.value("x", [1, 3, 4, 6])]
    file.graph.output = [Self.value("y", [1, Self.classes])]
    file.graph.initializer = [
      Self.weights("kernel", [channels, 3, 2, 2], seed: 1),
      Self.weights("class", [1, 1, channels], seed: 2),
      Self.weights("gain", [channels], seed: 3),
      Self.weights("query", [channels, channels], seed: 4),
      Self.weights("key", [channels, channels], seed: 5),
      Self.weights("content", [channels, channels], seed: 6),
      Self.weights("scores", [channels, Self.classes], seed: 7),
      Self.integers("rows", [3], [1, Int64(channels), -1]), Self.integers("first", [], [0]),
    ]
    file.graph.node = [
      Self.node(
        "Conv", ["x", "kernel"], "patches", ["kernel_shape": [2, 2], "strides": [2, 2]]),
      Self.node("Reshape", ["patches", "rows"], "columns"),
      Self.node("Transpose", ["columns"], "tokens", ["perm": [0, 2, 1]]),
      Self.node("Concat", ["class", "tokens"], "joined", axis: 1),
      Self.node("LayerNormalization", ["joined", "gain", "gain"], "norm"),
      Self.node("MatMul", ["norm", "query"], "q"),
      Self.node("MatMul", ["norm", "key"], "k"),
      Self.node("MatMul", ["norm", "content"], "v"),
      Self.node("Transpose", ["k"], "turned", ["perm": [0, 2, 1]]),
      Self.node("MatMul", ["q", "turned"], "match"),
      Self.node("Softmax", ["match"], "shares", axis: -1),
      Self.node("MatMul", ["shares", "v"], "mixed"),
      Self.node("Add", ["joined", "mixed"], "sum"),
      Self.node("Gather", ["sum", "first"], "row", axis: 1),
      Self.node("MatMul", ["row", "scores"], "y"),
    ]
    return file.serializedBytes()
  }

  private static func weights(_ name: String, _ extents: [Int], seed: UInt64) -> ONNXTensor {
    ONNXTensor.with {
      ($0.name, $0.dataType, $0.dims) = (name, 1, extents.map(Int64.init))
      $0.floatData = Tensor.random([extents.reduce(1, *)], seed: seed).values
    }
  }

  private static func integers(_ name: String, _ extents: [Int64], _ values: [Int64])
    -> ONNXTensor
  {
    ONNXTensor.with {
      ($0.name, $0.dataType, $0.dims, $0.int64Data) = (name, 7, extents, values)
    }
  }

  private static func value(_ name: String, _ extents: [Int]) -> ONNXValueInfo {
    ONNXValueInfo.with { value in
      value.name = name
      value.type.tensorType.elemType = 1
      value.type.tensorType.shape.dim = extents.map { extent in
        ONNXExtent.with { $0.value = .dimValue(Int64(extent)) }
      }
    }
  }

  private static func node(
    _ operatorName: String, _ inputs: [String], _ output: String, _ lists: [String: [Int64]] = [:],
    axis: Int64? = nil
  ) -> ONNXNode {
    ONNXNode.with { node in
      (node.opType, node.input, node.output) = (operatorName, inputs, [output])
      node.attribute = lists.sorted { $0.key < $1.key }.map { name, values in
        ONNXAttribute.with { ($0.name, $0.type, $0.ints) = (name, 7, values) }
      }
      if let axis {
        node.attribute.append(ONNXAttribute.with { ($0.name, $0.type, $0.i) = ("axis", 2, axis) })
      }
    }
  }
}
