/// A scalar function F of an array, with its gradient: all that an attribution method sees of a
/// network.
///
/// Points are asked for in batches (``PointBatch``) and gradients come back as *weighted sums*, so
/// that an integral over a path costs the same memory for ten points and for ten thousand, and so
/// that a function with a linear entrance needs to apply it once per anchor only.
public protocol DifferentiableFunction: Sendable {
  /// What can go wrong in an evaluation; `Never` for a function that is a formula.
  associatedtype Failure: Error

  /// Shape of a point, without any batch axis.
  var inputShape: Shape { get }

  /// Returns F at every point of the batch.
  ///
  /// - Throws: `Failure` where F cannot be evaluated at a point, such as one of another shape.
  func values(at batch: PointBatch) throws(Failure) -> [Double]

  /// Returns F at every point, and for each group g of the batch the sum
  /// `Σ wᵢ ∇F(pointᵢ)` over the points i that belong to g.
  ///
  /// - Throws: `Failure` where F cannot be evaluated at a point, such as one of another shape.
  func gradients(at batch: PointBatch) throws(Failure) -> GradientSums

  /// Returns what ``gradients(at:)`` does for each of several functions, which may share work.
  ///
  /// - Throws: `Failure` where one of the functions cannot be evaluated at a point.
  static func gradients(
    of functions: [Self], at batch: PointBatch
  ) throws(Failure) -> [GradientSums]
}

extension DifferentiableFunction {
  /// Asks each function in turn.
  ///
  /// - Throws: what the first function throws that cannot be evaluated.
  public static func gradients(
    of functions: [Self], at batch: PointBatch
  ) throws(Failure) -> [GradientSums] {
    try functions.map { function throws(Failure) in try function.gradients(at: batch) }
  }
}

/// The answer of ``DifferentiableFunction/gradients(at:)``.
public struct GradientSums: Sendable {
  /// F at every point of the batch, in the order of the batch.
  public var values: [Double]
  /// One weighted sum of gradients per group, each of the function's `inputShape`.
  public var sums: [Tensor]

  /// Makes an answer from its two parts.
  public init(values: [Double], sums: [Tensor]) {
    self.values = values
    self.sums = sums
  }
}
