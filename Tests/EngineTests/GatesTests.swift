import Engine
import Tensors
import TestSupport
import Testing

@Suite("Rectifiers on the way back")
struct GatesTests {
  /// max(x, 0) as an operator that is in no way special.
  private struct PlainRectifier: PointwiseFunction {
    func value(_ x: Float) -> Float { max(x, 0) }
    func slope(_ x: Float, _ y: Float) -> Float { x > 0 ? 1 : 0 }
  }

  /// A graph with rectifiers, which are those that it is handed.
  struct Case: CustomTestStringConvertible, Sendable {
    typealias Build =
      @Sendable (inout GraphBuilder, Graph.ValueID, any Operator) throws -> Graph.ValueID
    let name: String
    let build: Build
    var testDescription: String { name }
  }

  private static let shape: Shape = [5, 6, 4]

  /// A convolution with padding from 4 to 4 channels.
  private static func layer(_ size: Int, seed: UInt64) -> Convolution {
    var window = Window(kernel: .init(y: size, x: size))
    window.padBefore = .init(y: size / 2, x: size / 2)
    window.padAfter = window.padBefore
    return Convolution(
      weights: .random([size, size, 4, 4], in: -1...1, seed: seed),
      bias: Tensor.random([4], seed: seed + 1).values, window: window)
  }

