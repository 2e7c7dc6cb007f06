import Tensors

/// The score while features are removed one part after another, or put back, those first that count most.
///
/// Features are ranked by |Σ a| over their numbers, alike ones by their place. Part k of n ends at feature
/// min(k·s, N), s = ⌈N / parts⌉, so that the last part may be smaller.
public struct RemovalCurve: Sendable, Equatable {
  /// What happens to the features that count most.
  public enum Direction: String, Sendable {
    /// They are removed from the whole point.
    case deletion
    /// They are put into a point that is filled all over.
    case insertion
  }

  /// The share of all features that was removed or put back, from 0 to 1.
  public let shares: [Double]
  /// The score there.
  public let scores: [Double]

  /// Makes a curve of its points.
  public init(shares: [Double], scores: [Double]) {
    precondition(shares.count == scores.count && !shares.isEmpty, "one score for every share")
    (self.shares, self.scores) = (shares, scores)
  }

  /// Removes or puts back the features of a map.
  init(
    _ direction: Direction, of map: EvaluatedMap, _ filling: Filling, _ score: ScoreChoice
  ) throws {
    let count = map.ranges.count
    let step = filling.step(of: map.features)
    let parts = (count + step - 1) / step
    let order = RankOrder.descending(map.relevances.map { abs($0) })
    let ends = try filling.ends(of: map, score)
    let within = try map.scores.values(score, count: max(parts - 1, 0)) { index in
      let some = order.prefix((index + 1) * step)
      let chosen = map.numbers(of: some)
      return filling.fill.filled(
        map.input, where: direction == .deletion ? chosen : chosen.map { !$0 })
    }
    shares = (0...parts).map { Double(min($0 * step, count)) / Double(count) }
    scores =
      direction == .deletion
      ? [ends.whole] + within + [ends.empty] : [ends.empty] + within + [ends.whole]
  }

  /// The area under the curve by the trapezoid rule with every part counting alike, as in RISE's code:
  /// (Σ − first/2 − last/2) / (n − 1).
  public var area: Double {
    guard scores.count > 1 else { return scores[0] }
    let ends = (scores[0] + scores[scores.count - 1]) / 2
    return (scores.reduce(0, +) - ends) / Double(scores.count - 1)
  }
}
