import Tensors

/// DiffID: the mean score with the numbers kept that count most, minus the mean score with them removed.
///
/// Every number (of a picture every channel of every pixel) is by itself, ranked by |a|; the shares are
/// 0.1, 0.2, …, 0.9. Alike numbers come in the order of their places.
///
/// Paper: Yang, Akhtar, Wen, Mian, "Local Path Integration for Attribution", AAAI 2023; the fill and the
/// probability in the place of the accuracy are this program's.
struct ComponentDifference: FillMetric {
  static let entry = MetricEntry(
    name: "diffid",
    summary:
      "score with the numbers kept that count most minus score without them, shares .1 to .9",
    source: "Yang et al., AAAI 2023", better: .higher, score: .probability, isStandard: true,
    hasParts: false, form: .ofFill(ComponentDifference()))

  private static let shares = (1...9).map { Double($0) / 10 }

  func measured(_ map: EvaluatedMap, _ filling: Filling) throws -> Measured {
    let numbers = map.attributions.values
    guard numbers.count >= 2 else { return .nothing("one number cannot be divided") }
    let order = RankOrder.descending(numbers.map { Double(abs($0)) })
    let scores = try map.scores.values(.probability, count: 2 * Self.shares.count) { index in
      let share = Self.shares[index / 2]
      let first = order.prefix(Int((share * Double(order.count)).rounded()))
      var removed = [Bool](repeating: index % 2 == 0, count: order.count)
      for place in first { removed[place] = index % 2 == 1 }
      return filling.fill.filled(map.input, where: removed)
    }
    let differences = Self.shares.indices.map { scores[2 * $0] - scores[2 * $0 + 1] }
    return .value(differences.reduce(0, +) / Double(differences.count))
  }
}
