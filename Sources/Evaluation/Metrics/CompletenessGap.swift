/// How far the attributions are from adding up to the change of the score: |Σ a − ΔF| / |ΔF|.
///
/// Paper: Sundararajan, Taly, Yan, "Axiomatic Attribution for Deep Networks", ICML 2017, Proposition 1.
struct CompletenessGap: MapMetric {
  static let entry = MetricEntry(
    name: "completeness-gap",
    summary: "how far attributions miss the change of the score, as a share of it",
    source: "Sundararajan et al., ICML 2017", better: .lower, score: .explained, isStandard: true,
    hasParts: false, form: .ofMap(CompletenessGap()))

  func measured(_ map: EvaluatedMap) throws -> Measured {
    guard let expected = map.expectedSum else { return .nothing("the method promises no sum") }
    if expected == 0 { return .nothing("the score does not change") }
    let sum = map.attributions.values.reduce(0.0) { $0 + Double($1) }
    return .value(abs(sum - expected) / abs(expected))
  }
}
