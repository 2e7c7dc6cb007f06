import Engine
import Tensors
import TestSupport
import Testing

@Suite("Stages")
struct StageTests {
  /// A network whose first layers have large activations and whose last ones have many weights.
  private func graph() throws -> Graph {
    var builder = GraphBuilder()
    var value = builder.addInput(name: "x", shape: [16, 16, 4])
    var window = Window(kernel: .init(y: 3, x: 3))
    window.padBefore = .init(y: 1, x: 1)
    window.padAfter = window.padBefore
    for index in 0..<3 {
      let layer = Convolution(weights: .random([3, 3, 4, 4], seed: UInt64(index)), window: window)
      value = try builder.add(layer, name: "layer", inputs: [value])
      value = try builder.add(Rectifier(), name: "relu", inputs: [value])
    }
    value = try builder.add(GlobalAveragePooling(), name: "mean", inputs: [value])
    value = try builder.add(Reshape(to: [4]), name: "flat", inputs: [value])
    for (index, widths) in [(4, 64), (64, 64), (64, 3)].enumerated() {
      let layer = Linear(
        weights: .random([widths.0, widths.1], seed: 20 + UInt64(index)), activation: .rectifier)
      value = try builder.add(layer, name: "linear", inputs: [value])
    }
    return try builder.graph(outputs: [value])
  }

  @Test("Large activations run by single examples, many weights for several at a time")
  func examples() throws {
    let graph = try graph()
    let stages = Plan(graph, capacity: 8, hasBackwardPass: true).stages
    #expect(stages.count > 1)
    #expect(stages.first?.examples == 1)
    #expect(stages.last?.examples == 8)
    #expect(stages.flatMap { Array($0.nodes) } == Array(graph.nodes.indices))
    #expect(zip(stages, stages.dropFirst()).allSatisfy { $0.examples < $1.examples })
    // A stage never runs more examples at a time than there are.
    let few = Plan(graph, capacity: 3, hasBackwardPass: true).stages
    #expect(few.last?.examples == 3)
    #expect(Plan(graph, capacity: 1, hasBackwardPass: true).stages.count == 1)
  }

  @Test("What one stage alone reads needs memory for its examples only")
  func memory() throws {
    let graph = try graph()
    let one = Plan(graph, capacity: 1, hasBackwardPass: true).arenaSize
    let eight = Plan(graph, capacity: 8, hasBackwardPass: true).arenaSize
    // Of three rectified images, which are kept, and the gradients of two, which are not.
    #expect(eight < 7 * one)
  }

  /// What single precision leaves where products of another size add up in another order: less than a
  /// hundred roundings.
  private static let rounding = 1e-5

  @Test("Any number of examples gives what each gives alone", arguments: 1...8)
  func partialBatches(_ count: Int) throws {
    let graph = try graph()
    let pictures = (0..<count).map { Tensor.random([16, 16, 4], seed: 50 + UInt64($0)) }
    let seed: [Float] = [1, -2, 0.5]
    let together = try GradientSession(graph, threads: 1, microBatch: 8)
    let alone = try GradientSession(graph, threads: 1, microBatch: 1)
    var batch = PointBatch(pictures)
    batch = PointBatch(
      anchors: batch.anchors,
      points: batch.points.enumerated().map { index, point in
        PointBatch.Point(coefficients: point.coefficients, weight: 1, group: index)
      })
    let found = try together.gradients(of: seed, at: batch)
    let expected = try alone.gradients(of: seed, at: batch)
    #expect(relativeDifference(found.values.map(Float.init), expected.values) < Self.rounding)
    for (sum, other) in zip(found.sums, expected.sums) {
      #expect(relativeDifference(sum.values, other.values) < Self.rounding)
    }
  }
}
