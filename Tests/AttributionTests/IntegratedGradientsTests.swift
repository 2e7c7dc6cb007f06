import Attribution
import Foundation
import Tensors
import Testing

@Suite("Integrated gradients of functions with known answers") struct IntegratedGradientsTests {
  /// Some numbers of steps, odd and even, below and above one request's points.
  static let steps = [1, 2, 7, 50, 300]

  private func map(
    _ function: Formula, at input: Tensor, from baseline: Tensor? = nil,
    rule: QuadratureRule = .trapezoid, steps: Int = 50
  ) -> AttributionMap {
    IntegratedGradients(rule: rule, steps: steps).attribute(
      function, input: input, baselines: [baseline ?? Tensor(input.shape)])
  }

  @Test(
    "a linear function is w times the way, whatever the rule", arguments: QuadratureTests.ownRules)
  func linear(_ rule: QuadratureRule) {
    for steps in Self.steps {
      let found = map(
        .linear([3, -2, 0.5, 0]), at: vector(1, 2, 4, 8), from: vector(-1, 2.5, 0, 1), rule: rule,
        steps: steps)
      #expect(found.attributions == vector(6, 1, 2, 0), "\(steps) steps")
      #expect(found.scoreAtInput == 1 && found.scoreAtBaseline == -8)
      #expect(found.completenessGap == 0)
    }
  }

  @Test("a product is shared equally between its factors", arguments: QuadratureTests.symmetric)
  func product(_ rule: QuadratureRule) {
    for steps in Self.steps {
      let found = map(.product, at: vector(3, 5), rule: rule, steps: steps)
      #expect(distance(found.attributions, [7.5, 7.5]) <= singlePrecision(7.5))
    }
  }

  @Test("a quadratic form gives (x − x′)ᵢ (A (x + x′))ᵢ", arguments: QuadratureTests.symmetric)
  func quadratic(_ rule: QuadratureRule) {
    let matrix = [[2.0, -1, 0.5], [-1, 3, 0.25], [0.5, 0.25, -4]]
    let (x, start) = ([1.0, -2, 0.5], [-0.5, 1, 3])
    let way = zip(x, start).map { $0 - $1 }
    let middle = zip(x, start).map { $0 + $1 }
    let expected = zip(way, matrix).map { $0 * dot($1, middle) }
    for steps in Self.steps {
      let found = map(
        .quadratic(matrix), at: vector(1, -2, 0.5), from: vector(-0.5, 1, 3), rule: rule,
        steps: steps)
      #expect(distance(found.attributions, expected) <= singlePrecision(20))
    }
  }

  @Test("N Gauss–Legendre steps are exact up to degree 2N and not above", arguments: 1...4)
  func polynomials(_ steps: Int) {
    // Of (w·x)ᵈ, feature i gets its share wᵢ xᵢ / w·x.
    let (input, weights, reach) = (vector(1, 0.5), [1.0, 1], 1.5)
    for degree in 1...(2 * steps + 1) {
      let found = map(
        .power(degree, of: weights), at: input, rule: .gaussLegendre, steps: steps)
      let total = (0..<degree).reduce(1.0) { product, _ in product * reach }
      let error = distance(found.attributions, [total * 2 / 3, total / 3])
      if degree <= 2 * steps {
        #expect(error <= singlePrecision(Double(degree) * total), "degree \(degree)")
      } else {
        #expect(error > 2 * singlePrecision(Double(degree) * total), "degree \(degree)")
      }
    }
  }

  @Test("a sine gives each feature its share of the change")
  func sines() {
    // wᵢ dᵢ (sin s − sin s′) / (s − s′) with s = w·x.
    let (from, to) = (2 * 0.25 - 1 * 0.5, 2 * 1.0 - 1 * -0.5)
    let mean = (sin(to) - sin(from)) / (to - from)
    let found = map(
      .sine([2, -1]), at: vector(1, -0.5), from: vector(0.25, 0.5), rule: .gaussLegendre, steps: 16)
    #expect(distance(found.attributions, [1.5 * mean, mean]) <= singlePrecision(2))
  }

