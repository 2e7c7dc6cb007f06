import Attribution
import Tensors
import TestSupport
import Testing

/// The axioms of Sundararajan, Taly, Yan, "Axiomatic Attribution for Deep Networks", ICML 2017.
@Suite("Axioms of attribution") struct AxiomTests {
  private let wave = Formula.sine([1.5, -0.5, 0.75, 1])
  private let polynomial = Formula.power(3, of: [1, 2, -1, 0.5])
  private let input = Tensor.random([4], seed: 1)
  private let baseline = Tensor.random([4], seed: 2)

  private func map(
    _ function: Formula, rule: QuadratureRule = .trapezoid, steps: Int = 50,
    at input: Tensor? = nil, from baseline: Tensor? = nil
  ) -> AttributionMap {
    IntegratedGradients(rule: rule, steps: steps).attribute(
      function, input: input ?? self.input, baselines: [baseline ?? self.baseline])
  }

  @Test("attributions add up to the change of the score", arguments: QuadratureTests.ownRules)
  func completeness(_ rule: QuadratureRule) throws {
    for function in [wave, polynomial, .sum(0.5, wave, -2, polynomial)] {
      let gaps = try [16, 64, 256].map { steps in
        let found = map(function, rule: rule, steps: steps)
        let change =
          function.value(input.values.map(Double.init))
          - function.value(baseline.values.map(Double.init))
        let gap = try #require(found.completenessGap)
        #expect(abs(found.sum - change - gap) < 1e-12)
        return abs(gap)
      }
      // Of first order at least: four times the steps, a third of the gap.
      #expect(gaps[1] <= max(gaps[0] / 3, singlePrecision(10)))
      #expect(gaps[2] <= max(gaps[1] / 3, singlePrecision(10)))
    }
  }

  /// The two networks of the paper's figure 7, and its attributions at (3, 1).
  @Test("functions that are equal get equal attributions, however they are computed")
  func implementationInvariance() {
    let first = Formula(2) { x in
      max(0, max(0, x[0]) - 1 - max(0, x[1]))
    } gradient: { x in
      let outer: Double = max(0, x[0]) - 1 - max(0, x[1]) > 0 ? 1 : 0
      return [outer * (x[0] > 0 ? 1 : 0), -outer * (x[1] > 0 ? 1 : 0)]
    }
    let second = Formula(2) { x in
      max(0, max(0, x[0] - 1) - max(0, x[1]))
    } gradient: { x in
      let outer: Double = max(0, x[0] - 1) - max(0, x[1]) > 0 ? 1 : 0
      return [outer * (x[0] > 1 ? 1 : 0), -outer * (x[1] > 0 ? 1 : 0)]
    }
    for rule in QuadratureTests.ownRules {
      let found = [first, second].map {
        map($0, rule: rule, steps: 100, at: vector(3, 1), from: vector(0, 0)).attributions
      }
      #expect(found[0] == found[1])
    }
    let exact = map(first, rule: .midpoint, steps: 100, at: vector(3, 1), from: vector(0, 0))
    #expect(distance(exact.attributions, [1.5, -0.5]) <= singlePrecision(2))
  }

  @Test("a number that does not matter gets nothing", arguments: QuadratureTests.ownRules)
  func dummy(_ rule: QuadratureRule) {
    let found = map(.sine([1, 0, -2, 0]), rule: rule).attributions.values
    #expect(found[1] == 0 && found[3] == 0)
    #expect(found[0] != 0 && found[2] != 0)
  }

  @Test("numbers that are alike get the same", arguments: QuadratureTests.ownRules)
  func symmetry(_ rule: QuadratureRule) {
    let function = Formula(3) { x in
      x[0] * x[1] * x[2] + x[0] * x[1]
    } gradient: { x in
      [x[1] * x[2] + x[1], x[0] * x[2] + x[0], x[0] * x[1]]
    }
    let found = map(
      function, rule: rule, at: vector(0.7, 0.7, -0.4), from: vector(-0.1, -0.1, 0.9))
    #expect(found.attributions.values[0] == found.attributions.values[1])
  }

  @Test("attributions of a weighted sum are the weighted sum of attributions")
  func linearity() {
    let together = map(.sum(2, wave, -3, polynomial)).attributions
    let (first, second) = (map(wave).attributions, map(polynomial).attributions)
    let expected = zip(first.values, second.values).map { 2 * Double($0) - 3 * Double($1) }
    #expect(distance(together, expected) <= singlePrecision(10))
  }

  @Test("going back gives the opposite", arguments: QuadratureTests.symmetric)
  func reversal(_ rule: QuadratureRule) {
    let there = map(wave, rule: rule).attributions
    let back = map(wave, rule: rule, at: baseline, from: input).attributions
    #expect(distance(back, there.values.map { -Double($0) }) <= singlePrecision(2))
  }
}
