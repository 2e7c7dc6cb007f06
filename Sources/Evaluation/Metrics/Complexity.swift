#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Over how many features the map is spread: the entropy −Σ p ln p of p = |a| / Σ |a|, in nats; ln n where
/// all are alike.
///
/// Paper: Bhatt, Weller, Moura, "Evaluating and Aggregating Feature-based Model Explanations", IJCAI 2020.
struct Complexity: MapMetric {
  static let entry = MetricEntry(
    name: "complexity", summary: "entropy of |a| in nats: ln n where all n features have alike",
    source: "Bhatt et al., IJCAI 2020", better: .neither, score: nil, isStandard: true,
    hasParts: false, form: .ofMap(Complexity()))

  func measured(_ map: EvaluatedMap) throws -> Measured {
    let sum = map.relevances.reduce(0) { $0 + abs($1) }
    guard sum > 0 else { return .nothing("the map is zero") }
    return .value(
      map.relevances.reduce(0) { entropy, relevance in
        let share = abs(relevance) / sum
        return share > 0 ? entropy - share * log(share) : entropy
      })
  }
}
