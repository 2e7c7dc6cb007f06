import Classification
import Foundation
import Models
import ONNX
import ProtocolBuffers
import Tensors
import TestSupport

/// A small network as a file, built of words and numbers.
struct SmallFile {
  private var file = ONNXModel()

  init() {
    file.irVersion = 8
    file.opsetImport = [ONNXOperatorSet.with { $0.version = 17 }]
  }

  /// Reads the network as a user's file.
  func classifier(_ options: Classifier.Options = Classifier.Options()) throws -> Classifier {
    let folder = try TemporaryFolder()
    let path = try folder.write("small.onnx", file.serializedBytes())
    return try Classifier(
      ModelStore(environment: ["HOME": folder.path]).locate(path), options: options)
  }

  /// Adds an input of numbers (type 1) or whole numbers (type 7); an extent of 0 is open.
  mutating func input(_ name: String, _ extents: [Int], type: Int32 = 1) {
    file.graph.input.append(Self.value(name, extents, type: type))
  }

  /// Names the output.
  mutating func output(_ name: String, _ extents: [Int]) {
    file.graph.output.append(Self.value(name, extents, type: 1))
  }

  /// Adds weights.
  mutating func weights(_ name: String, _ extents: [Int], _ values: [Float]) {
    file.graph.initializer.append(
      ONNXTensor.with {
        ($0.name, $0.dataType, $0.dims) = (name, 1, extents.map(Int64.init))
        $0.floatData = values
      })
  }

  /// Adds whole numbers.
  mutating func integers(_ name: String, _ values: [Int64]) {
    file.graph.initializer.append(
      ONNXTensor.with {
        ($0.name, $0.dataType, $0.dims) = (name, 7, [Int64(values.count)])
        $0.int64Data = values
      })
  }

  /// Adds a node with whole numbers as attributes.
  mutating func node(
    _ operatorName: String, _ inputs: [String], _ output: String, _ numbers: [String: Int64] = [:]
  ) {
    file.graph.node.append(
      ONNXNode.with { node in
        (node.opType, node.input, node.output) = (operatorName, inputs, [output])
        node.attribute = numbers.sorted { $0.key < $1.key }.map { name, number in
          ONNXAttribute.with { ($0.name, $0.type, $0.i) = (name, 2, number) }
        }
      })
  }

  private static func value(_ name: String, _ extents: [Int], type: Int32) -> ONNXValueInfo {
    ONNXValueInfo.with { value in
      value.name = name
      value.type.tensorType.elemType = type
      value.type.tensorType.shape.dim = extents.enumerated().map { axis, extent in
        ONNXExtent.with {
          $0.value = extent == 0 ? .dimParam("d\(axis)") : .dimValue(Int64(extent))
        }
      }
    }
  }
}
