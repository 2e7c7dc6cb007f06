import Engine
import Tensors

/// A network whose weights are formulas, as goldens of other programs are made with.
enum RuleNetwork {
  static let pictureShape: Shape = [4, 4, 2]

  /// `((a · i) mod m − offset) / divisor` for i = 0, 1, 2 …
  static func numbers(
    _ shape: Shape, _ factor: Int, _ modulus: Int, _ offset: Int, _ divisor: Float
  ) -> Tensor {
    Tensor(shape, (0..<shape.count).map { Float(factor * $0 % modulus - offset) / divisor })
  }

  static let picture = numbers(pictureShape, 11, 17, 8, 8)
  static let baseline = numbers(pictureShape, 3, 13, 6, 12)

  /// Convolution, rectifier, convolution, rectifier; with `isDeep` then 2×2 maximum pooling and a
  /// hyperbolic tangent; then a 1×1 convolution, a rectifier and a weighted sum.
  static func graph(isDeep: Bool) throws -> Graph {
    var builder = GraphBuilder()
    var value = builder.addInput(name: "x", shape: pictureShape)
    func add(_ operators: any Operator...) throws {
      for item in operators {
        value = try builder.add(item, name: "\(type(of: item))", inputs: [value])
      }
    }
    try add(convolution(3, 2, 3, 7), Rectifier(), convolution(3, 3, 4, 9), Rectifier())
    if isDeep {
      var window = Window(kernel: .init(y: 2, x: 2))
      window.stride = window.kernel
      try add(MaximumPooling(window: window), HyperbolicTangent())
    }
    let count = isDeep ? 8 : 32
    try add(
      convolution(1, 4, 2, 11), Rectifier(), Reshape(to: [count]),
      Linear(weights: numbers([count, 1], 5, 11, 5, 5)))
    return try builder.graph(outputs: [value])
  }

  /// Biases are eleventh parts, so that no sum is zero and no rectifier at its kink.
  private static func convolution(
    _ size: Int, _ inputs: Int, _ outputs: Int, _ factor: Int
  ) -> Convolution {
    var window = Window(kernel: .init(y: size, x: size))
    window.padBefore = .init(y: size / 2, x: size / 2)
    window.padAfter = window.padBefore
    return Convolution(
      weights: numbers([size, size, inputs, outputs], factor, 19, 9, 9),
      bias: numbers([outputs], 5, 7, size == 1 ? 2 : -1, 11).values, window: window)
  }
}
