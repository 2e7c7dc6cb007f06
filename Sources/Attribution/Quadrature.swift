import COpenBLAS

/// Nodes and weights of a rule for integrals over [0, 1]: ∫ f ≈ Σ wᵢ f(αᵢ), with Σ wᵢ = 1 unless the
/// rule copies another library's that misses it.
public struct Quadrature: Hashable, Sendable {
  /// αᵢ, increasing.
  public let positions: [Double]
  /// wᵢ.
  public let weights: [Double]
}

/// Rules for integrals along a path, with N steps each.
public enum QuadratureRule: String, CaseIterable, Sendable {
  /// N intervals, their N + 1 ends; the two outer ones count half. Exact for straight lines.
  case trapezoid
  /// The left ends of N intervals.
  case left
  /// The right ends of N intervals.
  case right
  /// The middles of N intervals. Exact for straight lines.
  case midpoint
  /// The N roots of the Legendre polynomial. Exact for polynomials of degree 2N − 1.
  case gaussLegendre = "gauss-legendre"
  /// N points from end to end with equal weights: what TruLens and PAIR's saliency library compute.
  /// It counts the ends twice as much as the trapezoid rule does; for comparison with their maps.
  case meanOfPoints = "mean-of-points"
  /// N points from end to end, weights 1/N, the two outer ones half of that: what Captum and Alibi
  /// call `riemann_trapezoid`. The weights sum to 1 − 1/N, so every attribution is that much too
  /// small; for comparison with their maps.
  case captumTrapezoid = "captum-trapezoid"

  /// Returns the rule with `steps` (at least 1) steps.
  public func quadrature(steps: Int) -> Quadrature {
    precondition(steps > 0, "a rule needs a step")
    let share = 1 / Double(steps)
    switch self {
    case .trapezoid:
      var weights = [Double](repeating: share, count: steps + 1)
      weights[0] = share / 2
      weights[steps] = share / 2
      return Quadrature(positions: (0...steps).map { Double($0) / Double(steps) }, weights: weights)
    case .left: return uniform(steps, offset: 0)
    case .right: return uniform(steps, offset: 1)
    case .midpoint: return uniform(steps, offset: 0.5)
    case .gaussLegendre: return Self.gaussLegendre(count: steps)
    case .meanOfPoints: return fromEndToEnd(steps, endWeight: share)
    case .captumTrapezoid: return fromEndToEnd(steps, endWeight: share / 2)
    }
  }

  /// N points at equal distances, weights 1/N but for the two ends. A single point is the start.
  private func fromEndToEnd(_ count: Int, endWeight: Double) -> Quadrature {
    var weights = [Double](repeating: 1 / Double(count), count: count)
    weights[0] = endWeight
    weights[count - 1] = endWeight
    return Quadrature(
      positions: (0..<count).map { Double($0) / Double(max(count - 1, 1)) }, weights: weights)
  }

  private func uniform(_ steps: Int, offset: Double) -> Quadrature {
    Quadrature(
      positions: (0..<steps).map { (Double($0) + offset) / Double(steps) },
      weights: [Double](repeating: 1 / Double(steps), count: steps))
  }

  /// Nodes by Golub and Welsch: the eigenvalues of the symmetric tridiagonal matrix with zeros on
  /// the diagonal and k/√(4k² − 1) beside it are the roots on [−1, 1]. One Newton step takes away
  /// the rounding of the eigenvalue solver; weights are 2 / ((1 − x²) P′(x)²).
  ///
  /// Paper: Golub, Welsch, "Calculation of Gauss Quadrature Rules", Mathematics of Computation 1969.
  private static func gaussLegendre(count: Int) -> Quadrature {
    var diagonal = [Double](repeating: 0, count: count)
    var beside = (1..<max(count, 2)).map { k -> Double in
      let k = Double(k)
      return k / (4 * k * k - 1).squareRoot()
    }
    let status = LAPACKE_dsterf(Int32(count), &diagonal, &beside)
    precondition(status == 0, "the eigenvalues of a symmetric tridiagonal matrix converge")

    let nodes = diagonal.map { root in
      let start = legendre(count, at: root)
      let x = root - start.value / start.slope
      let slope = legendre(count, at: x).slope
      return (position: (1 + x) / 2, weight: 1 / ((1 - x * x) * slope * slope))
    }
    let total = nodes.reduce(0) { $0 + $1.weight }
    return Quadrature(positions: nodes.map(\.position), weights: nodes.map { $0.weight / total })
  }

  /// The Legendre polynomial of degree n and its slope at x in (−1, 1), by recurrence.
  private static func legendre(_ n: Int, at x: Double) -> (value: Double, slope: Double) {
    var (previous, current) = (1.0, x)
    for k in 1..<max(n, 1) {
      let next = (Double(2 * k + 1) * x * current - Double(k) * previous) / Double(k + 1)
      (previous, current) = (current, next)
    }
    return (current, Double(n) * (x * current - previous) / (x * x - 1))
  }
}
