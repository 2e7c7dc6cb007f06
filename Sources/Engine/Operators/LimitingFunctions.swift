import CKernels

/// y = x where x > 0, else slope · x.
public struct LeakyRectifier: PointwiseFunction {
  /// Factor of negative inputs.
  public let negativeSlope: Float
  /// Makes the function from its constants.
  public init(negativeSlope: Float) { self.negativeSlope = negativeSlope }
  /// x or slope · x.
  public func value(_ x: Float) -> Float { x > 0 ? x : negativeSlope * x }
  /// 1 or the slope.
  public func slope(_ x: Float, _ y: Float) -> Float { x > 0 ? 1 : negativeSlope }
  /// Loops in C.
  public var loops: PointwiseLoops? {
    // Signs are kept by slopes that are not negative.
    negativeSlope >= 0
      ? .slopeOfOutput(igk_leaky_relu, igk_leaky_relu_backward, negativeSlope)
      : .slopeOfInput(igk_leaky_relu, igk_leaky_relu_backward, negativeSlope)
  }
}

/// y = x limited to an interval. The slope is 1 strictly inside the interval, else 0, so that
/// `Clip(0, ∞)` has the slope of a rectifier.
public struct Clip: PointwiseFunction {
  /// Smallest output.
  public let minimum: Float
  /// Largest output.
  public let maximum: Float
  /// Makes the function from its constants.
  public init(minimum: Float, maximum: Float) {
    self.minimum = minimum
    self.maximum = maximum
  }
  /// min(max(x, minimum), maximum).
  public func value(_ x: Float) -> Float {
    let raised = x < minimum ? minimum : x
    return raised > maximum ? maximum : raised
  }
  /// 1 strictly inside the interval.
  public func slope(_ x: Float, _ y: Float) -> Float { x > minimum && x < maximum ? 1 : 0 }
  /// Loops in C.
  public var loops: PointwiseLoops? {
    .slopeOfOutput(igk_clip, igk_clip_backward, minimum, maximum)
  }
}

/// y = x where x > alpha, else 0.
public struct ThresholdedRectifier: PointwiseFunction {
  /// What inputs must exceed.
  public let alpha: Float
  /// Makes the function from its constants.
  public init(alpha: Float = 1) { self.alpha = alpha }
  /// x or 0.
  public func value(_ x: Float) -> Float { x > alpha ? x : x.isNaN ? x : 0 }
  /// 1 or 0.
  public func slope(_ x: Float, _ y: Float) -> Float { x > alpha ? 1 : 0 }
}

/// y = x + bias where x < −threshold, x − bias where x > threshold, else 0.
public struct Shrinkage: PointwiseFunction {
  /// What is taken from the magnitude of large inputs.
  public let bias: Float
  /// Inputs up to this magnitude become 0.
  public let threshold: Float
  /// Makes the function from its constants.
  public init(bias: Float = 0, threshold: Float = 0.5) {
    self.bias = bias
    self.threshold = threshold
  }
  /// x moved towards 0, or 0.
  public func value(_ x: Float) -> Float {
    x < -threshold ? x + bias : x > threshold ? x - bias : x.isNaN ? x : 0
  }
  /// 1 or 0.
  public func slope(_ x: Float, _ y: Float) -> Float { abs(x) > threshold ? 1 : 0 }
}

/// y = αx + β limited to 0…1. The slope is α strictly inside, else 0.
public struct HardSigmoid: PointwiseFunction {
  /// α.
  public let alpha: Float
  /// β.
  public let beta: Float
  /// Makes the function from its constants.
  public init(alpha: Float = 0.2, beta: Float = 0.5) {
    self.alpha = alpha
    self.beta = beta
  }
  /// αx + β, limited to 0…1.
  public func value(_ x: Float) -> Float {
    let raised = alpha * x + beta
    return raised < 0 ? 0 : raised > 1 ? 1 : raised
  }
  /// α strictly inside.
  public func slope(_ x: Float, _ y: Float) -> Float { y > 0 && y < 1 ? alpha : 0 }
  /// Loops in C.
  public var loops: PointwiseLoops? {
    .slopeOfOutput(igk_hard_sigmoid, igk_hard_sigmoid_backward, alpha, beta)
  }
}

/// y = x · min(max(x/6 + 1/2, 0), 1). The slopes at −3 and 3 are 0 and 1.
///
/// Paper: Howard et al., "Searching for MobileNetV3", ICCV 2019.
public struct HardSwish: PointwiseFunction {
  /// Makes the function.
  public init() {}
  /// x · min(max(x/6 + 1/2, 0), 1).
  public func value(_ x: Float) -> Float { x * min(max(x * (1 / 6) + 0.5, 0), 1) }
  /// x/3 + 1/2 strictly inside −3…3, 0 below, 1 above.
  public func slope(_ x: Float, _ y: Float) -> Float {
    x <= -3 ? 0 : x >= 3 ? 1 : x * (1 / 3) + 0.5
  }
  /// Loops in C.
  public var loops: PointwiseLoops? { .slopeOfInput(igk_hard_swish, igk_hard_swish_backward) }
}

/// y = x / (1 + |x|).
public struct Softsign: PointwiseFunction {
  /// Makes the function.
  public init() {}
  /// x / (1 + |x|).
  public func value(_ x: Float) -> Float { x / (1 + abs(x)) }
  /// 1 / (1 + |x|)².
  public func slope(_ x: Float, _ y: Float) -> Float { 1 / ((1 + abs(x)) * (1 + abs(x))) }
  /// Loops in C.
  public var loops: PointwiseLoops? { .slopeOfInput(igk_softsign, igk_softsign_backward) }
}
