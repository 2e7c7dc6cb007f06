import Attribution
import Synchronization
import Tensors
import TestSupport
import Testing

@Suite("What integrated gradients ask of a function") struct EvaluationTests {
  private let function = Recorded(Formula.sine([1, 2, -1]))
  private let input = Tensor.random([3], seed: 3)

  @Test("scores at the ends are evaluated only where the rule has no nodes")
  func ends() {
    let method = IntegratedGradients(rule: .trapezoid, steps: 50)
    let found = method.attribute(function, input: input, baselines: [Tensor([3])])
    #expect(function.requests.record.values.isEmpty)
    #expect(function.requests.record.gradients == [51])
    #expect(found.evaluations == 51)
    #expect(found.scoreAtBaseline == 0)
    #expect(found.scoreAtInput == function.base.value(input.values.map(Double.init)))
  }

  @Test(
    "rules without both ends ask for two scores more",
    arguments: QuadratureTests.ownRules.filter { $0 != .trapezoid })
  func noEnds(_ rule: QuadratureRule) {
    let found = IntegratedGradients(rule: rule, steps: 50)
      .attribute(function, input: input, baselines: [Tensor([3])])
    #expect(function.requests.record.values == [2])
    #expect(function.requests.record.gradients == [50])
    #expect(found.evaluations == 50)
    #expect(found.scoreAtBaseline == 0)
    #expect(found.scoreAtInput == function.base.value(input.values.map(Double.init)))
  }

  @Test("memory does not grow with the number of steps")
  func memory() {
    _ = IntegratedGradients(rule: .midpoint, steps: 10_000)
      .attribute(function, input: input, baselines: [Tensor([3])])
    let record = function.requests.record
    #expect(record.gradients.reduce(0, +) == 10_000)
    #expect(record.gradients.allSatisfy { $0 <= 256 })
    #expect(record.groups.allSatisfy { $0 == 1 })
    #expect(record.anchors.allSatisfy { $0 == 2 })
  }

  @Test("many steps, asked for in parts, give what one request would", arguments: [255, 256, 2000])
  func parts(_ steps: Int) {
    let rule = QuadratureRule.trapezoid.quadrature(steps: steps)
    let found = IntegratedGradients(rule: .trapezoid, steps: steps)
      .attribute(function, input: input, baselines: [Tensor([3])])
    let parts = function.requests.record.gradients
    #expect(parts.reduce(0, +) == steps + 1)

    let whole = function.gradients(
      at: PointBatch(
        from: Tensor([3]), to: input, at: rule.positions, weights: rule.weights))
    let expected = zip(whole.sums[0].values, input.values).map { Double($0) * Double($1) }
    // Gradients are at most 2; each part's sum is rounded once, and so is the result.
    let rounding = Double(parts.count + 2) * Double(Float.ulpOfOne) * 2
    #expect(distance(found.attributions, expected) <= rounding)
  }

  @Test("progress only grows, ends with everything, and covers all baselines")
  func progress() {
    let told = Mutex<[[Int]]>([])
    let baselines = (0..<3).map { Tensor.random([3], seed: $0) }
    let found = IntegratedGradients(rule: .trapezoid, steps: 600)
      .attribute(function, input: input, baselines: baselines) { done, total in
        told.withLock { $0.append([done, total]) }
      }
    let calls = told.withLock { $0 }
    #expect(calls.map { $0[0] } == [256, 512, 601, 857, 1113, 1202, 1458, 1714, 1803])
    #expect(calls.allSatisfy { $0[1] == found.evaluations })
    #expect(found.evaluations == 1803)
  }

  @Test("several baselines are averaged", arguments: QuadratureTests.ownRules)
  func baselines(_ rule: QuadratureRule) {
    let baselines = (10..<14).map { Tensor.random([3], seed: $0) }
    let method = IntegratedGradients(rule: rule, steps: 20)
    let together = method.attribute(function, input: input, baselines: baselines)
    let single = baselines.map { method.attribute(function, input: input, baselines: [$0]) }
    let mean = (0..<3).map { entry in
      single.reduce(0) { $0 + Double($1.attributions.values[entry]) } / 4
    }
    #expect(distance(together.attributions, mean) <= singlePrecision(1))
    #expect(together.scoreAtInput == single[0].scoreAtInput)
    let scores = single.compactMap(\.scoreAtBaseline)
    #expect(abs((together.scoreAtBaseline ?? .nan) - scores.reduce(0, +) / 4) < 1e-15)
    #expect(together.evaluations == single.reduce(0) { $0 + $1.evaluations })
  }

  @Test("a function's error comes out as it is")
  func errors() {
    let method = IntegratedGradients(rule: .midpoint, steps: 2)
    #expect(throws: Broken.Failure.gradients) {
      try method.attribute(
        Broken(hasGradients: false), input: vector(1), baselines: [vector(0)])
    }
    #expect(throws: Broken.Failure.values) {
      try method.attribute(Broken(hasGradients: true), input: vector(1), baselines: [vector(0)])
    }
    #expect(throws: Broken.Failure.gradients) {
      try GradientAtInput().attribute(
        Broken(hasGradients: false), input: vector(1), baselines: [])
    }
  }
}