  static let cases: [Case] = [
    Case(name: "the input itself") { builder, x, rectifier in
      try builder.add(rectifier, name: "relu", inputs: [x])
    },
    Case(name: "an output that nothing reads") { builder, x, rectifier in
      let sum = try builder.add(layer(3, seed: 1), name: "sum", inputs: [x])
      return try builder.add(rectifier, name: "relu", inputs: [sum])
    },
    Case(name: "two in a row") { builder, x, rectifier in
      let once = try builder.add(rectifier, name: "once", inputs: [x])
      let twice = try builder.add(rectifier, name: "twice", inputs: [once])
      return try builder.add(layer(3, seed: 1), name: "sum", inputs: [twice])
    },
    Case(name: "a reader that works in place") { builder, x, rectifier in
      let sum = try builder.add(layer(3, seed: 1), name: "sum", inputs: [x])
      let value = try builder.add(rectifier, name: "relu", inputs: [sum])
      let squashed = try builder.add(Sigmoid(), name: "squashed", inputs: [value])
      return try builder.add(layer(1, seed: 3), name: "y", inputs: [squashed])
    },
    Case(name: "several readers, one that heeds gates first") { builder, x, rectifier in
      let sum = try builder.add(layer(3, seed: 1), name: "sum", inputs: [x])
      let value = try builder.add(rectifier, name: "relu", inputs: [sum])
      let left = try builder.add(layer(1, seed: 3), name: "left", inputs: [value])
      let right = try builder.add(Sigmoid(), name: "right", inputs: [value])
      return try builder.add(Arithmetic(.sum), name: "y", inputs: [left, right])
    },
    Case(name: "several readers, one that does not heed gates first") { builder, x, rectifier in
      let sum = try builder.add(layer(3, seed: 1), name: "sum", inputs: [x])
      let value = try builder.add(rectifier, name: "relu", inputs: [sum])
      let right = try builder.add(Sigmoid(), name: "right", inputs: [value])
      let left = try builder.add(layer(1, seed: 3), name: "left", inputs: [value])
      return try builder.add(Arithmetic(.product), name: "y", inputs: [left, right])
    },
    Case(name: "read twice by one node") { builder, x, rectifier in
      let value = try builder.add(rectifier, name: "relu", inputs: [x])
      return try builder.add(Arithmetic(.product), name: "y", inputs: [value, value])
    },
    Case(name: "a concatenation of rectified values") { builder, x, rectifier in
      let parts = try (0..<3).map { index in
        let sum = try builder.add(layer(3, seed: UInt64(index)), name: "sum", inputs: [x])
        return try builder.add(rectifier, name: "relu", inputs: [sum])
      }
      let joined = try builder.add(Concatenation(axis: 2), name: "joined", inputs: parts)
      let pooled = try builder.add(
        MaximumPooling(window: Window(kernel: .init(y: 2, x: 2))), name: "pooled",
        inputs: [joined])
      return try builder.add(Sigmoid(), name: "y", inputs: [pooled])
    },
    Case(name: "a concatenation of which one part is not rectified") { builder, x, rectifier in
      let value = try builder.add(rectifier, name: "relu", inputs: [x])
      let joined = try builder.add(Concatenation(axis: 2), name: "joined", inputs: [value, x])
      return try builder.add(HyperbolicTangent(), name: "y", inputs: [joined])
    },
    Case(name: "a concatenation of which one part is read elsewhere") { builder, x, rectifier in
      let parts = try (0..<2).map { index in
        let sum = try builder.add(layer(3, seed: UInt64(index)), name: "sum", inputs: [x])
        return try builder.add(rectifier, name: "relu", inputs: [sum])
      }
      let joined = try builder.add(Concatenation(axis: 2), name: "joined", inputs: parts)
      let again = try builder.add(layer(3, seed: 9), name: "again", inputs: [parts[0]])
      return try builder.add(Concatenation(axis: 2), name: "y", inputs: [joined, again])
    },
    Case(name: "a rectified concatenation, a part of which is read afterwards") {
      builder, x, rectifier in
      let parts = try (0..<2).map { index in
        try builder.add(layer(3, seed: UInt64(index)), name: "sum", inputs: [x])
      }
      let joined = try builder.add(Concatenation(axis: 2), name: "joined", inputs: parts)
      let value = try builder.add(rectifier, name: "relu", inputs: [joined])
      let again = try builder.add(layer(3, seed: 9), name: "again", inputs: [parts[0]])
      let squared = try builder.add(
        Arithmetic(.product), name: "squared", inputs: [parts[1], parts[1]])
      return try builder.add(
        Concatenation(axis: 2), name: "y", inputs: [value, again, squared])
    },
    Case(name: "the input itself, joined with what is made of it") { builder, x, rectifier in
      let value = try builder.add(rectifier, name: "relu", inputs: [x])
      let more = try builder.add(layer(3, seed: 1), name: "more", inputs: [value])
      return try builder.add(Concatenation(axis: 2), name: "y", inputs: [value, more])
    },
    Case(name: "behind an operator that reads its own output") { builder, x, rectifier in
      let tangent = try builder.add(HyperbolicTangent(), name: "tanh", inputs: [x])
      let value = try builder.add(rectifier, name: "relu", inputs: [tangent])
      return try builder.add(layer(3, seed: 1), name: "y", inputs: [value])
    },
    Case(name: "before normalisation and strided windows") { builder, x, rectifier in
      let sum = try builder.add(layer(3, seed: 1), name: "sum", inputs: [x])
      let value = try builder.add(rectifier, name: "relu", inputs: [sum])
      let normal = try builder.add(
        LocalResponseNormalization(size: 3, alpha: 1, beta: 0.75, bias: 1), name: "lrn",
        inputs: [value])
      var window = Window(kernel: .init(y: 2, x: 2))
      window.stride = .init(y: 2, x: 2)
      let strided = Convolution(weights: .random([2, 2, 4, 3], seed: 5), window: window)
      let folded = try builder.add(strided, name: "strided", inputs: [value])
      let mean = try builder.add(GlobalAveragePooling(), name: "mean", inputs: [normal])
      let other = try builder.add(GlobalAveragePooling(), name: "other", inputs: [folded])
      return try builder.add(Concatenation(axis: 2), name: "y", inputs: [mean, other])
    },
  ]

  @Test("Slopes are those of a function that is treated like any other", arguments: cases)
  func agreesWithPlainFunction(_ item: Case) throws {
    func graph(_ rectifier: any Operator) throws -> Graph {
      var builder = GraphBuilder()
      let x = builder.addInput(name: "x", shape: Self.shape)
      let y = try item.build(&builder, x, rectifier)
      return try builder.graph(outputs: [y])
    }
    let x = Tensor.spread(Self.shape, scale: 1, seed: 7)
    let expected = TestGraph.run(try graph(PlainRectifier()), on: [x])
    let special = try graph(Rectifier())
    let session = try GradientSession(special, threads: 1)
    let ones = [Float](repeating: 1, count: expected.output.count)
    let sums = try session.gradients(of: ones, at: PointBatch([x])).sums
    #expect(relativeDifference(sums[0].values, expected.gradients[0]) < 1e-5)
    for graph in [special, special.withChainsAbsorbed()] {
      let found = TestGraph.run(graph, on: [x])
      #expect(relativeDifference(found.output, expected.output) < 1e-6)
      #expect(relativeDifference(found.gradients[0], expected.gradients[0]) < 1e-5)
    }
  }
}
