import Engine
import Tensors
import TestSupport
import Testing

@Suite("Rectifier")
struct RectifierTests {
  @Test("A rectifier agrees with its definition", arguments: [[4, 3, 5], [33], []] as [Shape])
  func agreesWithReference(_ shape: Shape) {
    expectNone(
      disagreements(of: Rectifier(), inputs: [shape], terms: 1) { $0[0].map { max($0, 0) } })
  }

  @Test("The slope of a rectifier at 0 is 0")
  func byHand() {
    let found = TestGraph.gradient(of: Rectifier(), at: [Tensor([4], [-1, 0, -0.0, 2])])
    #expect(found.output == [0, 0, 0, 2])
    #expect(found.gradients == [[0, 0, 0, 1]])
  }
}
