import Engine
import Tensors
import TestSupport
import Testing

@Suite("Standardization")
struct StandardizationTests {
  /// A shape and the axes along which numbers are normalised together.
  struct Case: Sendable {
    var shape: Shape
    var axes: [Int]
    init(_ shape: Shape, _ axes: [Int]) { (self.shape, self.axes) = (shape, axes) }
  }

  static let cases = [
    Case([10], [0]), Case([5, 37], [1]), Case([3, 4, 18], [0, 1]), Case([3, 4, 18], [1, 2]),
    Case([4, 3, 2, 5], [0, 1, 3]), Case([2, 3, 70], [0, 2]), Case([3, 4, 5], [0, 1, 2]),
    Case([2, 3, 2, 3], [0, 2]), Case([5, 1], [0]), Case([9, 3, 1], [0]),
  ]

  /// The mean of the products of neighbours in two lists.
  private static func mean(_ x: [Double], _ y: [Double]) -> Double {
    zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } / Double(x.count)
  }

  private static func standardized(_ x: [Double], epsilon: Double) -> [Double] {
    let mean = x.reduce(0, +) / Double(x.count)
    let deviations = x.map { $0 - mean }
    let divisor = (Self.mean(deviations, deviations) + epsilon).squareRoot()
    return deviations.map { $0 / divisor }
  }

  /// The same with one factor and one summand per channel.
  private static func scaled(_ x: DoubleTensor, _ gain: [Float], _ bias: [Float]?) -> DoubleTensor {
    var result = x
    for position in x.values.indices {
      let channel = position % gain.count
      result.values[position] *= Double(gain[channel])
      if let bias { result.values[position] += Double(bias[channel]) }
    }
    return result
  }

  @Test("Standardisation agrees with plain loops, along any axes", arguments: cases, [false, true])
  func standardization(_ item: Case, isScaled: Bool) {
    let channels = item.shape.dimensions.last ?? 1
    let gain = Tensor.random([channels], seed: 5).values
    let bias = Tensor.random([channels], seed: 6).values
    let layer =
      isScaled
      ? Standardization(axes: item.axes, epsilon: 0.01, gain: gain, bias: bias)
      : Standardization(axes: item.axes, epsilon: 0.01)
    expectNone(
      disagreements(of: layer, inputs: [item.shape], scale: 3, terms: 60) { inputs in
        let plain = References.grouped(inputs[0], along: item.axes) {
          Self.standardized($0, epsilon: Double(Float(0.01)))
        }
        return isScaled ? Self.scaled(plain, gain, bias) : plain
      })
  }

  @Test(
    "Division by the root mean square agrees with plain loops", arguments: cases, [false, true])
  func rootMeanSquare(_ item: Case, isScaled: Bool) {
    let gain = Tensor.random([item.shape.dimensions.last ?? 1], seed: 5).values
    let layer = RootMeanSquareNormalization(
      axes: item.axes, epsilon: 0.01, gain: isScaled ? gain : nil)
    expectNone(
      disagreements(of: layer, inputs: [item.shape], scale: 3, terms: 60) { inputs in
        let plain = References.grouped(inputs[0], along: item.axes) { x in
          let divisor = (Self.mean(x, x) + Double(Float(0.01))).squareRoot()
          return x.map { $0 / divisor }
        }
        return isScaled ? Self.scaled(plain, gain, nil) : plain
      })
  }

  @Test(
    "Division by a norm agrees with plain loops",
    arguments: [[10], [5, 37], [3, 4, 18], [2, 1, 3]] as [Shape], [1, 2])
  func norms(_ shape: Shape, order: Int) {
    for axis in 0..<shape.rank where shape[axis] > 1 {
      let layer = LpNormalization(axis: axis, order: order)
      expectNone(
        disagreements(of: layer, inputs: [shape], scale: 3, terms: 60) { inputs in
          References.grouped(inputs[0], along: [axis]) { x in
            let first = x.reduce(0) { $0 + abs($1) }
            let second = x.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return x.map { $0 / (order == 1 ? first : second) }
          }
        })
    }
  }

  @Test("Values worked out by hand: (1, 3) has mean 2 and deviation 1, (3, −4) the norms 5 and 7")
  func byHand() {
    let x = Tensor([2], [1, 3])
    #expect(TestGraph.run(Standardization(axes: [0], epsilon: 0), on: [x]) == [-1, 1])
    let layer = Standardization(axes: [0], epsilon: 3, gain: [2, 4], bias: [1, 0])
    #expect(TestGraph.run(layer, on: [x]) == [0, 2])
    let y = Tensor([2, 2], [3, -4, 0, 0])
    let second = TestGraph.gradient(of: LpNormalization(axis: 1, order: 2), at: [y])
    let expected: [Float] = [0.6, -0.8, 0, 0]
    #expect(relativeDifference(second.output, expected) < 1e-7)
    #expect(Array(second.gradients[0].dropFirst(2)) == [0, 0])
    let first = TestGraph.run(LpNormalization(axis: 1, order: 1), on: [y])
    let shares: [Float] = [3 / 7, -4 / 7, 0, 0]
    #expect(relativeDifference(first, shares) < 1e-7)
  }

  @Test("A large mean does not drown the variance")
  func largeMean() {
    let x = Tensor([1024], (0..<1024).map { $0 % 2 == 0 ? 10_000 : 10_002 })
    let found = TestGraph.run(Standardization(axes: [0], epsilon: 0), on: [x])
    let expected: [Float] = (0..<1024).map { $0 % 2 == 0 ? -1 : 1 }
    #expect(relativeDifference(found, expected) < 1e-6)
  }

  @Test("A scale and a shift per channel are taken in once")
  func absorbs() throws {
    let plain = Standardization(axes: [1], epsilon: 0.1)
    let affine = ChannelAffine(scale: [1, 2, 3], shift: [4, 5, 6])
    let absorbed = try #require(plain.absorbing(affine) as? Standardization)
    #expect(absorbed.gain == [1, 2, 3])
    #expect(absorbed.bias == [4, 5, 6])
    #expect(absorbed.parameterCount == 6)
    #expect(absorbed.absorbing(affine) == nil)
  }

  @Test("Gains for another number of channels are refused")
  func refusals() {
    let layer = Standardization(axes: [1], epsilon: 0, gain: [1, 2])
    #expect(throws: ShapeError.self) { try layer.outputShape(of: [[4, 3]]) }
  }
}
