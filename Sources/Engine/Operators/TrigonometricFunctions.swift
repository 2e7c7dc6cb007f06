import CKernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// y = sin(x).
public struct Sine: PointwiseFunction {
  /// Makes the function.
  public init() {}
  /// sin(x).
  public func value(_ x: Float) -> Float { sinf(x) }
  /// cos(x).
  public func slope(_ x: Float, _ y: Float) -> Float { cosf(x) }
  /// Loops in C.
  public var loops: PointwiseLoops? { .slopeOfInput(igk_sin, igk_sin_backward) }
}

/// y = cos(x).
public struct Cosine: PointwiseFunction {
  /// Makes the function.
  public init() {}
  /// cos(x).
  public func value(_ x: Float) -> Float { cosf(x) }
  /// −sin(x).
  public func slope(_ x: Float, _ y: Float) -> Float { -sinf(x) }
  /// Loops in C.
  public var loops: PointwiseLoops? { .slopeOfInput(igk_cos, igk_cos_backward) }
}

/// y = tan(x).
public struct Tangent: PointwiseFunction {
  /// Makes the function.
  public init() {}
  /// tan(x).
  public func value(_ x: Float) -> Float { tanf(x) }
  /// 1 + y².
  public func slope(_ x: Float, _ y: Float) -> Float { 1 + y * y }
}

/// y = arcsin(x).
public struct ArcSine: PointwiseFunction {
  /// Makes the function.
  public init() {}
  /// arcsin(x).
  public func value(_ x: Float) -> Float { asinf(x) }
  /// 1 / √(1 − x²).
  public func slope(_ x: Float, _ y: Float) -> Float { 1 / ((1 - x) * (1 + x)).squareRoot() }
}

/// y = arccos(x).
public struct ArcCosine: PointwiseFunction {
  /// Makes the function.
  public init() {}
  /// arccos(x).
  public func value(_ x: Float) -> Float { acosf(x) }
  /// −1 / √(1 − x²).
  public func slope(_ x: Float, _ y: Float) -> Float { -1 / ((1 - x) * (1 + x)).squareRoot() }
}

/// y = arctan(x).
public struct ArcTangent: PointwiseFunction {
  /// Makes the function.
  public init() {}
  /// arctan(x).
  public func value(_ x: Float) -> Float { atanf(x) }
  /// 1 / (1 + x²).
  public func slope(_ x: Float, _ y: Float) -> Float { 1 / (1 + x * x) }
}
