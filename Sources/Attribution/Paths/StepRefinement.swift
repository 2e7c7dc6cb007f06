import Tensors

/// Cuts the steps of a path into parts where the trapezoid rule over whole steps misses the change of
/// the score: steps are straight lines, so more points on them make the integral along the same path
/// more exact, and change nothing of the path.
///
/// With Eₖ = Σ a − (F(γₖ) − F(x′)) what is missed after step k of N, and rₖ that step's part of it, a
/// step is halved, and its halves again, up to ``mostParts`` of them, until
/// `|Eₖ| ≤ τ |F(x) − F(x′)| k / N` or `|rₖ| ≤ τ |F(x) − F(x′)| / N`: the sum is right to τ unless the
/// parts of a step do not suffice. The scores are known, so this costs nothing where nothing is missed.
public struct StepRefinement: Hashable, Sendable {
  /// Parts of a step at most.
  public static let mostParts = 8

  /// τ: how much of the change of the score the attributions may miss.
  public let tolerance: Double

  /// Makes a refinement.
  public init(tolerance: Double = 0.02) { self.tolerance = tolerance }

  /// Returns the waypoints between the ends of step `number` (1 is the first) that its integral needs,
  /// in order.
  ///
  /// - Parameters:
  ///   - missed: Eₖ₋₁.
  ///   - share: |F(x) − F(x′)| / N.
  func waypoints<Function: DifferentiableFunction>(
    on function: Function, from start: Waypoint, to end: Waypoint, number: Int, missed: Double,
    share: Double
  ) throws(Function.Failure) -> [Waypoint] {
    let way = zip(end.position.values, start.position.values).map { Double($0) - Double($1) }
    func slope(_ waypoint: Waypoint) -> Double {
      zip(way, waypoint.gradient.values).reduce(0) { $0 + $1.0 * Double($1.1) }
    }
    let own = tolerance * share
    var (points, slopes) = ([start, end], [slope(start), slope(end)])
    while points.count <= Self.mostParts {
      let parts = Double(points.count - 1)
      let outer = (slopes[0] + slopes[slopes.count - 1]) / 2
      let sum = (outer + slopes.dropFirst().dropLast().reduce(0, +)) / parts
      let residual = sum - (end.score - start.score)
      if abs(residual) <= own || abs(missed + residual) <= own * Double(number) { break }
      let middles = (0..<points.count - 1).map { (Double($0) + 0.5) / parts }
      let found = try function.waypoints(
        at: PointBatch(
          from: start.position, to: end.position, at: middles, weights: middles.map { _ in 1 }))
      points = Self.alternating(points, found)
      slopes = Self.alternating(slopes, found.map(slope))
    }
    return Array(points.dropFirst().dropLast())
  }

  /// Puts each of `middles` between two neighbours of `ends`.
  private static func alternating<Element>(_ ends: [Element], _ middles: [Element]) -> [Element] {
    zip(ends, middles).flatMap { [$0, $1] } + ends.suffix(1)
  }
}
