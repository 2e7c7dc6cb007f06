import Engine
import Tensors
import TestSupport
import Testing

@Suite("Softmax")
struct SoftmaxTests {
  @Test(
    "Softmax and its logarithm agree with plain loops",
    arguments: [[10], [3, 4], [2, 3, 4], [1, 1, 7], []] as [Shape],
    [SoftmaxScope.channels, .example])
  func agreesWithReference(_ shape: Shape, _ scope: SoftmaxScope) {
    let length = scope == .example ? shape.count : shape.dimensions.last ?? 1
    for scale in [Float(1), 30] {
      expectNone(
        disagreements(of: Softmax(over: scope), inputs: [shape], scale: scale, terms: 30) {
          References.softmax($0[0], length: length)
        })
      expectNone(
        disagreements(of: LogSoftmax(over: scope), inputs: [shape], scale: scale, terms: 30) {
          References.softmax($0[0], length: length, logarithm: true)
        })
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

  @Test("A softmax worked out by hand")
  func byHand() {
    // e⁰ : e^ln 3 = 1 : 3.
    let found = TestGraph.run(Softmax(), on: [Tensor([2], [0, 1.098_612_3])])
    #expect(abs(found[0] - 0.25) < 1e-6)
    #expect(abs(found[1] - 0.75) < 1e-6)
  }
}
