import Engine
import Foundation
import ONNX
import Tensors
import Testing

/// These tests need real networks, which are not part of the project: the folder that holds them is
/// in the environment variable IGTOOL_MODELS. Without it they are skipped.
private let folder = ProcessInfo.processInfo.environment["IGTOOL_MODELS"]

@Suite("Real networks", .enabled(if: folder != nil))
struct RealModelTests {
  private func load(_ name: String) throws -> ImportedModel? {
    let url = URL(fileURLWithPath: folder ?? "").appendingPathComponent("\(name).onnx")
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    return try ONNXImporter.load(Data(contentsOf: url, options: .mappedIfSafe))
  }

  @Test(
    "GoogLeNet and SqueezeNet turn any picture into 1000 probabilities",
    arguments: [
      ("googlenet", [224, 224, 3], 6_998_552), ("squeezenet", [227, 227, 3], 1_235_496),
    ])
  func probabilities(name: String, shape: [Int], parameters: Int) throws {
    guard let model = try load(name) else { return }
    #expect(model.inputs[0].shape == Shape(shape))
    #expect(model.description.parameterCount == parameters)
    let picture = samples(Shape([1] + shape))
    let output = try ForwardSession(model.graph).outputs(for: [picture])[0]
    #expect(output.shape == [1, 1000])
    #expect(abs(output.values.reduce(0, +) - 1) < 1e-5)
  }
}
