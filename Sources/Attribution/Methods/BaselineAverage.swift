import Tensors

/// Averages what the straight lines from several baselines to one input give.
struct BaselineAverage {
  private let input: Tensor
  private let count: Double
  private let multipliesByInputs: Bool
  private var attributions: [Double]
  private var scoreAtInput = 0.0
  private var scoreAtBaseline = 0.0
  private var unattributable = 0.0
  private var paths: [PathRecord] = []

  /// Starts an average over `count` baselines; without multiplication by the way from the baseline
  /// the attributions are mean gradients.
  init(of input: Tensor, over count: Int, multipliesByInputs: Bool) {
    self.input = input
    self.count = Double(count)
    self.multipliesByInputs = multipliesByInputs
    attributions = [Double](repeating: 0, count: input.values.count)
  }

  /// Adds one line: its baseline, the mean gradient along it, the scores at its ends, and what was
  /// seen along it, if it was watched.
  mutating func add(
    _ gradient: [Double], from baseline: Tensor, scores: (start: Double, end: Double),
    path: PathRecord? = nil
  ) {
    let way = zip(input.values, baseline.values).map { Double($0) - Double($1) }
    for entry in attributions.indices {
      attributions[entry] += (multipliesByInputs ? way[entry] : 1) * gradient[entry] / count
    }
    scoreAtInput = scores.end
    scoreAtBaseline += scores.start / count
    if let path { paths.append(path) }
    unattributable += Self.unattributableShare(gradient, way) / count
  }

  /// The average as a map. Mean gradients promise no sum.
  func map(evaluations: Int, quality: IntegrationQuality? = nil) -> AttributionMap {
    var map = AttributionMap(
      attributions: Tensor(input.shape, attributions.map(Float.init)), scoreAtInput: scoreAtInput,
      scoreAtBaseline: scoreAtBaseline,
      expectedSum: multipliesByInputs ? scoreAtInput - scoreAtBaseline : nil,
      evaluations: evaluations, quality: quality)
    map.unattributableShare = unattributable
    map.paths = paths
    return map
  }

  /// The part of Σ |ḡ| that lies where the input hardly differs from the baseline: by at most a
  /// hundredth of the largest difference.
  private static func unattributableShare(_ gradient: [Double], _ way: [Double]) -> Double {
    let bound = 0.01 * way.reduce(0) { max($0, abs($1)) }
    var (still, total) = (0.0, 0.0)
    for (slope, way) in zip(gradient, way) {
      total += abs(slope)
      if abs(way) <= bound { still += abs(slope) }
    }
    return total > 0 ? still / total : 0
  }
}
