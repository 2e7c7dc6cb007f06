/// How few features have most of the map: the Gini index of |a|, 0 where all are alike, towards 1 where one
/// has everything.
///
/// Σ (2i − n − 1) b₍ᵢ₎ / (n Σ b), b = |a| / max |a| + 1e-7 in ascending order, i from 1.
///
/// Paper: Chalasani et al., "Concise Explanations of Neural Networks using Adversarial Training", ICML 2020.
struct Sparseness: MapMetric {
  static let entry = MetricEntry(
    name: "sparseness", summary: "Gini index of |a|: 1 where one feature has everything",
    source: "Chalasani et al., ICML 2020", better: .neither, score: nil, isStandard: true,
    hasParts: false, form: .ofMap(Sparseness()))

  private static let offset = 1e-7

  func measured(_ map: EvaluatedMap) throws -> Measured {
    let magnitudes = map.relevances.map { abs($0) }
    guard let largest = magnitudes.max(), largest > 0 else { return .nothing("the map is zero") }
    let sorted = magnitudes.map { $0 / largest + Self.offset }.sorted()
    let count = Double(sorted.count)
    let weighted = sorted.enumerated().reduce(0.0) { sum, entry in
      sum + (2 * Double(entry.offset + 1) - count - 1) * entry.element
    }
    return .value(weighted / (count * sorted.reduce(0, +)))
  }
}
