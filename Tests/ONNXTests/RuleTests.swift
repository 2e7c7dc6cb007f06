import Engine
import Foundation
import ONNX
import Tensors
import Testing

/// Rules for rectifiers and pooling need operators that are still on their own after the import.
@Suite("Rules on imported networks") struct RuleTests {
  @Test("A Relu behind a convolution is an operator of its own")
  func rectifiers() throws {
    var file = ModelFile()
    file.constant("w", [1, 2, 1, 1], [1, 1])
    file.node("Conv", ["x", "w"], ["c"])
    file.node("Relu", ["c"], ["y"])
    let graph = try file.load().graph
    #expect(graph.nodes.count { $0.operator is Rectifier } == 1)
    for rule in RectifierRule.allCases {
      let ruled = graph.withRectifiers(rule)
      #expect(ruled.nodes.contains { $0.operator is RuledRectifier })
      #expect(!ruled.nodes.contains { $0.operator is Rectifier })
    }
  }

  private static let folder = ProcessInfo.processInfo.environment["IGTOOL_MODELS"]

  /// Rectifiers and pooling have rules, everything else before the softmax is affine.
  @Test(
    "Contributions of the rescale rule add up on SqueezeNet (needs IGTOOL_MODELS)",
    .enabled(if: folder != nil))
  func squeezeNet() throws {
    let url = URL(fileURLWithPath: Self.folder ?? "").appendingPathComponent("squeezenet.onnx")
    guard FileManager.default.fileExists(atPath: url.path) else { return }
    let graph = try ONNXImporter.load(Data(contentsOf: url, options: .mappedIfSafe)).graph
    let softmax = try #require(graph.nodes.last { $0.operator is Softmax })
    let logits = graph.with(outputs: [softmax.inputs[0]])
    let doubled = logits.withRescaleRule().simplified()
    let shape = logits[logits.inputs[0]].shape
    let picture = Tensor(shape, samples(shape).values.map { 100 * $0 })
    let reference = Tensor(shape)

    let workspace = Workspace(Plan(doubled, capacity: 1, hasBackwardPass: true))
    for (view, tensor) in zip(workspace.inputs, [picture, reference]) {
      view.write(tensor.values, firstExample: 0, batch: 1)
    }
    workspace.forward(batch: 1)
    var seed = [Float](repeating: 0, count: 1000)
    seed[281] = 1
    workspace.outputGradient?.write(seed, firstExample: 0, batch: 1)
    var multipliers = [Float](repeating: 0, count: shape.count)
    workspace.backward(batch: 1) { _, gradients in
      gradients[0].read(into: &multipliers, firstExample: 0, batch: 1)
    }
    let sum = zip(multipliers, picture.values).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    let scores = try [picture, reference].map { input in
      let batch = input.reshaped(to: Shape([1] + shape.dimensions))
      return try ForwardSession(logits).outputs(for: [batch])[0].values[281]
    }
    let change = Double(scores[0]) - Double(scores[1])
    #expect(abs(change) > 0.1)
    #expect(abs(sum - change) < 1e-3 * abs(change))
  }
}
