/// Points of a function's domain, each an affine combination of a few anchors:
/// `pointᵢ = Σₖ cᵢₖ · anchorₖ` with `Σₖ cᵢₖ = 1`.
///
/// A straight path from x′ to x has two anchors however many points lie on it, so an affine map at
/// the entrance of a network (a first convolution) is applied twice in all, not once per point.
/// Unrelated points are anchors of their own, with one coefficient of 1.
public struct PointBatch: Sendable {
  /// One point, and what its gradient counts for.
  public struct Point: Sendable {
    /// Coefficient of each anchor, in the order of the anchors; they sum to 1.
    public var coefficients: [Float]
    /// Weight of this point's gradient in the sum of its group.
    public var weight: Double
    /// The sum that this point's gradient is added to.
    public var group: Int

    /// Makes a point of group 0 with weight 1 unless told otherwise.
    public init(coefficients: [Float], weight: Double = 1, group: Int = 0) {
      self.coefficients = coefficients
      self.weight = weight
      self.group = group
    }
  }

  /// The arrays that all points are combinations of.
  public let anchors: [Tensor]
  /// The points, in the order in which values are returned and gradients summed.
  public let points: [Point]
  /// One more than the largest group of any point.
  public var groupCount: Int { (points.map(\.group).max() ?? -1) + 1 }

  /// Makes a batch; every point needs one coefficient per anchor.
  public init(anchors: [Tensor], points: [Point]) {
    precondition(
      points.allSatisfy { $0.coefficients.count == anchors.count && $0.group >= 0 },
      "every point of a batch has one coefficient per anchor and a group")
    precondition(
      anchors.dropFirst().allSatisfy { $0.shape == anchors[0].shape },
      "all anchors have one shape")
    self.anchors = anchors
    self.points = points
  }

  /// Makes a batch of unrelated points: group 0, weight 1 each.
  public init(_ points: [Tensor]) {
    self.init(
      anchors: points,
      points: points.indices.map { index in
        var coefficients = [Float](repeating: 0, count: points.count)
        coefficients[index] = 1
        return Point(coefficients: coefficients)
      })
  }

  /// Makes a batch on the straight line from `start` (α = 0) to `end` (α = 1), with one point and
  /// one weight for each α.
  public init(from start: Tensor, to end: Tensor, at positions: [Double], weights: [Double]) {
    precondition(positions.count == weights.count, "every position has one weight")
    self.init(
      anchors: [start, end],
      points: zip(positions, weights).map { position, weight in
        Point(coefficients: [Float(1 - position), Float(position)], weight: weight)
      })
  }

  /// The same points, each with weight 1 and a sum of its own.
  public var ungrouped: PointBatch {
    PointBatch(
      anchors: anchors,
      points: points.enumerated().map { index, point in
        Point(coefficients: point.coefficients, group: index)
      })
  }

  /// Returns point `index` written out as an array.
  public func point(_ index: Int) -> Tensor {
    var result = Tensor(anchors[0].shape)
    for (coefficient, anchor) in zip(points[index].coefficients, anchors) where coefficient != 0 {
      for entry in result.values.indices {
        result.values[entry] += coefficient * anchor.values[entry]
      }
    }
    return result
  }
}
