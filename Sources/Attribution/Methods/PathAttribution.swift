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
  /// Which steps are cut into parts by the rule `refined`.
  public let refinement: StepRefinement
  /// Share of the change of the score at which the sum ends; nil for the whole path.
  public let until: Double?

  /// Makes the method from its parts.
  public init(
    _ path: any AttributionPath, rule: PathRule = .trapezoid,
    refinement: StepRefinement = StepRefinement(), until: Double? = nil
  ) {
    (self.path, self.rule) = (path, rule)
    (self.refinement, self.until) = (refinement, until)
  }

  /// Whether the path begins at a baseline.
  public var usesBaselines: Bool { path.startsAtBaseline }

  /// Walks one path per baseline, or the one path that needs none.
  public func attribute<Function: DifferentiableFunction>(
    _ function: Function, input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
  ) throws(Function.Failure) -> AttributionMap {
    let starts = usesBaselines ? baselines : [input]
    precondition(!starts.isEmpty, "a path needs a beginning")
    let knowsEnd = until != nil || rule == .refined
    let scoreAtInput = try knowsEnd ? function.values(at: PointBatch([input]))[0] : nil
    var tally = Tally(
      total: starts.count * path.evaluations, isEndKnown: knowsEnd, count: input.values.count)
    for start in starts {
      var walk = Walk(rule, evaluations: path.evaluations, count: input.values.count)
      try path.walk(function, from: start, to: input) { waypoint throws(Function.Failure) in
        let parts = try refined(walk, to: waypoint, of: function, end: scoreAtInput)
        walk.add(parts, waypoint)
        tally.count(parts: parts.count)
        progress(tally.evaluations, tally.total)
        return !isEnough(waypoint.score, from: walk.sum.first?.score, to: scoreAtInput)
      }
      tally.add(walk, share: 1 / Double(starts.count), end: scoreAtInput)
    }
    progress(tally.total, tally.total)
    return tally.map(of: input.shape)
  }

  /// Returns the waypoints that the integral needs on the step that ends at `waypoint`.
  private func refined<Function: DifferentiableFunction>(
    _ walk: Walk, to waypoint: Waypoint, of function: Function, end: Double?
  ) throws(Function.Failure) -> [Waypoint] {
    guard rule == .refined, let end, let first = walk.sum.first, let last = walk.sum.last else {
      return []
    }
    return try refinement.waypoints(
      on: function, from: last, to: waypoint, number: walk.record.points.count,
      missed: walk.sum.total - (last.score - first.score),
      share: abs(end - first.score) / Double(max(path.evaluations - 1, 1)))
  }

  /// Whether the score has made enough of its way from the start to the input.
  private func isEnough(_ score: Double, from start: Double?, to end: Double?) -> Bool {
    guard let until, let start, let end, start != end else { return false }
    return (score - start) / (end - start) >= until
  }
}

/// One walk along a path, with what it has brought so far.
private struct Walk {
  private let evaluations: Int
  private(set) var sum: PathSum
  private(set) var record = PathRecord(points: [])

  init(_ rule: PathRule, evaluations: Int, count: Int) {
    self.evaluations = evaluations
    sum = PathSum(rule, count: count)
  }

  /// Adds a step to a waypoint, with the waypoints on it.
  mutating func add(_ parts: [Waypoint], _ waypoint: Waypoint) {
    for part in parts { sum.add(part) }
    sum.add(waypoint)
    record.points.append(
      PathRecord.Point(
        waypoint, number: record.points.count, of: evaluations, cumulative: sum.total))
  }
}

/// What several walks bring together.
private struct Tally {
  private(set) var evaluations: Int
  /// Evaluations that there will be, as far as is known.
  private(set) var total: Int
  private var attributions: [Double]
  private var paths: [PathRecord] = []
  private var (scoreAtStart, scoreAtEnd, expected) = (0.0, 0.0, 0.0)

  init(total: Int, isEndKnown: Bool, count: Int) {
    evaluations = isEndKnown ? 1 : 0
    self.total = total + evaluations
    attributions = [Double](repeating: 0, count: count)
  }

  /// Counts a waypoint and parts of the step to it.
  mutating func count(parts: Int) {
    evaluations += 1 + parts
    total += parts
  }

  /// Adds what a walk has brought; `end` is F(x) where it is known without the walk.
  mutating func add(_ walk: Walk, share: Double, end: Double?) {
    paths.append(walk.record)
    let ends = (start: walk.sum.first?.score ?? 0, end: walk.sum.last?.score ?? 0)
    scoreAtStart += ends.start * share
    scoreAtEnd = end ?? ends.end
    expected += (ends.end - ends.start) * share
    for entry in attributions.indices {
      attributions[entry] += walk.sum.attributions[entry] * share
    }
  }

  func map(of shape: Shape) -> AttributionMap {
    var map = AttributionMap(
      attributions: Tensor(shape, attributions.map(Float.init)), scoreAtInput: scoreAtEnd,
      scoreAtBaseline: scoreAtStart, expectedSum: expected, evaluations: evaluations)
    map.paths = paths
    return map
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
