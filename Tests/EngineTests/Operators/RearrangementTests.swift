import Engine
import Tensors
import TestSupport
import Testing

@Suite("Reshape and transposition")
struct RearrangementTests {
  @Test(
    "A reshaped value keeps its numbers, and so does its gradient",
    arguments: [[24], [4, 6], [2, 3, 4], [8, 3], [1, 24, 1], [3, 8]] as [Shape],
    [[24], [4, 6], [2, 3, 4], [8, 3], [1, 24, 1], [5, 5]] as [Shape])
  func reshape(_ from: Shape, _ to: Shape) {
    if from.count != to.count {
      #expect(throws: ShapeError("shape \(from) cannot become \(to)")) {
        try Reshape(to: to).outputShape(of: [from])
      }
      return
    }
    expectNone(
      disagreements(of: Reshape(to: to), inputs: [from], terms: 1) {
        DoubleTensor(to, $0[0].values)
      })
  }

  @Test("A shape from a damaged file whose product overflows is refused")
  func overflow() {
    #expect(throws: ShapeError.self) {
      try Reshape(to: [1 << 40, 1 << 40]).outputShape(of: [[24]])
    }
  }

  @Test(
    "A transposition moves every number to its permuted place",
    arguments: [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
  func transposition(_ axes: [Int]) {
    let shape: Shape = [2, 3, 5]
    expectNone(
      disagreements(of: Transposition(axes: axes), inputs: [shape], terms: 1) { inputs in
        .image(Shape(axes.map { shape[$0] })) { a, b, c in
          var index = [0, 0, 0]
          for (axis, value) in zip(axes, [a, b, c]) { index[axis] = value }
          return inputs[0][index[0], index[1], index[2]]
        }
      })
  }

  /// Shapes whose axes merge, fill tiles of eight, or overhang them, with an order of their axes.
  static let large: [(Shape, [Int])] = [
    ([17, 24], [1, 0]), ([5, 8, 19], [2, 0, 1]), ([5, 8, 19], [1, 2, 0]),
    ([33, 2, 16], [2, 1, 0]), ([300, 3], [1, 0]), ([3, 300], [1, 0]),
    ([4, 9, 3], [2, 0, 1]), ([3, 4, 9], [1, 2, 0]), ([2, 3, 10, 17], [0, 2, 1, 3]),
    ([2, 3, 10, 17], [0, 1, 3, 2]), ([2, 9, 1, 17], [3, 0, 2, 1]), ([2, 9, 17, 1], [3, 2, 1, 0]),
    ([1, 1, 1], [2, 0, 1]), ([2, 1, 3, 2, 2], [4, 2, 0, 1, 3]),
  ]

  @Test("Transpositions in tiles move every number to its place", arguments: large)
  func tiles(_ shape: Shape, _ axes: [Int]) {
    expectNone(
      disagreements(of: Transposition(axes: axes), inputs: [shape], terms: 1) { inputs in
        let numbers = Tensor(shape, (0..<shape.count).map(Float.init)).transposed(axes)
        return DoubleTensor(numbers.shape, numbers.values.map { inputs[0].values[Int($0)] })
      })
  }

  @Test("A transposition worked out by hand, and a list of axes that is no permutation")
  func byHand() {
    let x = Tensor([2, 3], [1, 2, 3, 4, 5, 6])
    #expect(TestGraph.run(Transposition(axes: [1, 0]), on: [x]) == [1, 4, 2, 5, 3, 6])
    #expect(throws: ShapeError("[0, 0] is no permutation of the axes of shape 2×3")) {
      try Transposition(axes: [0, 0]).outputShape(of: [[2, 3]])
    }
  }
}
