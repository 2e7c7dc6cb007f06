import Engine
import Foundation
import Tensors
import TestSupport
import Testing

@Suite("Local response normalisation")
struct LocalResponseNormalizationTests {
  @Test(
    "It agrees with plain loops, for odd and even windows, wider ones than the channels too",
    arguments: [1, 2, 3, 4, 5, 9, 30], [0.75, 0.5, 1, 0.3] as [Float])
  func agreesWithReference(_ size: Int, _ beta: Float) {
    let layer = LocalResponseNormalization(size: size, alpha: 0.8, beta: beta, bias: 1.5)
    expectNone(
      disagreements(of: layer, inputs: [[2, 3, 8]], scale: 2, terms: 20) {
        References.localResponseNormalization($0[0], layer)
      })
  }

  @Test(
    "GoogLeNet's constants on large activations", arguments: [[2, 2, 64], [3], [1]] as [Shape])
  func largeActivations(_ shape: Shape) {
    let layer = LocalResponseNormalization(size: 5, alpha: 1e-4, beta: 0.75, bias: 1)
    expectNone(
      disagreements(of: layer, inputs: [shape], scale: 500, terms: 30) {
        References.localResponseNormalization($0[0], layer)
      })
  }

  @Test("A normalisation worked out by hand")
  func byHand() {
    // s = 1 + 2/2 · (x² + next²) with β = 1/2: 1 + 4 + 4 = 9, then 1 + 4 = 5.
    let layer = LocalResponseNormalization(size: 2, alpha: 2, beta: 0.5, bias: 1)
    let found = TestGraph.run(layer, on: [Tensor([2], [2, 2])])
    #expect(abs(found[0] - 2 / 3) < 1e-6)
    #expect(abs(found[1] - 2 / Float(5).squareRoot()) < 1e-6)
  }

  @Test("A window without channels is refused")
  func refusals() {
    let layer = LocalResponseNormalization(size: 0, alpha: 1, beta: 1, bias: 1)
    #expect(throws: ShapeError.self) { try layer.outputShape(of: [[4, 4, 3]]) }
  }
}
