import CKernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// y = x^exponent with a constant exponent. Fast for −1, −½, ½, 1, 2 and 3.
public struct Power: PointwiseFunction {
  /// The power that numbers are raised to.
  public let exponent: Float
  /// Makes the function from its constants.
  public init(exponent: Float) { self.exponent = exponent }
  /// x^exponent.
  public func value(_ x: Float) -> Float { powf(x, exponent) }
  /// exponent · x^(exponent − 1).
  public func slope(_ x: Float, _ y: Float) -> Float {
    exponent == 0 ? 0 : exponent * powf(x, exponent - 1)
  }
  /// Loops in C.
  public var loops: PointwiseLoops? {
    switch exponent {
    case -1: .slopeOfOutput(igk_reciprocal, igk_reciprocal_backward)
    case -0.5: .slopeOfOutput(igk_reciprocal_sqrt, igk_reciprocal_sqrt_backward)
    case 0.5: .slopeOfOutput(igk_sqrt, igk_sqrt_backward)
    // x where x > 0, and 1 · x elsewhere.
    case 1: .slopeOfOutput(igk_leaky_relu, igk_leaky_relu_backward, 1)
    case 2: .slopeOfInput(igk_square, igk_square_backward)
    case 3: .slopeOfInput(igk_cube, igk_cube_backward)
    default: .slopeOfInput(igk_power_of, igk_power_of_backward, exponent)
    }
  }
}

/// y = √x.
public struct SquareRoot: PointwiseFunction {
  /// Makes the function.
  public init() {}
  /// √x.
  public func value(_ x: Float) -> Float { x.squareRoot() }
  /// 1 / (2y).
  public func slope(_ x: Float, _ y: Float) -> Float { 0.5 / y }
  /// Loops in C.
  public var loops: PointwiseLoops? { .slopeOfOutput(igk_sqrt, igk_sqrt_backward) }
}

/// y = 1 / x.
public struct Reciprocal: PointwiseFunction {
  /// Makes the function.
  public init() {}
  /// 1 / x.
  public func value(_ x: Float) -> Float { 1 / x }
  /// −y².
  public func slope(_ x: Float, _ y: Float) -> Float { -y * y }
  /// Loops in C.
  public var loops: PointwiseLoops? { .slopeOfOutput(igk_reciprocal, igk_reciprocal_backward) }
}

/// y = −x.
public struct Negation: PointwiseFunction {
  /// Always.
  public func isAffine(in argument: Int) -> Bool { true }
  /// Makes the function.
  public init() {}
  /// −x.
  public func value(_ x: Float) -> Float { -x }
  /// −1.
  public func slope(_ x: Float, _ y: Float) -> Float { -1 }
  /// Loops in C.
  public var loops: PointwiseLoops? { .constantSlope(igk_negate, igk_negate_backward) }
}

/// y = |x|. The slope at 0 is 0.
public struct AbsoluteValue: PointwiseFunction {
  /// Makes the function.
  public init() {}
  /// |x|.
  public func value(_ x: Float) -> Float { abs(x) }
  /// The sign of x.
  public func slope(_ x: Float, _ y: Float) -> Float { x > 0 ? 1 : x < 0 ? -1 : 0 }
  /// Loops in C.
  public var loops: PointwiseLoops? { .slopeOfInput(igk_abs, igk_abs_backward) }
}
