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

  @Test("A transposition worked out by hand, and a list of axes that is no permutation")
  func byHand() {
    let x = Tensor([2, 3], [1, 2, 3, 4, 5, 6])
    #expect(TestGraph.run(Transposition(axes: [1, 0]), on: [x]) == [1, 4, 2, 5, 3, 6])
    #expect(throws: ShapeError("[0, 0] is no permutation of the axes of shape 2×3")) {
      try Transposition(axes: [0, 0]).outputShape(of: [[2, 3]])
    }
  }
}
