import Numerics
import Tensors

/// Makes a method less noisy by adding noise: its attributions for many slightly disturbed copies of
/// the input, summed up by a statistic.
///
/// Papers: Smilkov, Thorat, Kim, Viégas, Wattenberg, "SmoothGrad: removing noise by adding noise",
/// 2017; Hooker, Erhan, Kindermans, Kim, "A Benchmark for Interpretability Methods", NeurIPS 2019
/// (squares); Adebayo, Gilmer, Goodfellow, Kim, "Local Explanation Methods for Deep Neural Networks
/// Lack Sensitivity to Parameter Values", 2018 (variance).
public struct Smoothing: Hashable, Sendable {
  /// What becomes of the attributions of all copies.
  public enum Statistic: String, Codable, CaseIterable, Sendable {
    /// Their mean: SmoothGrad.
    case mean = "sg"
    /// The mean of their squares: SmoothGrad-squared.
    case meanSquare = "sg-squared"
    /// Their variance (over n, not n − 1): VarGrad.
    case variance = "vargrad"
  }

  /// What becomes of the attributions.
  public let statistic: Statistic
  /// Number of disturbed copies.
  public let samples: Int
  /// Standard deviation of the noise, as a share of the input's largest minus its smallest number.
  public let spread: Double
  /// Where the noise begins. A method inside that draws at random makes the same draws for every
  /// copy.
  public let seed: UInt64

  /// Makes a way of smoothing with at least one sample.
  public init(
    _ statistic: Statistic = .mean, samples: Int = 25, spread: Double = 0.15, seed: UInt64 = 0
  ) {
    precondition(samples > 0 && spread >= 0, "smoothing needs a sample")
    self.statistic = statistic
    self.samples = samples
    self.spread = spread
    self.seed = seed
  }

  /// Returns what the maps of the disturbed copies of an input have in common.
  fileprivate func summary<Failure: Error>(
    of input: Tensor, scoreAtInput: Double,
    attribute: (Int, Tensor) throws(Failure) -> AttributionMap
  ) throws(Failure) -> AttributionMap {
    let deviation = spread * Double((input.values.max() ?? 0) - (input.values.min() ?? 0))
    var generator = SplitMix64(seed: seed)
    var summary = Summary(scoreAtInput: scoreAtInput)
    for sample in 0..<samples {
      let noise = generator.normals(count: input.values.count)
      let values = zip(input.values, noise).map { Float(Double($0) + deviation * $1) }
      summary.add(try attribute(sample, Tensor(input.shape, values)))
    }
    return summary.map(statistic)
  }
}

/// A smoothed method.
public struct Smoothed: AttributionMethod {
  private let base: any AttributionMethod
  private let smoothing: Smoothing

  /// Smooths a method.
  public init(_ base: any AttributionMethod, _ smoothing: Smoothing = Smoothing()) {
    self.base = base
    self.smoothing = smoothing
  }

  /// As the method inside.
  public var usesBaselines: Bool { base.usesBaselines }

  /// Runs the method inside once per disturbed copy of the input.
  public func attribute<Function: DifferentiableFunction>(
    _ function: Function, input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
  ) throws(Function.Failure) -> AttributionMap {
    let scoreAtInput = try function.values(at: PointBatch([input]))[0]
    return try smoothing.summary(of: input, scoreAtInput: scoreAtInput) {
      sample, copy throws(Function.Failure) in
      try base.attribute(function, input: copy, baselines: baselines) { done, all in
        progress(sample * all + done, smoothing.samples * all)
      }
    }
  }
}

/// A smoothed method at a layer.
public struct SmoothedAtLayer: LayerMethod {
  private let base: any LayerMethod
  private let smoothing: Smoothing

  /// Smooths a method.
  public init(_ base: any LayerMethod, _ smoothing: Smoothing = Smoothing()) {
    self.base = base
    self.smoothing = smoothing
  }

  /// As the method inside.
  public var usesBaselines: Bool { base.usesBaselines }

  /// Runs the method inside once per disturbed copy of the input.
  public func attribute<Function: LayeredFunction>(
    _ function: Function, input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
  ) throws(Function.Failure) -> AttributionMap {
    let scoreAtInput = try function.values(at: PointBatch([input]))[0]
    return try smoothing.summary(of: input, scoreAtInput: scoreAtInput) {
      sample, copy throws(Function.Failure) in
      try base.attribute(function, input: copy, baselines: baselines) { done, all in
        progress(sample * all + done, smoothing.samples * all)
      }
    }
  }
}

/// What the maps of all copies have in common. Means promise the mean of what the copies promise, the
/// other statistics no sum.
private struct Summary {
  private let scoreAtInput: Double
  private var shape: Shape = []
  private var sums: [Double] = []
  private var squares: [Double] = []
  private var count = 0.0
  private var evaluations = 1
  /// Sums over all copies; nil as soon as one of them has none.
  private var scoreAtBaseline: Double? = 0
  private var expectedSum: Double? = 0
  private var unattributable: Double? = 0

  init(scoreAtInput: Double) { self.scoreAtInput = scoreAtInput }

  mutating func add(_ map: AttributionMap) {
    let values = map.attributions.values
    if sums.isEmpty {
      shape = map.attributions.shape
      (sums, squares) = (values.map { _ in 0 }, values.map { _ in 0 })
    }
    for entry in values.indices {
      sums[entry] += Double(values[entry])
      squares[entry] += Double(values[entry]) * Double(values[entry])
    }
    count += 1
    evaluations += map.evaluations
    scoreAtBaseline = scoreAtBaseline.flatMap { sum in map.scoreAtBaseline.map { sum + $0 } }
    expectedSum = expectedSum.flatMap { sum in map.expectedSum.map { sum + $0 } }
    unattributable = unattributable.flatMap { sum in map.unattributableShare.map { sum + $0 } }
  }

  func map(_ statistic: Smoothing.Statistic) -> AttributionMap {
    let values = sums.indices.map { entry -> Float in
      let (mean, square) = (sums[entry] / count, squares[entry] / count)
      return switch statistic {
      case .mean: Float(mean)
      case .meanSquare: Float(square)
      case .variance: Float(max(square - mean * mean, 0))
      }
    }
    var map = AttributionMap(
      attributions: Tensor(shape, values), scoreAtInput: scoreAtInput,
      scoreAtBaseline: scoreAtBaseline.map { $0 / count },
      expectedSum: statistic == .mean ? expectedSum.map { $0 / count } : nil,
      evaluations: evaluations)
    map.unattributableShare = unattributable.map { $0 / count }
    return map
  }
}
