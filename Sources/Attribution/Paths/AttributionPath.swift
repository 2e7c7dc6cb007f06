import Tensors

/// A way through the space of inputs that ends at the input that is explained.
public protocol AttributionPath: Sendable {
  /// Whether the way begins at a baseline; otherwise it knows its own beginning.
  var startsAtBaseline: Bool { get }

  /// Number of gradients that a walk takes.
  var evaluations: Int { get }

  /// Visits the waypoints in order, from the start (the baseline, or the path's own) to the input.
  /// Ends early when `visit` returns false or throws.
  func walk<Function: DifferentiableFunction>(
    _ function: Function, from baseline: Tensor, to input: Tensor,
    visit: (Waypoint) throws(Function.Failure) -> Bool
  ) throws(Function.Failure)
}

/// A point of a path, with the function there.
public struct Waypoint: Sendable {
  /// γ(t).
  public var position: Tensor
  /// F(γ(t)).
  public var score: Double
  /// ∇F(γ(t)).
  public var gradient: Tensor

  /// Makes a waypoint from its parts.
  public init(position: Tensor, score: Double, gradient: Tensor) {
    self.position = position
    self.score = score
    self.gradient = gradient
  }
}

extension DifferentiableFunction {
  /// Gradients that are asked for at a time: enough to fill a network's batches, few enough to hold.
  static var waypointsPerCall: Int { 16 }

  /// Evaluates every point of a batch with a gradient of its own.
  func waypoints(at batch: PointBatch) throws(Failure) -> [Waypoint] {
    let answer = try gradients(at: batch.ungrouped)
    return batch.points.indices.map { index in
      Waypoint(
        position: batch.point(index), score: answer.values[index], gradient: answer.sums[index])
    }
  }

  /// Visits `count` points in order, evaluated several at a time; `batch` names those of a range.
  /// Ends early when `visit` returns false or throws.
  func visit(
    _ count: Int, batch: (Range<Int>) -> PointBatch, _ visit: (Waypoint) throws(Failure) -> Bool
  ) throws(Failure) {
    for first in stride(from: 0, to: count, by: Self.waypointsPerCall) {
      let range = first..<min(first + Self.waypointsPerCall, count)
      for waypoint in try waypoints(at: batch(range)) {
        guard try visit(waypoint) else { return }
      }
    }
  }
}
