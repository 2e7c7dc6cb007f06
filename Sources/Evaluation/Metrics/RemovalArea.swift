/// The area under the curve of the probability while pixels, columns or tokens are removed (deletion: small
/// is good) or put back (insertion: large is good), those first that count most for the map.
///
/// The normalised variants are divided by the probability of the whole point.
///
/// Paper: Petsiuk, Das, Saenko, "RISE: Randomized Input Sampling for Explanation of Black-box Models", BMVC
/// 2018.
struct RemovalArea: FillMetric {
  static let deletion = entry(.deletion, isNormalized: false)
  static let insertion = entry(.insertion, isNormalized: false)
  static let normalizedDeletion = entry(.deletion, isNormalized: true)
  static let normalizedInsertion = entry(.insertion, isNormalized: true)

  private let direction: RemovalCurve.Direction
  private let isNormalized: Bool

  private static func entry(
    _ direction: RemovalCurve.Direction, isNormalized: Bool
  ) -> MetricEntry {
    let removes = direction == .deletion
    return MetricEntry(
      name: isNormalized ? "normalized-\(direction)" : "\(direction)",
      summary: "area under the score while what counts most is "
        + (removes ? "removed first" : "put back first")
        + (isNormalized ? ", by the score of the whole" : ""),
      source: "Petsiuk et al., BMVC 2018", better: removes ? .lower : .higher,
      score: .probability, isStandard: !isNormalized, hasParts: true,
      form: .ofFill(RemovalArea(direction: direction, isNormalized: isNormalized)))
  }

  func measured(_ map: EvaluatedMap, _ filling: Filling) throws -> Measured {
    let curve = try filling.curve(direction, of: map, .probability)
    if !isNormalized { return .area(curve.area, curve) }
    let whole = try filling.ends(of: map, .probability).whole
    if whole == 0 { return .nothing("the score of the whole input is 0") }
    return .value(curve.area / whole)
  }
}

/// The area of insertion minus that of deletion: edges alone make a good insertion, a map that says what
/// counts both.
struct RemovalDifference: FillMetric {
  static let entry = MetricEntry(
    name: "insertion-deletion", summary: "area of insertion minus area of deletion",
    source: "Petsiuk et al., BMVC 2018", better: .higher, score: .probability, isStandard: true,
    hasParts: true, form: .ofFill(RemovalDifference()))

  func measured(_ map: EvaluatedMap, _ filling: Filling) throws -> Measured {
    let insertion = try filling.curve(.insertion, of: map, .probability)
    return .value(insertion.area - (try filling.curve(.deletion, of: map, .probability).area))
  }
}
