import Engine
import Tensors
import TestSupport
import Testing

@Suite("Linear")
struct LinearTests {
  @Test(
    "A fully connected layer and its gradient agree with plain loops",
    arguments: [[17], [5, 17], [2, 3, 17]] as [Shape], [Activation.identity, .rectifier])
  func agreesWithReference(_ input: Shape, _ activation: Activation) {
    let layer = Linear(
      weights: .random([17, 6], seed: 5), bias: Tensor.random([6], seed: 6).values,
      activation: activation)
    expectNone(
      disagreements(of: layer, inputs: [input], terms: 17) {
        References.linear($0[0], layer)
      })
  }

  @Test("A layer worked out by hand")
  func byHand() {
    let layer = Linear(weights: Tensor([2, 3], [1, 2, 3, 4, 5, 6]), bias: [0, 0, -1])
    #expect(TestGraph.run(layer, on: [Tensor([2], [10, 1])]) == [14, 25, 35])
  }

  @Test("More rows than one block give what each row gives")
  func manyRows() {
    let layer = Linear(weights: .random([3, 2], seed: 1), activation: .rectifier)
    let x = Tensor.random([5000, 3], seed: 2)
    let expected = References.linear(DoubleTensor(x), layer)
    #expect(
      relativeDifference(TestGraph.run(layer, on: [x]), expected.values)
        < roundingTolerance(terms: 3))
  }

  @Test("Features that do not fit are refused")
  func refusals() {
    let layer = Linear(weights: Tensor([17, 6]))
    #expect(throws: ShapeError("expected 17 features, found shape 16")) {
      try layer.outputShape(of: [[16]])
    }
  }
}
