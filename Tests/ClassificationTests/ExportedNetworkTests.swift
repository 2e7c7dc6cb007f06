import Classification
import Foundation
import Models
import Tensors
import Testing

/// Small networks with random weights, as the exporters of PyTorch, Keras and scikit-learn wrote
/// them, held against ONNX Runtime and the frameworks' gradients in double precision. The files in
/// `Networks` are made by `Scripts/check-networks --small`, which checks many more.
struct ExportedNetworkTests {
  /// Relative L2 difference of outputs, and of gradients.
  private static let limits = (output: 1e-4, gradient: 5e-3)
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Networks")

  /// What a framework says of its network.
  private struct Expectation: Decodable {
    /// Files of arrays, by name.
    let inputs, outputs: [String: String]
    /// Numbers of the outputs; the gradient is that of the first.
    let scores: [String]
    /// What the gradient is taken at.
    let value: String
  }

  @Test(
    "Networks of today's exporters give the frameworks' outputs and gradients",
    arguments: [
      "convnext_tiny", "vit", "keras_activations", "keras_mlp", "sklearn_logistic_binary",
    ])
  func agreement(_ name: String) throws {
    let folder = Self.folder.appending(path: name)
    func array(_ file: String) throws -> NumPyArray {
      try NumPyFile.array([UInt8](Data(contentsOf: folder.appending(path: file))))
    }
    let expected = try JSONDecoder().decode(
      Expectation.self, from: Data(contentsOf: folder.appending(path: "expected.json")))
    let entry = try #require(OutputEntry(expected.scores[0]))
    let network = try RawNetwork(
      ModelStore(environment: [:]).locate(folder.appending(path: "model.onnx").path),
      inputs: expected.inputs.map { ($0.key, try array($0.value)) }, gradient: entry)
    let outputs = try network.outputs()
    #expect(Set(outputs.map(\.name)) == Set(expected.outputs.keys))
    for output in outputs {
      let right = try array(#require(expected.outputs[output.name]))
      #expect(output.values.type == right.type)
      #expect(Self.distance(output.values.tensor, right.tensor) <= Self.limits.output)
    }
    let gradients = try network.gradients(of: entry)
    let gradient = try #require(gradients.first { $0.name == expected.value })
    #expect(
      Self.distance(gradient.values, try array("gradient.npy").tensor) <= Self.limits.gradient)
  }

  /// ‖found − right‖ / ‖right‖.
  private static func distance(_ found: Tensor, _ right: Tensor) -> Double {
    guard found.shape == right.shape else { return .infinity }
    var (difference, size) = (0.0, 0.0)
    for (a, b) in zip(found.values, right.values) {
      difference += Double(a - b) * Double(a - b)
      size += Double(b) * Double(b)
    }
    return (difference / size).squareRoot()
  }
}