  @Test(
    "halving the steps' width takes trapezoid and midpoint errors to a quarter, others to a half",
    arguments: [
      (QuadratureRule.trapezoid, 4.0), (.midpoint, 4), (.left, 2), (.right, 2),
    ])
  func convergence(_ rule: QuadratureRule, _ order: Double) {
    let exact = sin(2.0)
    let errors = [8, 16, 32].map { steps in
      map(.sine([1]), at: vector(2), rule: rule, steps: steps).sum - exact
    }
    for (coarse, fine) in zip(errors, errors.dropFirst()) {
      // The next term of the error is a tenth of the first at the most.
      #expect(abs(coarse / fine - order) < order / 10)
    }
  }

  @Test("a saturated score is explained where the gradient is zero")
  func saturation() {
    let input = vector(2)
    let plain = GradientAtInput().attribute(Formula.saturating, input: input, baselines: [])
    #expect(plain.attributions == vector(0))
    for steps in [10, 50, 300] {
      // The gradient is 1 up to the middle of the path, where the trapezoid rule has a node.
      let found = map(.saturating, at: input, steps: steps)
      #expect(abs(found.sum - (1 - 1 / Double(steps))) <= singlePrecision(1))
      #expect(map(.saturating, at: input, rule: .midpoint, steps: steps).completenessGap == 0)
    }
  }

  @Test("a maximum is shared as far as each feature leads")
  func maximum() {
    // From (1, 0) to (2, 4) the second takes the lead after a third of the path.
    let steps = 600
    let found = map(
      .maximum, at: vector(2, 4), from: vector(1, 0), rule: .midpoint, steps: steps)
    #expect(distance(found.attributions, [1.0 / 3, 8.0 / 3]) <= 4 / Double(steps))
    #expect(map(.maximum, at: vector(1, 3)).attributions == vector(0, 3))
  }

  @Test("one step is the mean of the ends, or one end, or the middle")
  func oneStep() {
    let cube = Formula.power(3, of: [1])
    func single(_ rule: QuadratureRule) -> Tensor {
      map(cube, at: vector(3), from: vector(1), rule: rule, steps: 1).attributions
    }
    #expect(single(.trapezoid) == vector(2 * (3 + 27) / 2))
    #expect(single(.left) == vector(2 * 3))
    #expect(single(.right) == vector(2 * 27))
    #expect(single(.midpoint) == vector(2 * 12))
    #expect(single(.gaussLegendre) == vector(2 * 12))
  }

  @Test("no way, no attribution")
  func nowhere() {
    let found = map(.product, at: vector(3, 5), from: vector(3, 5))
    #expect(found.attributions == vector(0, 0))
    #expect(found.completenessGap == 0)
    #expect(found.relativeCompletenessGap == nil)
  }

  @Test("attributions have the shape of the input")
  func shape() {
    let function = PictureFormula([2, 1, 3], .linear([1, 2, 3, 4, 5, 6]))
    let input = Tensor([2, 1, 3], repeating: 1)
    let found = IntegratedGradients(steps: 3).attribute(
      function, input: input, baselines: [Tensor([2, 1, 3])])
    #expect(found.attributions == Tensor([2, 1, 3], [1, 2, 3, 4, 5, 6]))
  }

  @Test("without multiplication it is the mean gradient, which adds up to nothing")
  func meanGradient() {
    let methods: [any AttributionMethod] = [
      IntegratedGradients(steps: 10, multipliesByInputs: false),
      AdaptiveIntegratedGradients(multipliesByInputs: false),
    ]
    for method in methods {
      let found = method.attribute(
        Formula.product, input: vector(3, 5), baselines: [vector(1, -1)])
      #expect(distance(found.attributions, [2, 2]) < singlePrecision(10))
      #expect(found.completenessGap == nil)
      #expect(found.scoreAtBaseline == -1)
    }
  }

  @Test("tells how much of the gradient lies where the input is like the baseline")
  func unattributableShare() {
    for method in [IntegratedGradients(steps: 2), AdaptiveIntegratedGradients()]
      as [any AttributionMethod]
    {
      let found = method.attribute(
        Formula.linear([1, -3, 4]), input: vector(1, 0.005, 0.5),
        baselines: [vector(0, 0, 0), vector(0, 1, 0.5)])
      // 3 of 8 from the first baseline, 4 of 8 from the second.
      #expect(abs((found.unattributableShare ?? 0) - 3.5 / 8) < 1e-6)
    }
  }
}
