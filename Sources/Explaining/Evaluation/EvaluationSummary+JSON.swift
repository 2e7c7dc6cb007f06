import Evaluation

extension EvaluationSummary: Encodable {
  private enum CodingKeys: String, CodingKey { case methods, count, metrics }
  private struct Mean: Encodable {
    let method: String
    let mean: Double?
    let error: Double?
    let count: Int
    let curve: MetricValue.Curve?
  }
  private struct Pair: Encodable {
    let method: String
    let against: String
    let wins: Int
    let losses: Int
    let ties: Int
    let p: Double
    let test = "sign test, exact, two-sided"
    let difference: Double?
    let error: Double?
  }
  private struct Metric: Encodable {
    let metric: String
    let better: String
    let fill: String?
    let scores: [String]
    let steps: [Int]
    let reasons: [String]
    let means: [Mean]
    let comparisons: [Pair]
  }

  /// Writes methods, and of every metric and fill the means and comparisons.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(methods, forKey: .methods)
    try container.encode(count, forKey: .count)
    try container.encode(groups.map(metric), forKey: .metrics)
  }

  private func metric(_ group: Group) -> Metric {
    Metric(
      metric: group.entry.name, better: group.entry.better.rawValue, fill: group.fill,
      scores: group.scores, steps: group.steps, reasons: group.reasons,
      means: methods.indices.map { place in
        let mean = group.means[place]
        return Mean(
          method: methods[place], mean: mean?.mean, error: mean?.error, count: mean?.count ?? 0,
          curve: group.curves[place])
      },
      comparisons: group.comparisons.map { pair in
        Pair(
          method: methods[pair.first], against: methods[pair.second], wins: pair.test.wins,
          losses: pair.test.losses, ties: pair.test.ties, p: pair.test.probability,
          difference: pair.difference?.mean, error: pair.difference?.error)
      })
  }
}
