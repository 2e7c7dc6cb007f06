import Numerics

/// How far attributions miss what removing a part of the point does to the score: the mean of
/// (Σ a over the part − (F(x) − F(x without it)))² over ten random parts, in units of the score squared.
///
/// Of a picture parts are squares of a quarter of its shorter side; columns and tokens are removed with
/// probability ½ each, one at least. Attributions that are gradients are multiplied by what is taken away,
/// x − x̃, before they are added up.
///
/// Paper: Yeh, Hsieh, Suggala, Inouye, Ravikumar, "On the (In)fidelity and Sensitivity of Explanations",
/// NeurIPS 2019; parts that a fill takes the place of are its square removals.
struct Infidelity: FillMetric {
  static let entry = MetricEntry(
    name: "infidelity",
    summary: "mean square by which attributions miss what removing random parts does",
    source: "Yeh et al., NeurIPS 2019", better: .lower, score: .explained, isStandard: false,
    hasParts: false, form: .ofFill(Infidelity()))

  private static let samples = 10

  func measured(_ map: EvaluatedMap, _ filling: Filling) throws -> Measured {
    guard let areGradients = map.areGradients else {
      return .nothing("the map is in no units of the score")
    }
    var generator = SplitMix64(seed: map.seed)
    let parts = (0..<Self.samples).map { _ in
      map.numbers(of: map.features.randomPart(&generator))
    }
    let points = parts.map { filling.fill.filled(map.input, where: $0) }
    let whole = try map.scores.value(.explained, at: map.input)
    let scores = try map.scores.values(.explained, count: parts.count) { points[$0] }
    let misses = parts.indices.map { index in
      var told = 0.0
      for place in parts[index].indices where parts[index][place] {
        let taken = map.input.values[place] - points[index].values[place]
        let factor = areGradients ? Double(taken) : 1
        told += factor * Double(map.attributions.values[place])
      }
      return told - (whole - scores[index])
    }
    return .value(misses.reduce(0) { $0 + $1 * $1 } / Double(Self.samples))
  }
}
