import Engine
import Tensors
import TestSupport
import Testing

@Suite("Choice")
struct ChoiceTests {
  static let patterns: [[Shape]] = [
    [[3, 4, 5], [3, 4, 5], [3, 4, 5]], [[3, 4, 1], [5], [3, 4, 5]], [[5], [3, 4, 5], []],
    [[3, 1, 1], [1, 4, 1], [5]], [[], [6], [6]], [[2, 3, 4, 5], [3, 1, 5], [2, 1, 1, 1]],
    [[3, 400], [1, 400], [3, 1]], [[], [], []],
  ]

  /// The entry that a position of the output reads.
  private func entry(_ tensor: DoubleTensor, _ position: Int, _ output: Shape) -> Double {
    var (rest, index, step) = (position, 0, 1)
    for axis in (0..<output.rank).reversed() {
      let own = axis - output.rank + tensor.shape.rank
      if own >= 0 {
        if tensor.shape[own] > 1 { index += rest % output[axis] * step }
        step *= tensor.shape[own]
      }
      rest /= output[axis]
    }
    return tensor.values[index]
  }

  @Test("Choices with broadcasting agree with plain loops", arguments: patterns)
  func agreesWithReference(_ shapes: [Shape]) throws {
    let output = try Choice().outputShape(of: shapes)
    let condition = Tensor(
      shapes[0], (0..<shapes[0].count).map { $0 % 3 == 0 ? 0 : Float($0 % 3) })
    for constants in [[0: condition], [0: condition, 1: Tensor.random(shapes[1], seed: 3)]] {
      expectNone(
        disagreements(of: Choice(), inputs: shapes, constants: constants, terms: 60) { inputs in
          DoubleTensor(
            output,
            (0..<output.count).map { position in
              entry(inputs[0], position, output) != 0
                ? entry(inputs[1], position, output) : entry(inputs[2], position, output)
            })
        })
    }
  }

  @Test("A choice worked out by hand")
  func byHand() {
    var found = TestGraph.gradient(
      of: Choice(), at: [Tensor([3], [1, 0, 2]), Tensor([3], [4, 5, 6]), Tensor([1], [7])])
    #expect(found.output == [4, 7, 6])
    found.gradients.removeFirst()
    #expect(found.gradients == [[1, 0, 1], [1]])
  }

  @Test("Shapes that cannot be combined are refused with all shapes")
  func refusals() {
    #expect(throws: ShapeError("shapes 3 and 4 and 1 cannot be combined")) {
      try Choice().outputShape(of: [[3], [4], [1]])
    }
  }
}
