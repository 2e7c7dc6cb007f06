import Tensors

/// The straight line from a baseline to the input, in equal steps.
public struct StraightPath: AttributionPath {
  /// Number of intervals; one waypoint more.
  public let steps: Int

  /// Makes a path of at least one step.
  public init(steps: Int) {
    precondition(steps > 0, "a path needs a step")
    self.steps = steps
  }

  /// Always.
  public var startsAtBaseline: Bool { true }

  /// One per end of an interval.
  public var evaluations: Int { steps + 1 }

  /// Visits the ends of all intervals.
  public func walk<Function: DifferentiableFunction>(
    _ function: Function, from baseline: Tensor, to input: Tensor,
    visit: (Waypoint) throws(Function.Failure) -> Bool
  ) throws(Function.Failure) {
    try function.visit(evaluations, batch: { points($0, from: baseline, to: input) }, visit)
  }

  /// Some of the waypoints' positions.
  func points(_ range: Range<Int>, from baseline: Tensor, to input: Tensor) -> PointBatch {
    PointBatch(
      from: baseline, to: input, at: range.map { Double($0) / Double(steps) },
      weights: range.map { _ in 1 })
  }
}
