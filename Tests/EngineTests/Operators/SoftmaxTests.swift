import Engine
import Tensors
import TestSupport
import Testing

@Suite("Softmax")
struct SoftmaxTests {
  /// A shape and the axes along which numbers are normalised together.
  struct Case: Sendable {
    var shape: Shape
    var axes: [Int]?
    init(_ shape: Shape, _ axes: [Int]?) { (self.shape, self.axes) = (shape, axes) }
  }

  static let cases = [
    Case([10], nil), Case([3, 4], nil), Case([3, 37], [1]), Case([3, 4], [0, 1]), Case([], nil),
    Case([], []), Case([2, 3, 4], [0, 1, 2]), Case([1, 1, 7], nil), Case([1, 1, 7], [0, 1]),
    Case([9, 21], [0]), Case([3, 4, 18], [0]), Case([3, 4, 18], [1]), Case([3, 4, 5], [0, 2]),
    Case([2, 3, 2, 3], [0, 2]), Case([2, 3, 2, 3], [1, 3]), Case([5, 1], [0]), Case([5, 1], [1]),
    Case([2, 1100], [1]),
  ]

  @Test("Softmax and its logarithm agree with plain loops, along any axes", arguments: cases)
  func agreesWithReference(_ item: Case) {
    let axes = item.axes ?? (item.shape.rank > 0 ? [item.shape.rank - 1] : [])
    for scale in [Float(1), 30] {
      for isLogarithm in [false, true] {
        let layer: any Operator =
          isLogarithm ? LogSoftmax(axes: item.axes) : Softmax(axes: item.axes)
        expectNone(
          disagreements(of: layer, inputs: [item.shape], scale: scale, terms: 30) { inputs in
            References.grouped(inputs[0], along: axes) { x in
              References.softmax(
                DoubleTensor([x.count], x), length: x.count, logarithm: isLogarithm
              ).values
            }
          })
      }
    }
  }

  @Test("Every probability is right to a few units in its last place")
  func relativeError() {
    let x = Tensor.random([3, 197], in: -12...12, seed: 3)
    let found = TestGraph.run(Softmax(), on: [x])
    let expected = References.softmax(DoubleTensor(x), length: 197).values
    for (value, exact) in zip(found, expected) {
      let error = abs(Double(value) - exact) / exact
      #expect(error < 2e-6)
    }
  }

  @Test("Probabilities sum to one, and logits of ±1000 neither overflow nor vanish")
  func largeInputs() {
    let x = Tensor([4], [1000, -1000, 1000, 0])
    #expect(TestGraph.run(Softmax(), on: [x]) == [0.5, 0, 0.5, 0])
    let logarithms = TestGraph.gradient(of: LogSoftmax(), at: [x])
    let log2 = Float(0.693_147_18)
    #expect(logarithms.output == [-log2, -2000 - log2, -log2, -1000 - log2])
    #expect(logarithms.gradients == [[-1, 1, -1, 1]])
    let many = TestGraph.run(Softmax(), on: [.random([1000], in: -9...9, seed: 1)])
    #expect(abs(many.reduce(0) { $0 + Double($1) } - 1) < 1e-6)
  }

  @Test("Masked entries are exactly zero; where all are masked, there is no number")
  func masks() {
    for axis in [0, 1] {
      let shape: Shape = axis == 1 ? [1, 4] : [4, 1]
      let masked = Tensor(shape, [0, -.infinity, 0, -.infinity])
      let found = TestGraph.gradient(of: Softmax(axes: [axis]), at: [masked])
      #expect(found.output == [0.5, 0, 0.5, 0])
      #expect(found.gradients == [[0, 0, 0, 0]])
      let nothing = TestGraph.run(
        Softmax(axes: [axis]), on: [Tensor(shape, [Float](repeating: -.infinity, count: 4))])
      #expect(nothing.allSatisfy { $0.isNaN })
      let broken = TestGraph.run(Softmax(axes: [axis]), on: [Tensor(shape, [0, .nan, 1, 2])])
      #expect(broken.allSatisfy { $0.isNaN })
    }
    let columns = Tensor([2, 2], [-.infinity, 0, -.infinity, 0])
    let found = TestGraph.run(Softmax(axes: [0]), on: [columns])
    #expect(found[0].isNaN && found[2].isNaN)
    #expect(found[1] == 0.5 && found[3] == 0.5)
  }

  @Test("A softmax worked out by hand")
  func byHand() {
    // e⁰ : e^ln 3 = 1 : 3.
    let found = TestGraph.run(Softmax(), on: [Tensor([2], [0, 1.098_612_3])])
    #expect(abs(found[0] - 0.25) < 1e-6)
    #expect(abs(found[1] - 0.75) < 1e-6)
  }
}
