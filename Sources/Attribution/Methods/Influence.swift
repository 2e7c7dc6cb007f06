import Numerics
import Tensors

/// The points at which influence is measured: a distribution of interest.
public enum PointsOfInterest: Hashable, Sendable {
  /// The input with independent normal noise, whose standard deviation is a share of the input's range.
  case noise(spread: Double, samples: Int, seed: UInt64)
  /// The same points for every input.
  case list([Tensor])

  /// Number of points.
  var count: Int {
    switch self {
    case .noise(_, let samples, _): samples
    case .list(let points): points.count
    }
  }

  /// Points that are evaluated together.
  private static let pointsPerCall = 16

  /// Visits the points of an input in order, some at a time.
  func forEachBatch<Failure: Error>(
    of input: Tensor, _ visit: (PointBatch) throws(Failure) -> Void
  ) throws(Failure) {
    var generator = SplitMix64(seed: seed)
    let deviation = spread * Double((input.values.max() ?? 0) - (input.values.min() ?? 0))
    for first in stride(from: 0, to: count, by: Self.pointsPerCall) {
      var points: [Tensor] = []
      for place in first..<min(first + Self.pointsPerCall, count) {
        if case .list(let all) = self {
          points.append(all[place])
        } else {
          let noise = generator.normals(count: input.values.count)
          points.append(
            Tensor(
              input.shape, zip(input.values, noise).map { Float(Double($0) + deviation * $1) }))
        }
      }
      try visit(PointBatch(points))
    }
  }

  private var seed: UInt64 { if case .noise(_, _, let seed) = self { seed } else { 0 } }
  private var spread: Double { if case .noise(let spread, _, _) = self { spread } else { 0 } }
}

/// How much a score follows each number of the input, over a distribution of interest: the mean of
/// `∂F/∂xᵢ (z)` over its points z, in units of the score per unit of the input; or that times xᵢ.
///
/// With one point, the input, it is the gradient; with noise, SmoothGrad of it.
///
/// Paper: Leino, Sen, Datta, Fredrikson, Li, "Influence-Directed Explanations for Deep Convolutional
/// Networks", ITC 2018.
public struct Influence: AttributionMethod {
  /// Where gradients are taken.
  public let points: PointsOfInterest
  /// Whether the mean gradient is multiplied by the input.
  public let multipliesByInput: Bool

  /// Makes the method for one point at least.
  public init(_ points: PointsOfInterest, multipliesByInput: Bool = false) {
    precondition(points.count > 0, "influence needs a point")
    (self.points, self.multipliesByInput) = (points, multipliesByInput)
  }

  /// Never.
  public var usesBaselines: Bool { false }

  /// Evaluates one gradient per point, and the score of the input.
  public func attribute<Function: DifferentiableFunction>(
    _ function: Function, input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
  ) throws(Function.Failure) -> AttributionMap {
    var mean = MeanGradient(of: points.count)
    try points.forEachBatch(of: input) { batch throws(Function.Failure) in
      mean.add(try function.gradients(at: batch).sums[0], points: batch.points.count)
      progress(mean.done, points.count + 1)
    }
    let score = try function.values(at: PointBatch([input]))[0]
    progress(points.count + 1, points.count + 1)
    return mean.map(of: multipliesByInput ? input : nil, like: input.shape, score: score)
  }
}

/// The same at a layer V: the mean of `∂F/∂Vⱼ` over the points of the input; or that times Vⱼ at the
/// input itself.
public struct InfluenceAtLayer: LayerMethod {
  private let base: Influence

  /// Makes the method of the one for the input.
  public init(_ base: Influence) { self.base = base }

  /// Never.
  public var usesBaselines: Bool { false }

  /// Evaluates one gradient per point, and the layer at the input.
  public func attribute<Function: LayeredFunction>(
    _ function: Function, input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
  ) throws(Function.Failure) -> AttributionMap {
    let count = base.points.count
    var mean = MeanGradient(of: count)
    try base.points.forEachBatch(of: input) { batch throws(Function.Failure) in
      for point in try function.layer(at: batch) { mean.add(point.gradient, points: 1) }
      progress(mean.done, count + 1)
    }
    let own = try function.layer(at: PointBatch([input]))[0]
    progress(count + 1, count + 1)
    return mean.map(
      of: base.multipliesByInput ? own.activation : nil, like: function.layerShape,
      score: own.score)
  }
}

/// A mean of gradients.
private struct MeanGradient {
  private let count: Int
  private(set) var done = 0
  private var sums: [Double] = []

  init(of count: Int) { self.count = count }

  /// Adds the sum of the gradients of some points.
  mutating func add(_ sum: Tensor, points: Int) {
    if sums.isEmpty { sums = [Double](repeating: 0, count: sum.values.count) }
    for entry in sums.indices { sums[entry] += Double(sum.values[entry]) }
    done += points
  }

  /// The mean, times what is multiplied by.
  func map(of factors: Tensor?, like shape: Shape, score: Double) -> AttributionMap {
    let values = sums.indices.map { entry in
      Float(sums[entry] / Double(count) * (factors.map { Double($0.values[entry]) } ?? 1))
    }
    return AttributionMap(
      attributions: Tensor(shape, values), scoreAtInput: score, scoreAtBaseline: nil,
      evaluations: count + 1)
  }
}
