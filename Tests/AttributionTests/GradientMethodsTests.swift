import Attribution
import Tensors
import Testing

@Suite("Methods of one gradient") struct GradientMethodsTests {
  private let function = Recorded(Formula.product)

  @Test("the gradient is the gradient at the input, and ignores baselines")
  func gradient() {
    #expect(!GradientAtInput().usesBaselines)
    let found = GradientAtInput().attribute(
      function, input: vector(3, 5), baselines: [vector(1, 1)])
    #expect(found.attributions == vector(5, 3))
    #expect(found.scoreAtInput == 15)
    #expect(found.scoreAtBaseline == nil && found.completenessGap == nil)
    #expect(found.evaluations == 1)
    #expect(function.requests.record.gradients == [1])
    #expect(function.requests.record.values.isEmpty)
  }

  @Test("input times gradient is their product, number by number")
  func inputTimesGradient() {
    #expect(!InputTimesGradient().usesBaselines)
    let found = InputTimesGradient().attribute(function, input: vector(3, 5), baselines: [])
    #expect(found.attributions == vector(15, 15))
    #expect(found.scoreAtInput == 15)
    #expect(found.scoreAtBaseline == nil)
    #expect(found.evaluations == 1)
    #expect(function.requests.record.gradients == [1])
  }

  @Test("input times gradient adds up to a linear score")
  func linear() {
    let found = InputTimesGradient().attribute(
      Formula.linear([2, -1, 0.5]), input: vector(1, 2, 8), baselines: [])
    #expect(found.attributions == vector(2, -2, 4))
    #expect(found.sum == found.scoreAtInput)
  }

  @Test("one evaluation is reported as all of one")
  func progress() {
    var told: [[Int]] = []
    _ = GradientAtInput().attribute(function, input: vector(1, 2), baselines: []) {
      told.append([$0, $1])
    }
    _ = InputTimesGradient().attribute(function, input: vector(1, 2), baselines: []) {
      told.append([$0, $1])
    }
    #expect(told == [[1, 1], [1, 1]])
  }
}
