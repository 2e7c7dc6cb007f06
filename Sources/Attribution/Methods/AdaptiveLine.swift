import Tensors

/// A straight line from a baseline to an input, cut into intervals that are bisected where the
/// integral of the gradient needs it.
struct AdaptiveLine {
  /// Intervals at first, each with its middle.
  static let firstIntervals = 4
  /// Positions of their ends and middles.
  static let firstPositions = (0...2 * firstIntervals).map {
    Double($0) / Double(2 * firstIntervals)
  }
  /// Intervals that are bisected in one round: at least as many as fill a network's batches, if
  /// they are not far from the worst.
  private static let intervalsPerRound = 4...8
  /// Intervals that are bisected in the last rounds, when little is missing.
  private static let fewestIntervals = 2
  /// Intervals shorter than this are left alone; positions are single precision in the end.
  private static let shortest = 0x1p-18
  /// What an interval's share of the map's squared error counts beside its share of the residuals.
  private static let shareOfMap = 0.3
  /// Floats of gradients that are kept at a time. With more of them, the best intervals are no
  /// longer bisected.
  private static let keptFloats = 34 << 20
  /// Gradients that are kept at a time, however large they are.
  private static let fewestGradients = 32

  /// What is known at one point of the line.
  private struct Node {
    let position: Double
    let score: Double
    /// What the gradient sums up to along the line.
    let summary: GradientSummary
    /// ∇F; nil when no open interval needs it.
    var gradient: [Float]?

    /// dF/dα: the sum of the attributions.
    var slope: Double { summary.slope }
  }

  /// An interval: the nodes at its ends and its middle, and its errors.
  private struct Interval {
    let left: Int
    let middle: Int
    let right: Int
    /// ‖trapezoid rule − trapezoid rule over both halves‖₂.
    let mapError: Double
    /// Trapezoid rule of dF/dα − change of F, of both halves.
    let residuals: (Double, Double)
    /// Whether it may be bisected.
    var isOpen: Bool

    /// Σ |residuals|.
    var residual: Double { abs(residuals.0) + abs(residuals.1) }
    /// Σ residuals².
    var squaredResidual: Double { residuals.0 * residuals.0 + residuals.1 * residuals.1 }
  }

  private let start: Tensor
  private let end: Tensor
  private let way: [Float]
  private var nodes: [Node] = []
  private var intervals: [Interval] = []
  /// Nodes between which the newest intervals lie, by position.
  private var pending: [(left: Int, right: Int)] = []

  /// The mean gradient over the line.
  private(set) var gradient: [Double]
  /// The errors after each round.
  private var convergence: [PathRecord.Convergence] = []

  init(from start: Tensor, to end: Tensor) {
    self.start = start
    self.end = end
    way = zip(end.values, start.values).map { $0 - $1 }
    gradient = [Double](repeating: 0, count: way.count)
  }

  /// Gradients evaluated so far.
  var evaluations: Int { nodes.count }
  /// F at the baseline.
  var scoreAtStart: Double { nodes[0].score }
  /// F at the input.
  var scoreAtEnd: Double { nodes[2 * Self.firstIntervals].score }

  /// What was seen along the line.
  var record: PathRecord {
    var record = PathRecord(
      nodes.map {
        ObservedPoint(position: $0.position, score: $0.score, gradient: $0.summary)
      })
    record.convergence = convergence
    return record
  }

  /// Estimated error of the map, as a share of its norm.
  var mapError: Double {
    let error = intervals.reduce(0) { $0 + $1.mapError * $1.mapError }.squareRoot()
    return error == 0 ? 0 : error / (norm * overestimate)
  }

  /// How much larger ‖T − T₂‖₂ is taken to be than the error of T₂; see ``IntegrationQuality/mapError``.
  private var overestimate: Double {
    evaluations < IntegrationQuality.trustedEvaluations ? 1 : 1.5
  }

  /// Σ |residuals| of all intervals, in units of the score.
  var residuals: Double { intervals.reduce(0) { $0 + $1.residual } }

  /// √Σ residuals², as a share of the change of the score.
  var unevenness: Double {
    share(intervals.reduce(0) { $0 + $1.squaredResidual }.squareRoot())
  }

  /// |Σ of the attributions − change of the score| as a share of that change.
  var gap: Double { share(distanceOfSum) }

  /// What is larger than asked for.
  func shortfalls(
    _ tolerance: AdaptiveIntegratedGradients.Tolerance
  ) -> IntegrationQuality.Shortfalls {
    var found: IntegrationQuality.Shortfalls = []
    // What is not a number is not small enough.
    if !(mapError <= tolerance.map) { found.insert(.map) }
    if !(gap <= tolerance.sum) { found.insert(.sum) }
    if !(unevenness <= tolerance.map) { found.insert(.evenness) }
    return found
  }

