import Attribution
import Testing

@Suite("Quadrature rules") struct QuadratureTests {
  static let counts = Array(1...64) + [500, 4096]
  /// Rules of other libraries, which need two points.
  static let pointRules = [QuadratureRule.meanOfPoints, .captumTrapezoid]
  /// Our own rules, which are exact for constants whatever the number of steps.
  static let ownRules = QuadratureRule.allCases.filter { !pointRules.contains($0) }
  private static let gaussLegendre = counts.map {
    (steps: $0, quadrature: QuadratureRule.gaussLegendre.quadrature(steps: $0))
  }
  static let symmetric = ownRules.filter { $0 != .left && $0 != .right }

  /// A rule with all numbers of steps; one that takes long is made once.
  private static func quadratures(
    _ rule: QuadratureRule
  ) -> [(steps: Int, quadrature: Quadrature)] {
    if rule == .gaussLegendre { return gaussLegendre }
    return counts.filter { $0 > 1 || !pointRules.contains(rule) }
      .map { ($0, rule.quadrature(steps: $0)) }
  }

  @Test("positions increase within [0, 1]", arguments: QuadratureRule.allCases)
  func positions(_ rule: QuadratureRule) {
    for (steps, quadrature) in Self.quadratures(rule) {
      let positions = quadrature.positions
      #expect(positions.allSatisfy { (0...1).contains($0) })
      #expect(zip(positions, positions.dropFirst()).allSatisfy { $0 < $1 }, "\(steps) steps")
    }
  }

  @Test(
    "weights are positive and sum to 1, but for the rule that misses it by 1/N",
    arguments: QuadratureRule.allCases)
  func weights(_ rule: QuadratureRule) {
    for (steps, quadrature) in Self.quadratures(rule) {
      let weights = quadrature.weights
      #expect(weights.allSatisfy { $0 > 0 })
      // One rounding for each number that is added.
      let rounding = Double(weights.count) * Double.ulpOfOne
      let expected = rule == .captumTrapezoid ? 1 - 1 / Double(steps) : 1
      #expect(abs(weights.reduce(0, +) - expected) <= rounding, "\(steps) steps")
    }
  }

  @Test("N steps have N + 1 ends and N of everything else", arguments: QuadratureRule.allCases)
  func count(_ rule: QuadratureRule) {
    for (steps, quadrature) in Self.quadratures(rule) {
      #expect(quadrature.positions.count == (rule == .trapezoid ? steps + 1 : steps))
      #expect(quadrature.weights.count == quadrature.positions.count)
    }
  }

  @Test("both halves of the path are treated alike", arguments: symmetric)
  func symmetry(_ rule: QuadratureRule) {
    for (steps, quadrature) in Self.quadratures(rule) {
      // The recurrence of the Legendre polynomials is N roundings long.
      let rounding = Double(4 * (steps + 1)) * Double.ulpOfOne
      let (positions, weights) = (quadrature.positions, quadrature.weights)
      let isSymmetric = positions.indices.allSatisfy { index in
        let mirror = positions.count - 1 - index
        return abs(positions[index] + positions[mirror] - 1) <= rounding
          && abs(weights[index] - weights[mirror]) <= rounding
      }
      #expect(isSymmetric, "\(steps) steps")
    }
  }

  @Test("left and right are each other's mirror image")
  func mirror() {
    for steps in Self.counts {
      let left = QuadratureRule.left.quadrature(steps: steps)
      let right = QuadratureRule.right.quadrature(steps: steps)
      #expect(left.positions.first == 0 && right.positions.last == 1)
      let isMirrored = zip(left.positions, right.positions.reversed()).allSatisfy {
        abs($0 + $1 - 1) <= Double.ulpOfOne
      }
      #expect(isMirrored, "\(steps) steps")
    }
  }

