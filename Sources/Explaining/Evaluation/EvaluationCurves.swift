import Evaluation

extension EvaluationSummary.Group {
  /// Points of a mean curve where its parts do not have the same ones.
  private static let commonPoints = 28

  /// The mean of curves; nil where there are none. Curves of other shares than the first are read between
  /// their points.
  static func mean(_ curves: [MetricValue.Curve]) -> MetricValue.Curve? {
    guard let first = curves.first else { return nil }
    let areAlike = curves.allSatisfy { $0.shares == first.shares }
    let shares =
      areAlike ? first.shares : (0...commonPoints).map { Double($0) / Double(commonPoints) }
    let scores = shares.indices.map { place in
      curves.reduce(0) { sum, curve in
        sum + (areAlike ? curve.scores[place] : curve.score(at: shares[place]))
      } / Double(curves.count)
    }
    return MetricValue.Curve(shares: shares, scores: scores)
  }
}

extension MetricValue.Curve {
  /// The score at a share, on the straight line between the points around it.
  fileprivate func score(at share: Double) -> Double {
    guard let after = shares.firstIndex(where: { $0 >= share }) else {
      return scores[scores.count - 1]
    }
    if after == 0 || shares[after] == share { return scores[after] }
    let (left, right) = (shares[after - 1], shares[after])
    let way = (share - left) / (right - left)
    return scores[after - 1] + way * (scores[after] - scores[after - 1])
  }
}
