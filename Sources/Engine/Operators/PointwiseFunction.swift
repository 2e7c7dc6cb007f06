import Tensors

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A function applied to every number on its own, with its slope.
public protocol PointwiseFunction: Operator, Kernel {
  /// Returns f(x).
  func value(_ x: Float) -> Float
  /// Returns f′(x), given x and y = f(x).
  func slope(_ x: Float, _ y: Float) -> Float
}

extension PointwiseFunction {
  /// The shape of the input.
  public func outputShape(of inputs: [Shape]) -> Shape { inputs[0] }

  /// Input and output.
  public var backwardReads: BackwardReads { [.inputs, .output] }

  /// y = f(x).
  public func forward(_ operands: Operands, batch: Int) {
    let (x, y) = (operands.inputs[0], operands.output)
    for row in 0..<batch * y.rows {
      let source = x.base + row * x.rowStride
      let target = y.base + row * y.rowStride
      for column in 0..<y.columns { target[column] = value(source[column]) }
    }
  }

  /// dx = dy · f′(x).
  public func backward(_ operands: Operands, batch: Int) {
    guard let gradient = operands.inputGradients[0] else { return }
    let (x, y) = (operands.inputs[0], operands.output)
    let (dy, dx) = (operands.outputGradient, gradient.view)
    for row in 0..<batch * y.rows {
      let input = x.base + row * x.rowStride
      let output = y.base + row * y.rowStride
      let upper = dy.base + row * dy.rowStride
      let target = dx.base + row * dx.rowStride
      for column in 0..<y.columns {
        let value = upper[column] * slope(input[column], output[column])
        target[column] = gradient.accumulates ? target[column] + value : value
      }
    }
  }
}

/// y = x where x > 0, else slope · x.
public struct LeakyRectifier: PointwiseFunction {
  /// Factor of negative inputs.
  public let negativeSlope: Float
  /// Makes the function from its factor of negative inputs.
  public init(negativeSlope: Float) { self.negativeSlope = negativeSlope }
  /// x or slope · x.
  public func value(_ x: Float) -> Float { x > 0 ? x : negativeSlope * x }
  /// 1 or the slope.
  public func slope(_ x: Float, _ y: Float) -> Float { x > 0 ? 1 : negativeSlope }
}

/// y = x limited to an interval. The slope is 1 strictly inside the interval, else 0, so that
/// `Clip(0, ∞)` has the slope of a rectifier.
public struct Clip: PointwiseFunction {
  /// Smallest output.
  public let minimum: Float
  /// Largest output.
  public let maximum: Float
  /// Makes the function from its interval.
  public init(minimum: Float, maximum: Float) {
    self.minimum = minimum
    self.maximum = maximum
  }
  /// min(max(x, minimum), maximum).
  public func value(_ x: Float) -> Float { min(max(x, minimum), maximum) }
  /// 1 strictly inside the interval.
  public func slope(_ x: Float, _ y: Float) -> Float { x > minimum && x < maximum ? 1 : 0 }
}

/// y = 1 / (1 + exp(−x)).
public struct Sigmoid: PointwiseFunction {
  /// Makes the function.
  public init() {}
  /// 1 / (1 + exp(−x)).
  public func value(_ x: Float) -> Float { 1 / (1 + expf(-x)) }
  /// y (1 − y).
  public func slope(_ x: Float, _ y: Float) -> Float { y * (1 - y) }
}

/// y = tanh(x).
public struct HyperbolicTangent: PointwiseFunction {
  /// Makes the function.
  public init() {}
  /// tanh(x).
  public func value(_ x: Float) -> Float { tanhf(x) }
  /// 1 − y².
  public func slope(_ x: Float, _ y: Float) -> Float { 1 - y * y }
}
