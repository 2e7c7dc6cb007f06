import Tensors

/// The area under a performance information curve: how much of the score (SIC) or of the right answer (AIC)
/// comes back with how much of the picture's information, when the pixels that count most are put back into a
/// filled picture.
///
/// Pixels are those with |Σ a| at or above the quantile of each share. x is the picture's information between
/// the filled picture (0) and the whole (1), y the score between theirs, both clipped to [0, 1], y never
/// falling; (0, 0) and (1, 1) belong to the curve. Pictures with a score below 0.8, or one no higher than when
/// filled, have none. Information is ``PictureInformation``, in the place of the size of a WebP file; the
/// authors' fill is bokeh.
///
/// Paper: Kapishnikov, Bolukbasi, Viégas, Terry, "XRAI: Better Attributions Through Regions", ICCV 2019; its
/// code, `pic.py`. Of several pictures the authors take the curve of medians, this program the mean of areas.
struct PerformanceInformation: FillMetric {
  static let softmax = entry("sic", .probability, "score")
  static let accuracy = entry("aic", .accuracy, "right answer")

  private static let shares = [
    0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.07, 0.1, 0.13, 0.21, 0.34, 0.5, 0.75,
  ]
  private static let leastScore = 0.8
  /// Points of [0, 1) at which the curve is read.
  private static let readings = 1000

  private let score: ScoreChoice

  private static func entry(_ name: String, _ score: ScoreChoice, _ what: String) -> MetricEntry {
    MetricEntry(
      name: name,
      summary: "area under the \(what) that comes back over the picture's information (entropy of "
        + "residuals)",
      source: "Kapishnikov et al., ICCV 2019", better: .higher, score: score, isStandard: false,
      hasParts: false, form: .ofFill(PerformanceInformation(score: score)))
  }

  func measured(_ map: EvaluatedMap, _ filling: Filling) throws -> Measured {
    guard case .grid = map.features else { return .nothing("only pictures have information") }
    guard map.scores.has(score) else { return .nothing("what is explained is no class") }
    let ends = try filling.ends(of: map, score)
    if ends.whole < Self.leastScore { return .nothing("the score of the whole is below 0.8") }
    if ends.empty >= ends.whole { return .nothing("the score is no lower when all is filled") }
    let removed = Self.shares.map { Self.removed(map, keeping: $0) }
    let points = removed.map { filling.fill.filled(map.input, where: $0) }
    let scores = try map.scores.values(score, count: points.count) { points[$0] }
    let measure = PictureInformation(of: map.input)
    let all = [Bool](repeating: true, count: map.input.shape.count)
    let least = measure.bits(filling.fill.filled(map.input, where: all))
    let most = measure.bits(map.input)
    if least >= most { return .nothing("the filled picture holds no less information") }
    var best = 0.0
    var curve = zip(points, scores).map { point, score in
      best = max(best, Self.clipped((score - ends.empty) / (ends.whole - ends.empty)))
      return (x: Self.clipped((measure.bits(point) - least) / (most - least)), y: best)
    }
    curve += [(0, 0), (1, 1)]
    return .value(Self.area(curve))
  }

  /// Which numbers are removed where a share of the pixels is kept.
  private static func removed(_ map: EvaluatedMap, keeping share: Double) -> [Bool] {
    let sizes = map.relevances.map { abs($0) }
    let limit = RankOrder.quantile(sizes, 1 - share)
    return map.numbers(of: sizes.indices.filter { sizes[$0] < limit })
  }

  private static func clipped(_ number: Double) -> Double { min(max(number, 0), 1) }

  /// The area by the trapezoid rule over even readings of the curve between its points, the last one at (1, 1).
  private static func area(_ points: [(x: Double, y: Double)]) -> Double {
    let curve = points.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
    var place = 0
    let heights = (0..<readings).map { index in
      let x = Double(index) / Double(readings)
      while place + 1 < curve.count && curve[place + 1].x < x { place += 1 }
      let (left, right) = (curve[place], curve[min(place + 1, curve.count - 1)])
      if right.x <= left.x { return right.y }
      return left.y + (right.y - left.y) * clipped((x - left.x) / (right.x - left.x))
    }
    let all = heights + [1]
    return zip(all, all.dropFirst()).reduce(0) { $0 + ($1.0 + $1.1) / 2 } / Double(readings)
  }
}
