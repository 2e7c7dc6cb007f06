import Tensors

/// How much of the change of the score flows through every number of a layer, when the input goes
/// straight from a baseline to x: `aⱼ = ∫ ∂F/∂Vⱼ · dVⱼ/dα dα`, as a sum over steps.
///
/// At a layer that everything passes through, the attributions add up to F(x) − F(x′).
///
/// Paper: Dhamdhere, Sundararajan, Yan, "How Important Is a Neuron?", ICLR 2019.
public struct Conductance: LayerMethod {
  /// Number of steps; one evaluation more.
  public let steps: Int
  /// How a step is split; `left` is what Captum computes.
  public let rule: PathRule

  /// Makes the method.
  public init(steps: Int = 50, rule: PathRule = .trapezoid) {
    self.steps = steps
    self.rule = rule
  }

  /// Always.
  public var usesBaselines: Bool { true }

  /// Attributions of the layer's shape. The sum is not promised: the score may also change past the
  /// layer.
  public func attribute<Function: LayeredFunction>(
    _ function: Function, input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
  ) throws(Function.Failure) -> AttributionMap {
    precondition(!baselines.isEmpty, "conductance needs a baseline")
    let path = StraightPath(steps: steps)
    var average = LayerAverage(over: baselines.count)
    for (index, baseline) in baselines.enumerated() {
      var sum = PathSum(rule, count: function.layerShape.count)
      try function.visitLayer(
        path.evaluations, batch: { path.points($0, from: baseline, to: input) }
      ) { number, point in
        sum.add(
          Waypoint(position: point.activation, score: point.score, gradient: point.gradient))
        progress(index * path.evaluations + number + 1, baselines.count * path.evaluations)
      }
      average.add(
        sum.attributions, from: sum.first?.score ?? 0, to: sum.last?.score ?? 0)
    }
    return average.map(
      of: function.layerShape, evaluations: baselines.count * path.evaluations)
  }
}

/// The mean gradient at a layer, while the input goes straight from a baseline to x: what the layer's
/// numbers could do to the score, whatever they are.
///
/// Paper: Leino, Sen, Datta, Fredrikson, Li, "Influence-Directed Explanations for Deep Convolutional
/// Networks", ITC 2018.
public struct InternalInfluence: LayerMethod {
  /// Where the path is sampled.
  public let quadrature: Quadrature

  /// Makes the method with a rule of N steps.
  public init(rule: QuadratureRule = .trapezoid, steps: Int = 50) {
    quadrature = rule.quadrature(steps: steps)
  }

  /// Always.
  public var usesBaselines: Bool { true }

  /// Gradients of the layer's shape, in units of the score per unit of the layer.
  public func attribute<Function: LayeredFunction>(
    _ function: Function, input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
  ) throws(Function.Failure) -> AttributionMap {
    precondition(!baselines.isEmpty, "internal influence needs a baseline")
    let count = quadrature.positions.count
    var average = LayerAverage(over: baselines.count)
    for (index, baseline) in baselines.enumerated() {
      var gradient = [Double](repeating: 0, count: function.layerShape.count)
      try function.visitLayer(
        count,
        batch: { range in
          PointBatch(
            from: baseline, to: input, at: Array(quadrature.positions[range]),
            weights: range.map { _ in 1 })
        }
      ) { number, point in
        for entry in gradient.indices {
          gradient[entry] += quadrature.weights[number] * Double(point.gradient.values[entry])
        }
        progress(index * (count + 2) + number + 1, baselines.count * (count + 2))
      }
      let ends = try function.values(at: PointBatch([baseline, input]))
      progress((index + 1) * (count + 2), baselines.count * (count + 2))
      average.add(gradient, from: ends[0], to: ends[1])
    }
    return average.map(of: function.layerShape, evaluations: baselines.count * (count + 2))
  }
}

/// Averages what several baselines give at a layer.
private struct LayerAverage {
  private let count: Double
  private var values: [Double] = []
  private var scores = (start: 0.0, end: 0.0)

  init(over count: Int) { self.count = Double(count) }

  mutating func add(_ values: [Double], from start: Double, to end: Double) {
    if self.values.isEmpty { self.values = values.map { _ in 0 } }
    for entry in values.indices { self.values[entry] += values[entry] / count }
    scores = (scores.start + start / count, end)
  }

  func map(of shape: Shape, evaluations: Int) -> AttributionMap {
    AttributionMap(
      attributions: Tensor(shape, values.map(Float.init)), scoreAtInput: scores.end,
      scoreAtBaseline: scores.start, evaluations: evaluations)
  }
}

extension LayeredFunction {
  /// Visits the layer at `count` points in order, evaluated several at a time; `batch` names those of
  /// a range.
  func visitLayer(
    _ count: Int, batch: (Range<Int>) -> PointBatch, _ visit: (Int, LayerPoint) -> Void
  ) throws(Failure) {
    for first in stride(from: 0, to: count, by: Self.waypointsPerCall) {
      let range = first..<min(first + Self.waypointsPerCall, count)
      for (number, point) in zip(range, try layer(at: batch(range))) { visit(number, point) }
    }
  }
}
