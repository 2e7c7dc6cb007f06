import Engine
import Tensors
import TestSupport
import Testing

@Suite("ChannelAffine")
struct ChannelAffineTests {
  @Test("Scale and shift agree with plain loops", arguments: [[4, 3, 5], [5], [2, 5]] as [Shape])
  func agreesWithReference(_ shape: Shape) {
    let layer = ChannelAffine(
      scale: Tensor.random([5], seed: 1).values, shift: Tensor.random([5], seed: 2).values)
    expectNone(
      disagreements(of: layer, inputs: [shape], terms: 1) { inputs in
        var result = inputs[0]
        for index in result.values.indices {
          result.values[index] *= Double(layer.scale[index % 5])
          result.values[index] += Double(layer.shift[index % 5])
        }
        return result
      })
  }

  @Test("A batch normalisation worked out by hand")
  func byHand() {
    // (x − 3) / √(3.75 + 0.25) · 4 + 1 = 2x − 5.
    let layer = ChannelAffine(gain: [4], bias: [1], mean: [3], variance: [3.75], epsilon: 0.25)
    #expect(layer.scale == [2])
    #expect(layer.shift == [-5])
    #expect(TestGraph.run(layer, on: [Tensor([2, 1], [3, 10])]) == [1, 15])
  }

  @Test("Another number of channels is refused")
  func refusals() {
    let layer = ChannelAffine(scale: [1, 2], shift: [0, 0])
    #expect(throws: ShapeError("expected 2 channels, found shape 4×4×3")) {
      try layer.outputShape(of: [[4, 4, 3]])
    }
  }
}
