import Engine
import Foundation
import Tensors
import TestSupport
import Testing

@Suite("Pointwise functions")
struct PointwiseFunctionTests {
  private let shape: Shape = [3, 4, 5]

  @Test("A leaky rectifier agrees with its definition")
  func leaky() {
    let slope = Double(Float(0.1))
    expectNone(
      disagreements(of: LeakyRectifier(negativeSlope: 0.1), inputs: [shape], terms: 1) {
        $0[0].map { $0 > 0 ? $0 : slope * $0 }
      })
    let found = TestGraph.gradient(
      of: LeakyRectifier(negativeSlope: 0.25), at: [Tensor([3], [-4, 0, 4])])
    #expect(found.output == [-1, 0, 4])
    #expect(found.gradients == [[0.25, 0.25, 1]])
  }

  @Test("A clip agrees with its definition")
  func clip() {
    expectNone(
      disagreements(of: Clip(minimum: -0.5, maximum: 0.5), inputs: [shape], terms: 1) {
        $0[0].map { min(max($0, -0.5), 0.5) }
      })
    let found = TestGraph.gradient(
      of: Clip(minimum: 0, maximum: 6), at: [Tensor([5], [-1, 0, 3, 6, 7])])
    #expect(found.output == [0, 0, 3, 6, 6])
    #expect(found.gradients == [[0, 0, 1, 0, 0]])
  }

  @Test("A clip without an upper bound is a rectifier")
  func clipIsRectifier() {
    let x = Tensor.random([50], seed: 1)
    let clip = TestGraph.gradient(of: Clip(minimum: 0, maximum: .infinity), at: [x])
    let rectifier = TestGraph.gradient(of: Rectifier(), at: [x])
    #expect(clip.output == rectifier.output)
    #expect(clip.gradients == rectifier.gradients)
  }

  @Test("A sigmoid agrees with its definition, and saturates without overflow")
  func sigmoid() {
    expectNone(
      disagreements(of: Sigmoid(), inputs: [shape], scale: 5, terms: 4) {
        $0[0].map { 1 / (1 + exp(-$0)) }
      })
    let found = TestGraph.gradient(of: Sigmoid(), at: [Tensor([3], [-1000, 0, 1000])])
    #expect(found.output == [0, 0.5, 1])
    #expect(found.gradients == [[0, 0.25, 0]])
  }

  @Test("A hyperbolic tangent agrees with its definition, and saturates without overflow")
  func hyperbolicTangent() {
    expectNone(
      disagreements(of: HyperbolicTangent(), inputs: [shape], scale: 3, terms: 4) {
        $0[0].map { tanh($0) }
      })
    let found = TestGraph.gradient(of: HyperbolicTangent(), at: [Tensor([3], [-1000, 0, 1000])])
    #expect(found.output == [-1, 0, 1])
    #expect(found.gradients == [[0, 1, 0]])
  }
}
