import Classification
import Foundation
import Models
import ONNX
import ProtocolBuffers
import Tensors
import TestSupport

/// A network of linear outputs over a small picture, with what files of other programs have: several
/// outputs, one channel, channels last, open sizes, notes.
struct ColumnNetwork {
  /// One output: columns of `x · w`, and what comes after them.
  struct Output {
    var name = "y"
    var columns = 1
    /// ONNX name of the last operator.
    var end: String?
    /// Whether this is the input itself, behind a rectifier.
    var isPicture = false
  }

  /// Extents of the input; nil for open ones.
  var input: [Int?] = [1, 3, 2, 3]
  /// ONNX's number of the input's type.
  var type: Int32 = 1
  var outputs = [Output()]
  var metadata: [String: String] = [:]

  private var count: Int { input.compactMap(\.self).reduce(1, *) }

  /// Weights of the columns of one output, all different.
  func weights(_ output: Output) -> [[Float]] {
    (0..<output.columns).map { Tensor.random([count], seed: UInt64($0 + 11)).values }
  }

  /// The columns before their end, for an input in the order of the file.
  func logits(_ values: [Float], output: Int = 0) -> [Double] {
    weights(outputs[output]).map { weights in
      zip(weights, values).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
  }

  /// Reads the network with some files beside it, as a user's.
  func classifier(
    files: [String: String] = [:], at path: String = "net.onnx",
    options: Classifier.Options = .init()
  ) throws -> Classifier {
    let folder = try TemporaryFolder()
    let path = try folder.write(path, bytes())
    for (name, text) in files { try folder.write(name, text) }
    return try Classifier(
      ModelStore(environment: ["HOME": folder.path]).locate(path), options: options)
  }

  /// The text of the error that reading the network ends with.
  func failure(files: [String: String] = [:], options: Classifier.Options = .init()) -> String {
    do {
      _ = try classifier(files: files, options: options)
      return "none"
    } catch { return "\(error)" }
  }
}

extension ColumnNetwork {
  func bytes() throws -> Data {
    var file = ONNXModel()
    file.irVersion = 8
    file.opsetImport = [ONNXOperatorSet.with { $0.version = 13 }]
    file.metadataProps = metadata.map { key, value in
      ONNXProperty.with { ($0.key, $0.value) = (key, value) }
    }
    file.graph.input = [Self.value("x", type: type, input)]
    file.graph.node =
      [Self.node("Cast", ["x"], "c", to: 1)]
      + (input.contains(nil)
        ? [Self.node("GlobalAveragePool", ["c"], "g"), Self.node("Flatten", ["g"], "f")]
        : [Self.node("Flatten", ["c"], "f")])
    for (index, output) in outputs.enumerated() {
      file.graph.output.append(
        ONNXValueInfo.with {
          $0.name = output.name
          $0.type.tensorType.elemType = output.end == "ArgMax" ? 7 : 1
        })
      if output.isPicture {
        file.graph.node.append(Self.node("Relu", ["c"], output.name))
        continue
      }
      file.graph.initializer.append(
        ONNXTensor.with {
          ($0.name, $0.dataType) = ("w\(index)", 1)
          $0.dims = [Int64(output.columns), Int64(count)]
          $0.floatData = weights(output).flatMap(\.self)
        })
      file.graph.node += [
        Self.node("Gemm", ["f", "w\(index)"], "z\(index)", transB: 1),
        Self.node(output.end ?? "Identity", ["z\(index)"], output.name),
      ]
    }
    return file.serializedBytes()
  }

  private static func value(_ name: String, type: Int32, _ extents: [Int?]) -> ONNXValueInfo {
    ONNXValueInfo.with { value in
      value.name = name
      value.type.tensorType.elemType = type
      value.type.tensorType.shape.dim = extents.map { extent in
        ONNXExtent.with { $0.value = extent.map { .dimValue(Int64($0)) } ?? .dimParam("open") }
      }
    }
  }

  private static func node(
    _ kind: String, _ inputs: [String], _ output: String, to type: Int64? = nil,
    transB: Int64? = nil
  ) -> ONNXNode {
    ONNXNode.with { node in
      (node.opType, node.input, node.output) = (kind, inputs, [output])
      for case (let name, let value?) in [("to", type), ("transB", transB)] {
        node.attribute.append(
          ONNXAttribute.with { ($0.name, $0.type, $0.i) = (name, 2, value) })
      }
    }
  }
}
