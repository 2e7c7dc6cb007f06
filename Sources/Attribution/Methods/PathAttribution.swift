import Tensors

/// Attributions along any path: `aᵢ = ∫ ∂F/∂xᵢ (γ(t)) γᵢ′(t) dt`, as a sum over the path's steps. They
/// add up to the change of the score along the path.
///
/// With `until` the sum ends where the score has made that share of its change for the first time:
/// what follows is a saturated network's reaction to a picture that it has long recognised. The
/// attributions then add up to the change up to there.
///
/// Papers: Sundararajan, Taly, Yan, "Axiomatic Attribution for Deep Networks", ICML 2017; for `until`
/// Miglani, Kokhlikyan, Alsallakh, Martin, Reblitz-Richardson, "Investigating Saturation Effects in
/// Integrated Gradients", 2020.
public struct PathAttribution: AttributionMethod {
  /// The way that is taken.
  public let path: any AttributionPath
  /// How a step is split.
  public let rule: PathRule
  /// Share of the change of the score at which the sum ends; nil for the whole path.
  public let until: Double?

  /// Makes the method from its parts.
  public init(_ path: any AttributionPath, rule: PathRule = .trapezoid, until: Double? = nil) {
    self.path = path
    self.rule = rule
    self.until = until
  }

  /// Whether the path begins at a baseline.
  public var usesBaselines: Bool { path.startsAtBaseline }

  /// Walks one path per baseline, or the one path that needs none.
  public func attribute<Function: DifferentiableFunction>(
    _ function: Function, input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
  ) throws(Function.Failure) -> AttributionMap {
    let starts = usesBaselines ? baselines : [input]
    precondition(!starts.isEmpty, "a path needs a beginning")
    let count = Double(starts.count)
    let total = starts.count * path.evaluations + (until == nil ? 0 : 1)
    let scoreAtInput = try until.map { _ throws(Function.Failure) in
      try function.values(at: PointBatch([input]))[0]
    }
    var attributions = [Double](repeating: 0, count: input.values.count)
    var paths: [PathRecord] = []
    var (evaluations, scoreAtStart, scoreAtEnd, expected) = (until == nil ? 0 : 1, 0.0, 0.0, 0.0)
    for start in starts {
      var sum = PathSum(rule, count: input.values.count)
      var record = PathRecord(points: [])
      try path.walk(function, from: start, to: input) { waypoint in
        sum.add(waypoint)
        record.points.append(
          PathRecord.Point(
            waypoint, number: record.points.count, of: path.evaluations,
            cumulative: sum.total))
        evaluations += 1
        progress(evaluations, total)
        return !isEnough(waypoint.score, from: sum.first?.score, to: scoreAtInput)
      }
      paths.append(record)
      let ends = (start: sum.first?.score ?? 0, end: sum.last?.score ?? 0)
      scoreAtStart += ends.start / count
      scoreAtEnd = scoreAtInput ?? ends.end
      expected += (ends.end - ends.start) / count
      for entry in attributions.indices { attributions[entry] += sum.attributions[entry] / count }
    }
    progress(total, total)
    var map = AttributionMap(
      attributions: Tensor(input.shape, attributions.map(Float.init)), scoreAtInput: scoreAtEnd,
      scoreAtBaseline: scoreAtStart, expectedSum: expected, evaluations: evaluations)
    map.paths = paths
    return map
  }

  /// Whether the score has made enough of its way from the start to the input.
  private func isEnough(_ score: Double, from start: Double?, to end: Double?) -> Bool {
    guard let until, let start, let end, start != end else { return false }
    return (score - start) / (end - start) >= until
  }
}

extension PathRecord.Point {
  /// One of several evenly numbered waypoints.
  fileprivate init(_ waypoint: Waypoint, number: Int, of count: Int, cumulative: Double) {
    let summary = GradientSummary(waypoint.gradient.values, along: waypoint.gradient.values)
    self.init(
      position: Double(number) / Double(max(count - 1, 1)), score: waypoint.score,
      meanGradient: summary.mean, meanMagnitude: summary.meanMagnitude, cumulative: cumulative)
  }
}
