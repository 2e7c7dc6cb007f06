import Tensors

/// Integrated Gradients: the gradient of the score, averaged along the straight line from a
/// baseline x′ to the input x, times the way:
/// `aᵢ = (xᵢ − x′ᵢ) · ∫₀¹ ∂F/∂xᵢ (x′ + α (x − x′)) dα`.
///
/// The attributions add up to F(x) − F(x′). Several baselines are averaged. Memory does not grow
/// with the number of steps.
///
/// Paper: Sundararajan, Taly, Yan, "Axiomatic Attribution for Deep Networks", ICML 2017.
public struct IntegratedGradients: AttributionMethod {
  /// Points that are handed to the function at a time, so that progress can be told.
  private static let pointsPerCall = 256

  /// Where the path is sampled.
  public let quadrature: Quadrature
  private let isTrapezoid: Bool
  /// Whether what happens along the path is told with the map. Every gradient is then computed on its
  /// own, which takes longer.
  public let recordsPath: Bool
  /// Whether mean gradients are multiplied by x − x′. Without it they tell what the network reacts
  /// to, and add up to nothing.
  public let multipliesByInputs: Bool

  /// Makes the method with a rule of N steps.
  public init(
    rule: QuadratureRule = .trapezoid, steps: Int = 50, multipliesByInputs: Bool = true,
    recordsPath: Bool = false
  ) {
    quadrature = rule.quadrature(steps: steps)
    isTrapezoid = rule == .trapezoid
    self.recordsPath = recordsPath
    self.multipliesByInputs = multipliesByInputs
  }

  /// Always.
  public var usesBaselines: Bool { true }

  /// Integrates along one straight line per baseline.
  public func attribute<Function: DifferentiableFunction>(
    _ function: Function, input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
  ) throws(Function.Failure) -> AttributionMap {
    try attribute([function], input: input, baselines: baselines, progress: progress)[0]
  }

  /// Integrates all functions along the same lines, at the same points.
  public func attribute<Function: DifferentiableFunction>(
    _ functions: [Function], input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
  ) throws(Function.Failure) -> [AttributionMap] {
    precondition(!baselines.isEmpty, "integrated gradients need a baseline")
    let total = baselines.count * quadrature.positions.count
    var averages = functions.map { _ in
      BaselineAverage(of: input, over: baselines.count, multipliesByInputs: multipliesByInputs)
    }
    for (index, baseline) in baselines.enumerated() {
      let done = index * quadrature.positions.count
      let lines = try integrals(functions, from: baseline, to: input) { progress(done + $0, total) }
      for (place, line) in lines.enumerated() {
        averages[place].add(
          line.gradient, from: baseline, scores: line.scores, path: line.path)
      }
    }
    return averages.map { $0.map(evaluations: total) }
  }

  /// What one line gives: the mean gradient along it, and the scores at its points and its ends.
  private struct Line {
    var gradient: [Double]
    var values: [Double] = []
    var scores = (start: 0.0, end: 0.0)
    var path: PathRecord?
  }

  private func integrals<Function: DifferentiableFunction>(
    _ functions: [Function], from start: Tensor, to end: Tensor, progress: (Int) -> Void
  ) throws(Function.Failure) -> [Line] {
    var lines =
      try recordsPath
      ? watchedLines(functions, from: start, to: end, progress: progress)
      : summedLines(functions, from: start, to: end, progress: progress)
    for (place, function) in functions.enumerated() {
      lines[place].scores = try scores(
        function, from: start, to: end, along: lines[place].values)
      let change = lines[place].scores.end - lines[place].scores.start
      lines[place].path?.measureGaps(from: change)
    }
    return lines
  }

  /// Lines of which gradients are only known in sums.
  private func summedLines<Function: DifferentiableFunction>(
    _ functions: [Function], from start: Tensor, to end: Tensor, progress: (Int) -> Void
  ) throws(Function.Failure) -> [Line] {
    var lines = functions.map { _ in
      Line(gradient: [Double](repeating: 0, count: end.values.count))
    }
    let positions = quadrature.positions
    for first in stride(from: 0, to: positions.count, by: Self.pointsPerCall) {
      let range = first..<min(first + Self.pointsPerCall, positions.count)
      let answers = try Function.gradients(
        of: functions,
        at: PointBatch(
          from: start, to: end, at: Array(positions[range]),
          weights: Array(quadrature.weights[range])))
      for (place, answer) in answers.enumerated() {
        lines[place].values += answer.values
        lines[place].gradient.add(answer.sums[0].values, times: 1)
      }
      progress(range.upperBound)
    }
    return lines
  }

  /// Lines of which every gradient is seen.
  private func watchedLines<Function: DifferentiableFunction>(
    _ functions: [Function], from start: Tensor, to end: Tensor, progress: (Int) -> Void
  ) throws(Function.Failure) -> [Line] {
    var lines = functions.map { _ in
      WatchedLine(quadrature, isTrapezoid: isTrapezoid, from: start, to: end)
    }
    let positions = quadrature.positions
    for first in stride(from: 0, to: positions.count, by: Function.waypointsPerCall) {
      let range = first..<min(first + Function.waypointsPerCall, positions.count)
      let batch = PointBatch(
        from: start, to: end, at: Array(positions[range]), weights: range.map { _ in 1 })
      let answers = try Function.gradients(of: functions, at: batch.ungrouped)
      for (place, answer) in answers.enumerated() {
        for (score, gradient) in zip(answer.values, answer.sums) {
          lines[place].add(score, gradient.values)
        }
      }
      progress(range.upperBound)
    }
    return lines.map {
      Line(gradient: $0.gradient, values: $0.values, path: $0.record)
    }
  }

  /// The scores at the two ends, evaluated only where the rule has no node there.
  private func scores<Function: DifferentiableFunction>(
    _ function: Function, from start: Tensor, to end: Tensor, along values: [Double]
  ) throws(Function.Failure) -> (start: Double, end: Double) {
    let positions = quadrature.positions
    if positions.first == 0, positions.last == 1 { return (values[0], values[values.count - 1]) }
    let ends = try function.values(at: PointBatch([start, end]))
    return (ends[0], ends[1])
  }
}