  @Test("one and two steps are where textbooks have them")
  func few() {
    #expect(QuadratureRule.trapezoid.quadrature(steps: 1).positions == [0, 1])
    #expect(QuadratureRule.trapezoid.quadrature(steps: 1).weights == [0.5, 0.5])
    #expect(QuadratureRule.trapezoid.quadrature(steps: 2).positions == [0, 0.5, 1])
    #expect(QuadratureRule.trapezoid.quadrature(steps: 2).weights == [0.25, 0.5, 0.25])
    #expect(QuadratureRule.left.quadrature(steps: 2).positions == [0, 0.5])
    #expect(QuadratureRule.right.quadrature(steps: 2).positions == [0.5, 1])
    #expect(QuadratureRule.midpoint.quadrature(steps: 2).positions == [0.25, 0.75])
    #expect(QuadratureRule.gaussLegendre.quadrature(steps: 1).positions == [0.5])
    #expect(QuadratureRule.gaussLegendre.quadrature(steps: 1).weights == [1])
  }

  /// Abramowitz, Stegun, "Handbook of Mathematical Functions", table 25.4, n = 5.
  @Test("five Gauss–Legendre nodes and weights are the published ones")
  func published() {
    let (inner, outer) = (0.538469310105683, 0.906179845938664)
    let roots = [-outer, -inner, 0, inner, outer]
    let weights = [
      0.236926885056189, 0.478628670499366, 0.568888888888889, 0.478628670499366,
      0.236926885056189,
    ]
    let quadrature = QuadratureRule.gaussLegendre.quadrature(steps: 5)
    // The table has 15 digits.
    for (found, root) in zip(quadrature.positions, roots) {
      #expect(abs(found - (1 + root) / 2) < 1e-15)
    }
    for (found, weight) in zip(quadrature.weights, weights) {
      #expect(abs(found - weight / 2) < 1e-15)
    }
  }

  @Test("N Gauss–Legendre nodes integrate powers up to 2N − 1 exactly", arguments: 1...64)
  func exactness(_ steps: Int) {
    let quadrature = QuadratureRule.gaussLegendre.quadrature(steps: steps)
    var terms = quadrature.weights
    for degree in 0..<2 * steps {
      // Nodes and weights are off by some roundings each, which a power multiplies by its degree;
      // near 1, where high powers live, weights are small.
      let rounding = Double(4 * steps) * Double.ulpOfOne
      #expect(abs(terms.reduce(0, +) - 1 / Double(degree + 1)) <= rounding, "power \(degree)")
      for index in terms.indices { terms[index] *= quadrature.positions[index] }
    }
    if steps <= 6 {
      #expect(abs(terms.reduce(0, +) - 1 / Double(2 * steps + 1)) > 1e-10)
    }
  }

  @Test("trapezoid and midpoint integrate straight lines exactly, left and right do not")
  func lines() {
    func slope(_ rule: QuadratureRule, _ steps: Int) -> Double {
      let quadrature = rule.quadrature(steps: steps)
      return zip(quadrature.weights, quadrature.positions).reduce(0) { $0 + $1.0 * $1.1 }
    }
    for steps in Self.counts {
      let rounding = Double(steps + 1) * Double.ulpOfOne
      #expect(abs(slope(.trapezoid, steps) - 0.5) <= rounding)
      #expect(abs(slope(.midpoint, steps) - 0.5) <= rounding)
      #expect(abs(slope(.left, steps) - (0.5 - 0.5 / Double(steps))) <= rounding)
      #expect(abs(slope(.right, steps) - (0.5 + 0.5 / Double(steps))) <= rounding)
    }
  }

  @Test("rules are called what users write")
  func names() {
    #expect(
      QuadratureRule.allCases.map(\.rawValue)
        == [
          "trapezoid", "left", "right", "midpoint", "gauss-legendre", "mean-of-points",
          "captum-trapezoid",
        ])
  }

  @Test("rules of other libraries: N points from end to end, the ends in full or halved")
  func otherLibraries() {
    let plain = QuadratureRule.meanOfPoints.quadrature(steps: 5)
    #expect(plain.positions == [0, 0.25, 0.5, 0.75, 1])
    #expect(plain.weights == [0.2, 0.2, 0.2, 0.2, 0.2])
    let captum = QuadratureRule.captumTrapezoid.quadrature(steps: 5)
    #expect(captum.positions == plain.positions)
    #expect(captum.weights == [0.1, 0.2, 0.2, 0.2, 0.1])
  }
}
