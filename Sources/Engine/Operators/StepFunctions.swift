import CKernels

/// The largest integer up to x.
public struct Floor: StepFunction {
  /// Makes the function.
  public init() {}
  /// ⌊x⌋.
  public func value(_ x: Float) -> Float { x.rounded(.down) }
  /// Loops in C.
  public var loops: PointwiseLoops? { .steps(igk_floor) }
}

/// The smallest integer from x on.
public struct Ceiling: StepFunction {
  /// Makes the function.
  public init() {}
  /// ⌈x⌉.
  public func value(_ x: Float) -> Float { x.rounded(.up) }
  /// Loops in C.
  public var loops: PointwiseLoops? { .steps(igk_ceil) }
}

/// The nearest integer; of two the even one.
public struct Rounding: StepFunction {
  /// Makes the function.
  public init() {}
  /// x, rounded.
  public func value(_ x: Float) -> Float { x.rounded(.toNearestOrEven) }
  /// Loops in C.
  public var loops: PointwiseLoops? { .steps(igk_round) }
}

/// The nearest integer towards zero.
public struct Truncation: StepFunction {
  /// Makes the function.
  public init() {}
  /// x, rounded towards zero.
  public func value(_ x: Float) -> Float { x.rounded(.towardZero) }
  /// Loops in C.
  public var loops: PointwiseLoops? { .steps(igk_truncate) }
}

/// −1, 0 or 1, as x is below, at or above 0.
public struct Sign: StepFunction {
  /// Makes the function.
  public init() {}
  /// −1, 0 or 1.
  public func value(_ x: Float) -> Float { x > 0 ? 1 : x < 0 ? -1 : x }
  /// Loops in C.
  public var loops: PointwiseLoops? { .steps(igk_sign) }
}

/// 1 where x is not a number, else 0.
public struct IsNaN: StepFunction {
  /// Makes the function.
  public init() {}
  /// 1 or 0.
  public func value(_ x: Float) -> Float { x.isNaN ? 1 : 0 }
}

/// 1 where x is infinite, of the signs that are looked for, else 0.
public struct IsInfinite: StepFunction {
  /// Whether ∞ is looked for.
  public let detectsPositive: Bool
  /// Whether −∞ is looked for.
  public let detectsNegative: Bool
  /// Makes the function.
  public init(detectsPositive: Bool = true, detectsNegative: Bool = true) {
    self.detectsPositive = detectsPositive
    self.detectsNegative = detectsNegative
  }
  /// 1 where x is infinite, else 0.
  public func value(_ x: Float) -> Float {
    (detectsPositive && x == .infinity) || (detectsNegative && x == -.infinity) ? 1 : 0
  }
}

/// 1 where x is not 0, else 0: a number as a truth value.
public struct IsNonZero: StepFunction {
  /// Makes the function.
  public init() {}
  /// 1 or 0.
  public func value(_ x: Float) -> Float { x != 0 ? 1 : 0 }
}

/// 1 where x is 0, else 0.
public struct LogicalNot: StepFunction {
  /// Makes the function.
  public init() {}
  /// 1 or 0.
  public func value(_ x: Float) -> Float { x == 0 ? 1 : 0 }
}
