/// Whether the parts of a point that count for the map count for the network, each removed on its own.
///
/// Of a picture 4 × 4 cells are filled one by one; the metric is Spearman's rank correlation between the
/// signed sum of the attributions in each and the drop of the logit, from −1 to 1. Columns and tokens
/// are removed one by one. One forward pass for each part; nothing is removed on top of something else.
///
/// Paper: Hesse, Schaub-Meyer, Roth, "Benchmarking the Attribution Quality of Vision Models", NeurIPS 2024.
struct SingleDeletion: FillMetric {
  static let entry = MetricEntry(
    name: "single-deletion",
    summary: "rank correlation of what cells of 4x4, or features, add and what removing each costs",
    source: "Hesse et al., NeurIPS 2024", better: .higher, score: .logit, isStandard: true,
    hasParts: false, form: .ofFill(SingleDeletion()))

  private static let side = 4
  /// Parts of which a correlation says something.
  private static let leastParts = 3

  func measured(_ map: EvaluatedMap, _ filling: Filling) throws -> Measured {
    let cells = map.cells(side: Self.side)
    guard cells.count >= Self.leastParts else {
      return .nothing("\(cells.count) features are too few for a rank correlation")
    }
    let whole = try filling.ends(of: map, .logit).whole
    let scores = try map.scores.values(.logit, count: cells.count) {
      filling.fill.filled(map.input, where: map.numbers(of: cells[$0]))
    }
    let sums = cells.map { cell in cell.reduce(0) { $0 + map.relevances[$1] } }
    guard let correlation = RankOrder.correlation(sums, scores.map { whole - $0 }) else {
      return .nothing("all parts of the map, or all drops of the score, are alike")
    }
    return .value(correlation)
  }
}
