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

  @Test("What is not a number passes a rectifier, alone or at the end of another operator")
  func notANumber() {
    for columns in [1, 5, 16, 40] {
      let x = Tensor([2, 2, columns], repeating: .nan)
      #expect(TestGraph.run(Rectifier(), on: [x]).allSatisfy { $0.isNaN })
      for kernel in [1, 3] {
        var window = Window(kernel: .init(y: kernel, x: kernel))
        window.padBefore = .init(y: kernel / 2, x: kernel / 2)
        window.padAfter = window.padBefore
        let layer = Convolution(
          weights: .random([kernel, kernel, columns, columns], seed: 1), window: window)
        let rectified = layer.absorbing(Rectifier()) ?? layer
        #expect(rectified.rectifiesOutput)
        for blas in [false, true] {
          var options = KernelOptions()
          options.usesBLAS = blas
          #expect(TestGraph.run(rectified, on: [x], options: options).allSatisfy { $0.isNaN })
        }
      }
    }
  }
}