  /// |Σ of the attributions − change of the score|.
  private var distanceOfSum: Double {
    abs(zip(way, gradient).reduce(0) { $0 + Double($1.0) * $1.1 } - (scoreAtEnd - scoreAtStart))
  }

  /// An error as a share of the change of the score; nothing is nothing even of no change.
  private func share(_ error: Double) -> Double { error == 0 ? 0 : error / change }

  /// ‖a‖₂.
  private var norm: Double {
    zip(way, gradient).reduce(0) { $0 + (Double($1.0) * $1.1) * (Double($1.0) * $1.1) }.squareRoot()
  }

  /// |F(x) − F(x′)|, or what the score varies by along the line if that is much more.
  private var change: Double {
    let scores = nodes.map(\.score)
    let range = (scores.max() ?? 0) - (scores.min() ?? 0)
    return max(abs(scoreAtEnd - scoreAtStart), range / 100)
  }

  /// Evaluates several functions, each on its own line between the same two ends, at the positions
  /// that ``nextPositions(_:room:)`` or ``firstPositions`` named for it.
  static func evaluate<Function: DifferentiableFunction>(
    _ lines: inout [AdaptiveLine], of functions: [Function], at wanted: [[Double]]
  ) throws(Function.Failure) {
    // Positions by the lines that want them, in the order in which they are first wanted.
    var wishes: [Double: [Int]] = [:]
    for (line, positions) in wanted.enumerated() {
      for position in positions { wishes[position, default: []].append(line) }
    }
    var groups: [(lines: [Int], positions: [Double])] = []
    for position in wanted.joined() {
      guard let wishing = wishes.removeValue(forKey: position) else { continue }
      if let group = groups.firstIndex(where: { $0.lines == wishing }) {
        groups[group].positions.append(position)
      } else {
        groups.append((wishing, [position]))
      }
    }
    var found = wanted.map { _ in [Double: (score: Double, gradient: [Float])]() }
    for group in groups {
      let batch = lines[group.lines[0]].points(at: group.positions)
      let answers = try Function.gradients(of: group.lines.map { functions[$0] }, at: batch)
      for (line, answer) in zip(group.lines, answers) {
        for (index, position) in group.positions.enumerated() {
          found[line][position] = (answer.values[index], answer.sums[index].values)
        }
      }
    }
    for line in lines.indices { lines[line].add(found[line], at: wanted[line]) }
  }

  /// The points at some positions, each with a gradient of its own.
  private func points(at positions: [Double]) -> PointBatch {
    PointBatch(from: start, to: end, at: positions, weights: positions.map { _ in 1 }).ungrouped
  }

  /// Adds what was found at positions.
  private mutating func add(
    _ found: [Double: (score: Double, gradient: [Float])], at positions: [Double]
  ) {
    if positions.isEmpty { return }
    let first = nodes.count
    for position in positions {
      guard let (score, gradient) = found[position] else { continue }
      let summary = GradientSummary(gradient, along: way)
      nodes.append(Node(position: position, score: score, summary: summary, gradient: gradient))
    }
    if first == 0 {
      for index in stride(from: 0, to: positions.count - 1, by: 2) {
        add(left: index, middle: index + 1, right: index + 2)
      }
    } else {
      for (index, ends) in pending.enumerated() {
        add(left: ends.left, middle: first + index, right: ends.right)
      }
      pending = []
    }
    convergence.append(
      PathRecord.Convergence(evaluations: nodes.count, gap: distanceOfSum, mapError: mapError))
    forget()
  }

  /// Returns the positions that are to be evaluated next, none if the errors are small enough or
  /// there is no room for more.
  mutating func nextPositions(
    _ tolerance: AdaptiveIntegratedGradients.Tolerance, room: Int
  ) -> [Double] {
    let shortfalls = shortfalls(tolerance)
    guard !shortfalls.isEmpty else { return [] }
    let leads = ranking(tolerance)
    let candidates = intervals.indices.filter {
      intervals[$0].isOpen && width(intervals[$0]) > Self.shortest
    }
    .sorted { (leads(intervals[$1]), $0) < (leads(intervals[$0]), $1) }
    guard let worst = candidates.first.map({ leads(intervals[$0]) }), worst > 0 else { return [] }
    let chosen = candidates.prefix(min(Self.intervalsPerRound.upperBound, max(room, 0) / 2))
      .enumerated()
      .filter { rank, index in
        let share = leads(intervals[index]) / worst
        return share >= 0.5 || (rank < Self.intervalsPerRound.lowerBound && share >= 0.1)
      }
      .map(\.element)
    return bisect(
      shortfalls.contains(.map)
        ? enough(chosen, for: tolerance.map)
        : Array(chosen.prefix(Self.fewestIntervals)))
  }

