import CKernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// y = x Φ(x), Φ being the normal distribution function, or an approximation of it.
///
/// Paper: Hendrycks, Gimpel, "Gaussian Error Linear Units (GELUs)", 2016.
public struct GaussianErrorLinearUnit: PointwiseFunction {
  /// How Φ is computed.
  public enum Approximation: Hashable, CaseIterable, Sendable {
    /// As it is: (1 + erf(x/√2)) / 2.
    case none
    /// (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2.
    case tanh
  }

  /// How Φ is computed.
  public let approximation: Approximation
  /// Makes the function.
  public init(approximation: Approximation = .none) { self.approximation = approximation }
  /// x Φ(x).
  public func value(_ x: Float) -> Float { x * share(x) }
  /// Φ(x) + x Φ′(x).
  public func slope(_ x: Float, _ y: Float) -> Float {
    let share = share(x)
    switch approximation {
    case .none: return share + x * 0.398942280 * expf(-0.5 * x * x)
    case .tanh:
      let near = min(max(x, -30), 30)
      return share
        + near * share * (1 - share) * 1.59576912 * (1 + 3 * 0.044715 * near * near)
    }
  }
  /// Loops in C.
  public var loops: PointwiseLoops? {
    switch approximation {
    case .none: .slopeOfInput(igk_gelu, igk_gelu_backward)
    case .tanh: .slopeOfInput(igk_gelu_tanh, igk_gelu_tanh_backward)
    }
  }
  /// Φ(x).
  private func share(_ x: Float) -> Float {
    switch approximation {
    case .none: 0.5 * erfcf(-0.707106781 * x)
    case .tanh: 1 / (1 + expf(-1.59576912 * (x + 0.044715 * x * x * x)))
    }
  }
}

/// y = x · σ(αx) with σ(x) = 1 / (1 + exp(−x)); also known as Swish.
///
/// Paper: Ramachandran, Zoph, Le, "Searching for Activation Functions", 2017.
public struct SigmoidLinearUnit: PointwiseFunction {
  /// α.
  public let alpha: Float
  /// Makes the function from its constants.
  public init(alpha: Float = 1) { self.alpha = alpha }
  /// x · σ(αx).
  public func value(_ x: Float) -> Float { x / (1 + expf(-alpha * x)) }
  /// s + s · αx · (1 − s) with s = σ(αx).
  public func slope(_ x: Float, _ y: Float) -> Float {
    let share = 1 / (1 + expf(-alpha * x))
    return share + share * (alpha * x * (1 - share))
  }
  /// Loops in C.
  public var loops: PointwiseLoops? { .slopeOfInput(igk_silu, igk_silu_backward, alpha) }
}

/// y = x · tanh(ln(1 + exp(x))).
///
/// Paper: Misra, "Mish: A Self Regularized Non-Monotonic Activation Function", BMVC 2020.
public struct Mish: PointwiseFunction {
  /// Makes the function.
  public init() {}
  /// x · tanh(ln(1 + exp(x))).
  public func value(_ x: Float) -> Float { x * tanhf(Softplus().value(x)) }
  /// t + x (1 − t²) σ(x) with t = tanh(ln(1 + exp(x))).
  public func slope(_ x: Float, _ y: Float) -> Float {
    let tangent = tanhf(Softplus().value(x))
    return tangent + x * (1 - tangent * tangent) / (1 + expf(-x))
  }
  /// Loops in C.
  public var loops: PointwiseLoops? { .slopeOfInput(igk_mish, igk_mish_backward) }
}
