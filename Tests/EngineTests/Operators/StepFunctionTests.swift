import Engine
import Tensors
import TestSupport
import Testing

@Suite("Functions that go in steps")
struct StepFunctionTests {
  static let cases: [(any StepFunction, [Float])] = [
    (Floor(), [-3, -2, 0, 0, 2, 3]), (Ceiling(), [-2, -1, 0, 1, 3, 3]),
    (Rounding(), [-2, -2, 0, 0, 2, 3]), (Truncation(), [-2, -1, 0, 0, 2, 3]),
    (Sign(), [-1, -1, 0, 1, 1, 1]), (IsNonZero(), [1, 1, 0, 1, 1, 1]),
    (LogicalNot(), [0, 0, 1, 0, 0, 0]), (IsNaN(), [0, 0, 0, 0, 0, 0]),
    (IsInfinite(), [0, 0, 0, 0, 0, 0]),
  ]

  @Test("Steps worked out by hand, of halves rounded to even", arguments: cases)
  func byHand(_ function: any StepFunction, _ expected: [Float]) {
    let x: [Float] = [-2.5, -1.5, 0, 0.5, 2.5, 3]
    #expect(TestGraph.run(function, on: [Tensor([6], x)]) == expected)
    #expect(x.map { function.value($0) } == expected)
    #expect(!function.passesGradient(to: 0))
  }

  @Test("Steps heed batches and strides", arguments: cases)
  func operands(_ function: any StepFunction, _ expected: [Float]) {
    for shape in [[3, 4, 5], [70], []] as [Shape] {
      expectNone(
        disagreements(of: function, inputs: [shape], scale: 5, terms: 1) {
          $0[0].map { Double(function.value(Float($0))) }
        })
    }
  }

  @Test("Infinities are found by sign, and what is not a number is found")
  func infinities() {
    let x = Tensor([4], [.infinity, -.infinity, .nan, 1])
    #expect(TestGraph.run(IsInfinite(), on: [x]) == [1, 1, 0, 0])
    #expect(TestGraph.run(IsInfinite(detectsNegative: false), on: [x]) == [1, 0, 0, 0])
    #expect(TestGraph.run(IsInfinite(detectsPositive: false), on: [x]) == [0, 1, 0, 0])
    #expect(TestGraph.run(IsNaN(), on: [x]) == [0, 0, 1, 0])
    #expect(TestGraph.run(IsNonZero(), on: [x]) == [1, 1, 1, 1])
    for function in [Floor(), Ceiling(), Rounding(), Truncation()] as [any Operator] {
      let found = TestGraph.run(function, on: [x])
      #expect(found[0] == .infinity && found[1] == -.infinity && found[2].isNaN)
    }
    #expect(TestGraph.run(Sign(), on: [x])[2].isNaN)
  }
}