  /// Returns the first intervals of `chosen` after whose bisection the map's error should be within
  /// `limit`: halving an interval in which the gradient jumps quarters the square of its error.
  private func enough(_ chosen: [Int], for limit: Double) -> [Int] {
    let allowed = limit * limit * norm * norm * overestimate * overestimate
    var squares = intervals.reduce(0) { $0 + $1.mapError * $1.mapError }
    let count = chosen.firstIndex { index in
      squares -= 0.75 * intervals[index].mapError * intervals[index].mapError
      return squares <= allowed
    }
    return Array(chosen.prefix(max((count ?? chosen.count) + 1, Self.fewestIntervals)))
  }

  /// Returns how urgent it is to bisect an interval. The map leads, since residuals may cancel within
  /// an interval whose map is wrong; once the map is good enough, residuals lead, but the map still
  /// has a say: points that serve the sum alone would leave it worse than even steps do.
  private func ranking(
    _ tolerance: AdaptiveIntegratedGradients.Tolerance
  ) -> (Interval) -> Double {
    guard mapError <= tolerance.map else { return { $0.mapError } }
    let squares = max(
      intervals.reduce(0) { $0 + $1.mapError * $1.mapError }, .leastNormalMagnitude)
    let residuals = max(self.residuals, .leastNormalMagnitude)
    return {
      $0.residual / residuals + Self.shareOfMap * $0.mapError * $0.mapError / squares
    }
  }

  /// Takes intervals apart, and returns the middles of their halves.
  private mutating func bisect(_ chosen: [Int]) -> [Double] {
    for index in chosen {
      let interval = intervals[index]
      contribute(interval, sign: -1)
      pending += [(interval.left, interval.middle), (interval.middle, interval.right)]
    }
    for index in chosen.sorted(by: >) { intervals.remove(at: index) }
    return pending.map { (nodes[$0.left].position + nodes[$0.right].position) / 2 }
  }

  private func width(_ interval: Interval) -> Double {
    nodes[interval.right].position - nodes[interval.left].position
  }

  private mutating func add(left: Int, middle: Int, right: Int) {
    let (a, m, b) = (nodes[left], nodes[middle], nodes[right])
    let quarter = (b.position - a.position) / 4
    let residuals = (
      quarter * (a.slope + m.slope) - (m.score - a.score),
      quarter * (m.slope + b.slope) - (b.score - m.score)
    )
    var squares = 0.0
    if let x = a.gradient, let y = m.gradient, let z = b.gradient {
      for entry in x.indices {
        let difference = Double(way[entry] * (x[entry] - 2 * y[entry] + z[entry]))
        squares += difference * difference
      }
    }
    let interval = Interval(
      left: left, middle: middle, right: right,
      mapError: quarter * squares.squareRoot(), residuals: residuals, isOpen: true)
    contribute(interval, sign: 1)
    intervals.append(interval)
  }

  /// Adds the trapezoid rule over both halves of an interval to the integral, or takes it away.
  private mutating func contribute(_ interval: Interval, sign: Double) {
    let quarter = sign * width(interval) / 4
    for (node, factor) in [
      (interval.left, quarter), (interval.middle, 2 * quarter), (interval.right, quarter),
    ] {
      guard let values = nodes[node].gradient else { continue }
      for entry in gradient.indices { gradient[entry] += factor * Double(values[entry]) }
    }
  }

  /// Closes the best intervals where too many gradients are kept, and forgets those that no open
  /// interval needs.
  private mutating func forget() {
    let kept = nodes.count { $0.gradient != nil }
    let most = max(Self.fewestGradients, Self.keptFloats / max(way.count, 1))
    guard kept > most else { return }
    let order = intervals.indices.filter { intervals[$0].isOpen }
      .sorted { (intervals[$0].mapError, $0) < (intervals[$1].mapError, $1) }
    // An interval has two nodes of its own, counting shared ends once.
    for index in order.prefix((kept - most + 1) / 2 + 1) {
      intervals[index].isOpen = false
    }
    let needed = Set(
      intervals.filter(\.isOpen).flatMap { [$0.left, $0.middle, $0.right] })
    for node in nodes.indices where !needed.contains(node) { nodes[node].gradient = nil }
  }
}
