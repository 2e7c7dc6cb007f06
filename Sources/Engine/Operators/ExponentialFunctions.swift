import CKernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// y = exp(x).
public struct Exponential: PointwiseFunction {
  /// Makes the function.
  public init() {}
  /// exp(x).
  public func value(_ x: Float) -> Float { expf(x) }
  /// y.
  public func slope(_ x: Float, _ y: Float) -> Float { y }
  /// Loops in C.
  public var loops: PointwiseLoops? { .slopeOfOutput(igk_exp, igk_exp_backward) }
}

/// y = ln x: −∞ at 0, and not a number below.
public struct NaturalLogarithm: PointwiseFunction {
  /// Makes the function.
  public init() {}
  /// ln x.
  public func value(_ x: Float) -> Float { logf(x) }
  /// 1 / x.
  public func slope(_ x: Float, _ y: Float) -> Float { 1 / x }
  /// Loops in C.
  public var loops: PointwiseLoops? { .slopeOfInput(igk_log, igk_log_backward) }
}

/// y = 1 / (1 + exp(−x)).
public struct Sigmoid: PointwiseFunction {
  /// Makes the function.
  public init() {}
  /// 1 / (1 + exp(−x)).
  public func value(_ x: Float) -> Float { 1 / (1 + expf(-x)) }
  /// y (1 − y).
  public func slope(_ x: Float, _ y: Float) -> Float { y * (1 - y) }
  /// Loops in C.
  public var loops: PointwiseLoops? { .slopeOfOutput(igk_sigmoid, igk_sigmoid_backward) }
}

/// y = tanh(x).
public struct HyperbolicTangent: PointwiseFunction {
  /// Makes the function.
  public init() {}
  /// tanh(x).
  public func value(_ x: Float) -> Float { tanhf(x) }
  /// 1 − y².
  public func slope(_ x: Float, _ y: Float) -> Float { 1 - y * y }
  /// Loops in C.
  public var loops: PointwiseLoops? { .slopeOfOutput(igk_tanh, igk_tanh_backward) }
}

/// y = ln(1 + exp(x)), with the slope 1 / (1 + exp(−x)) = 1 − exp(−y).
public struct Softplus: PointwiseFunction {
  /// Makes the function.
  public init() {}
  /// ln(1 + exp(x)).
  public func value(_ x: Float) -> Float { max(x, 0) + log1pf(expf(-abs(x))) }
  /// 1 − exp(−y).
  public func slope(_ x: Float, _ y: Float) -> Float { -expm1f(-y) }
  /// Loops in C.
  public var loops: PointwiseLoops? { .slopeOfOutput(igk_softplus, igk_softplus_backward) }
}

/// y = erf(x) = 2/√π ∫ exp(−t²) dt from 0 to x.
public struct ErrorFunction: PointwiseFunction {
  /// Makes the function.
  public init() {}
  /// erf(x).
  public func value(_ x: Float) -> Float { erff(x) }
  /// 2/√π · exp(−x²).
  public func slope(_ x: Float, _ y: Float) -> Float { 1.12837917 * expf(-x * x) }
  /// Loops in C.
  public var loops: PointwiseLoops? { .slopeOfInput(igk_erf, igk_erf_backward) }
}
