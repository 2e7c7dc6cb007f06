import CKernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// y = x where x > 0, else α (exp(x) − 1).
///
/// Paper: Clevert, Unterthiner, Hochreiter, "Fast and Accurate Deep Network Learning by Exponential
/// Linear Units (ELUs)", ICLR 2016.
public struct ExponentialLinearUnit: PointwiseFunction {
  /// α.
  public let alpha: Float
  /// Makes the function from its constants.
  public init(alpha: Float = 1) { self.alpha = alpha }
  /// x or α (exp(x) − 1).
  public func value(_ x: Float) -> Float { x > 0 ? x : alpha * expm1f(x) }
  /// 1 or y + α.
  public func slope(_ x: Float, _ y: Float) -> Float { x > 0 ? 1 : y + alpha }
  /// Loops in C.
  public var loops: PointwiseLoops? {
    alpha >= 0 ? .slopeOfOutput(igk_elu, igk_elu_backward, alpha, 1, 1) : nil
  }
}

/// y = γx where x > 0, else γα (exp(x) − 1).
///
/// Paper: Klambauer, Unterthiner, Mayr, Hochreiter, "Self-Normalizing Neural Networks", NeurIPS 2017.
public struct ScaledExponentialLinearUnit: PointwiseFunction {
  /// α.
  public let alpha: Float
  /// γ.
  public let gamma: Float
  /// Makes the function from its constants.
  public init(alpha: Float = 1.67326324, gamma: Float = 1.05070099) {
    self.alpha = alpha
    self.gamma = gamma
  }
  /// γx or γα (exp(x) − 1).
  public func value(_ x: Float) -> Float { gamma * (x > 0 ? x : alpha * expm1f(x)) }
  /// γ or y + γα.
  public func slope(_ x: Float, _ y: Float) -> Float { x > 0 ? gamma : y + gamma * alpha }
  /// Loops in C.
  public var loops: PointwiseLoops? {
    alpha >= 0 && gamma >= 0
      ? .slopeOfOutput(igk_elu, igk_elu_backward, alpha * gamma, gamma, 1) : nil
  }
}

/// y = x where x > 0, else α (exp(x/α) − 1).
///
/// Paper: Barron, "Continuously Differentiable Exponential Linear Units", 2017.
public struct ContinuouslyDifferentiableExponentialLinearUnit: PointwiseFunction {
  /// α.
  public let alpha: Float
  /// Makes the function from its constants.
  public init(alpha: Float = 1) { self.alpha = alpha }
  /// x or α (exp(x/α) − 1).
  public func value(_ x: Float) -> Float { x > 0 ? x : alpha * expm1f(x / alpha) }
  /// 1 or exp(x/α) = y/α + 1.
  public func slope(_ x: Float, _ y: Float) -> Float { x > 0 ? 1 : y / alpha + 1 }
  /// Loops in C.
  public var loops: PointwiseLoops? {
    alpha > 0 ? .slopeOfOutput(igk_elu, igk_elu_backward, alpha, 1, 1 / alpha) : nil
  }
}
