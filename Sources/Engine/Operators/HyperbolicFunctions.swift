#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// y = sinh(x).
public struct HyperbolicSine: PointwiseFunction {
  /// Makes the function.
  public init() {}
  /// sinh(x).
  public func value(_ x: Float) -> Float { sinhf(x) }
  /// cosh(x).
  public func slope(_ x: Float, _ y: Float) -> Float { coshf(x) }
}

/// y = cosh(x).
public struct HyperbolicCosine: PointwiseFunction {
  /// Makes the function.
  public init() {}
  /// cosh(x).
  public func value(_ x: Float) -> Float { coshf(x) }
  /// sinh(x).
  public func slope(_ x: Float, _ y: Float) -> Float { sinhf(x) }
}

/// y = arsinh(x).
public struct ArcHyperbolicSine: PointwiseFunction {
  /// Makes the function.
  public init() {}
  /// arsinh(x).
  public func value(_ x: Float) -> Float { asinhf(x) }
  /// 1 / √(x² + 1).
  public func slope(_ x: Float, _ y: Float) -> Float { 1 / (x * x + 1).squareRoot() }
}

/// y = arcosh(x), for x ≥ 1.
public struct ArcHyperbolicCosine: PointwiseFunction {
  /// Makes the function.
  public init() {}
  /// arcosh(x).
  public func value(_ x: Float) -> Float { acoshf(x) }
  /// 1 / √(x² − 1).
  public func slope(_ x: Float, _ y: Float) -> Float { 1 / ((x - 1) * (x + 1)).squareRoot() }
}

/// y = artanh(x), for |x| ≤ 1.
public struct ArcHyperbolicTangent: PointwiseFunction {
  /// Makes the function.
  public init() {}
  /// artanh(x).
  public func value(_ x: Float) -> Float { atanhf(x) }
  /// 1 / (1 − x²).
  public func slope(_ x: Float, _ y: Float) -> Float { 1 / ((1 - x) * (1 + x)) }
}
