import Tensors

/// Looks for the nearest point at which one of several functions, all negative at the input, becomes
/// positive: for functions "score of another class minus that of the class", the nearest point that is
/// taken for another class.
///
/// Every step goes to where the linear approximation of one of the functions is zero, and a fiftieth
/// further: of the one where that is nearest, |f|/‖∇f‖. As soon as a function is positive, the straight
/// line from the input is bisected ten times, so that the point lies within 1/1024 of the way behind the
/// boundary. What is found is a near point of the boundary, not proven to be the nearest.
///
/// Paper: Moosavi-Dezfooli, Fawzi, Frossard, "DeepFool: a simple and accurate method to fool deep neural
/// networks", CVPR 2016; as a baseline: Wang, Fredrikson, Datta, "Robust Models Are More Interpretable
/// Because Attributions Look Normal", ICML 2022.
public struct BoundarySearch: Sendable {
  /// Most steps, as in DeepFool's own code.
  public static let mostSteps = 50
  /// How much further than its zero a step goes, as in DeepFool's own code.
  private static let overshoot = 0.02
  /// What is added to a function's distance from zero, so that a step from the boundary itself moves.
  private static let nudge = 1e-4
  /// How often the line to a point behind the boundary is halved.
  private static let halvings = 10

  /// How far away a point may be, as a share of the input's range: the root of the mean square of its
  /// differences from the input.
  public let limit: Double

  /// Makes a search that goes so far.
  public init(limit: Double) { self.limit = limit }

  /// A point behind the boundary.
  public struct Finding: Sendable {
    /// The point.
    public let point: Tensor
    /// The place of the function that is positive there.
    public let function: Int
    /// How far it is away, like the search's limit.
    public let distance: Double
    /// Number of gradients and values that were taken of functions.
    public let evaluations: Int
  }

  /// Searches from an input; every number of the point stays between those of `bounds`.
  ///
  /// A step that would lead beyond the limit ends there.
  ///
  /// - Returns: What is found; nil where no function has a slope to follow, or after ``mostSteps`` steps.
  /// - Throws: What the functions throw.
  public func search<Function: DifferentiableFunction>(
    _ functions: [Function], from input: Tensor,
    within bounds: (lower: Tensor, upper: Tensor)? = nil
  ) throws(Function.Failure) -> Finding? {
    var (point, evaluations) = (input, 0)
    for step in 0...Self.mostSteps {
      let answers = try Function.gradients(of: functions, at: PointBatch([point]))
      evaluations += functions.count
      let values = answers.map { $0.values[0] }
      if step > 0, let place = values.indices.max(by: { values[$0] < values[$1] }),
        values[place] > 0
      {
        return try bisect(functions[place], place, from: input, to: point, evaluations)
      }
      guard step < Self.mostSteps,
        let next = Self.step(from: point, values, answers.map { $0.sums[0] }, within: bounds),
        case let near = nearer(next, to: input), near != point
      else { return nil }
      point = near
    }
    return nil
  }

  /// The point, or where the way to it from the input reaches the limit.
  private func nearer(_ point: Tensor, to input: Tensor) -> Tensor {
    let distance = Self.distance(point, input)
    if distance <= limit { return point }
    let share = limit / distance
    return Tensor(
      input.shape,
      zip(input.values, point.values).map {
        Float(Double($0) + share * (Double($1) - Double($0)))
      })
  }

  /// The point a little behind the nearest zero of a linear approximation.
  private static func step(
    from point: Tensor, _ values: [Double], _ slopes: [Tensor],
    within bounds: (lower: Tensor, upper: Tensor)?
  ) -> Tensor? {
    var best: (distance: Double, factor: Double, slope: Tensor)?
    for (value, slope) in zip(values, slopes) {
      let square = slope.values.reduce(0.0) { $0 + Double($1) * Double($1) }
      let gap = abs(value) + nudge
      let distance = gap / square.squareRoot()
      guard square > 0, distance.isFinite, distance < best?.distance ?? .infinity else { continue }
      best = (distance, gap / square * (1 + overshoot), slope)
    }
    guard let best else { return nil }
    var next = point
    for entry in next.values.indices {
      let value = Double(point.values[entry]) + best.factor * Double(best.slope.values[entry])
      next.values[entry] = Float(value)
      guard let bounds else { continue }
      next.values[entry] = min(
        max(next.values[entry], bounds.lower.values[entry]), bounds.upper.values[entry])
    }
    return next
  }

  private func bisect<Function: DifferentiableFunction>(
    _ function: Function, _ place: Int, from input: Tensor, to end: Tensor, _ evaluations: Int
  ) throws(Function.Failure) -> Finding {
    var (before, behind) = (0.0, 1.0)
    var found = end
    for _ in 0..<Self.halvings {
      let middle = (before + behind) / 2
      let point = Tensor(
        input.shape,
        zip(input.values, end.values).map {
          Float(Double($0) + middle * (Double($1) - Double($0)))
        })
      if try function.values(at: PointBatch([point]))[0] > 0 {
        (behind, found) = (middle, point)
      } else {
        before = middle
      }
    }
    return Finding(
      point: found, function: place, distance: Self.distance(found, input),
      evaluations: evaluations + Self.halvings)
  }

  /// The root of the mean square of the differences, as a share of the input's range.
  private static func distance(_ point: Tensor, _ input: Tensor) -> Double {
    let squares = zip(point.values, input.values).reduce(0.0) {
      $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
    }
    let range = Double(input.values.max() ?? 0) - Double(input.values.min() ?? 0)
    let mean = (squares / Double(max(1, input.values.count))).squareRoot()
    return range > 0 ? mean / range : mean
  }
}
