import Tensors

/// Integrated Gradients with points where they are needed: intervals of the path are bisected until
/// the map is good enough.
///
/// A sure network's probability rises within a small part of the path from a black picture, which
/// even steps mostly miss. This method looks at every interval [a, b] with its middle m: how far the
/// trapezoid rule over [a, b] is from that over both halves says how wrong its share of the *map* is,
/// and F(b) − F(a), which is known, how wrong its share of the *sum* is. The worst intervals are
/// bisected in rounds of several, so that a network's batches stay full, and every gradient is used
/// again.
///
/// The error of the map is an estimate, usually somewhat above the true one, not a bound (see
/// ``IntegrationQuality/mapError``). The sum is measured, and guards the estimate: a step of the
/// score that lies between two points shows as a residual of the interval there.
public struct AdaptiveIntegratedGradients: AttributionMethod {
  /// When a map is good enough.
  public struct Tolerance: Hashable, Sendable {
    /// Largest estimated error of the map, ‖a − exact‖₂ as a share of ‖a‖₂; and largest
    /// ``IntegrationQuality/unevenness``.
    public var map: Double
    /// Largest completeness gap as a share of |F(x) − F(x′)|.
    public var sum: Double

    /// Makes a tolerance; that of the sum is two fifths of the map's unless told otherwise.
    public init(map: Double = 0.05, sum: Double? = nil) {
      self.map = map
      self.sum = sum ?? 0.4 * map
    }
  }

  /// Evaluations of the coarsest path.
  public static let minimumEvaluations = AdaptiveLine.firstIntervals * 2 + 1

  /// When to stop.
  public let tolerance: Tolerance
  /// When to give up, all baselines together.
  public let maximumEvaluations: Int
  /// Whether mean gradients are multiplied by x − x′; see ``IntegratedGradients``.
  public let multipliesByInputs: Bool

  /// Makes the method from its limits; every baseline takes ``minimumEvaluations`` at least.
  public init(
    tolerance: Tolerance = Tolerance(), maximumEvaluations: Int = 400,
    multipliesByInputs: Bool = true
  ) {
    self.tolerance = tolerance
    self.maximumEvaluations = maximumEvaluations
    self.multipliesByInputs = multipliesByInputs
  }

  /// Always.
  public var usesBaselines: Bool { true }

  /// Integrates along one straight line per baseline.
  public func attribute<Function: DifferentiableFunction>(
    _ function: Function, input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
  ) throws(Function.Failure) -> AttributionMap {
    try attribute([function], input: input, baselines: baselines, progress: progress)[0]
  }

  /// Integrates several functions; those that need the same point are evaluated there together.
  public func attribute<Function: DifferentiableFunction>(
    _ functions: [Function], input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
  ) throws(Function.Failure) -> [AttributionMap] {
    precondition(!baselines.isEmpty, "integrated gradients need a baseline")
    var results = functions.map { _ in
      Result(
        average: BaselineAverage(
          of: input, over: baselines.count, multipliesByInputs: multipliesByInputs))
    }
    for (index, baseline) in baselines.enumerated() {
      var lines = functions.map { _ in AdaptiveLine(from: baseline, to: input) }
      var wanted = lines.map { _ in AdaptiveLine.firstPositions }
      // What earlier lines did not use is left to later ones.
      let limits = results.map { (maximumEvaluations - $0.evaluations) / (baselines.count - index) }
      while wanted.contains(where: { !$0.isEmpty }) {
        let done = zip(results, lines).reduce(0) { $0 + $1.0.evaluations + $1.1.evaluations }
        progress(done, done + wanted.reduce(0) { $0 + $1.count })
        try AdaptiveLine.evaluate(&lines, of: functions, at: wanted)
        for place in lines.indices where !wanted[place].isEmpty {
          wanted[place] = lines[place].nextPositions(
            tolerance, room: limits[place] - lines[place].evaluations)
        }
      }
      for (place, line) in lines.enumerated() {
        results[place].add(line, from: baseline, tolerance, share: 1 / Double(baselines.count))
      }
      let done = results.reduce(0) { $0 + $1.evaluations }
      progress(done, done)
    }
    return results.map { $0.average.map(evaluations: $0.evaluations, quality: $0.quality) }
  }

  /// What the lines of one function give together.
  private struct Result {
    var average: BaselineAverage
    var evaluations = 0
    var quality = IntegrationQuality()

    mutating func add(
      _ line: AdaptiveLine, from baseline: Tensor, _ tolerance: Tolerance, share: Double
    ) {
      evaluations += line.evaluations
      average.add(
        line.gradient, from: baseline, scores: (line.scoreAtStart, line.scoreAtEnd),
        path: line.record)
      quality.mapError = max(quality.mapError, line.mapError)
      quality.gap = max(quality.gap, line.gap)
      quality.unevenness = max(quality.unevenness, line.unevenness)
      quality.residuals += line.residuals * share
      quality.shortfalls.formUnion(line.shortfalls(tolerance))
    }
  }
}
