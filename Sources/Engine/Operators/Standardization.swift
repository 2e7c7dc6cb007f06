import CKernels
import Tensors

/// Numbers less their mean, divided by their deviation, along some axes:
/// `y = (x − mean) / √(variance + ε) · gain + bias`, the variance being Σ (x − mean)² / n.
///
/// A layer normalisation has the innermost axes, an instance normalisation H and W of H×W×C, a
/// group normalisation axes 0, 1 and 3 of H×W×G×C/G.
///
/// Papers: Ba, Kiros, Hinton, "Layer Normalization", 2016; Ulyanov, Vedaldi, Lempitsky, "Instance
/// Normalization", 2016; Wu, He, "Group Normalization", 2018.
public struct Standardization: Operator {
  /// The axes along which numbers are normalised together, the outermost of an example being 0.
  public let axes: [Int]
  /// ε.
  public let epsilon: Float
  /// One factor per entry of the innermost axis, if there are any.
  public let gain: [Float]?
  /// Added afterwards, one number per entry of the innermost axis, if there are any.
  public let bias: [Float]?

  /// Makes the operator.
  public init(axes: [Int], epsilon: Float, gain: [Float]? = nil, bias: [Float]? = nil) {
    self.axes = axes
    self.epsilon = epsilon
    self.gain = gain
    self.bias = bias
  }

  /// Gain and bias.
  public var parameterCount: Int { (gain?.count ?? 0) + (bias?.count ?? 0) }

  /// The shape of the input.
  ///
  /// - Throws: `ShapeError` where the axes are no different axes of the input, or gain or bias has
  ///   another number of channels.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    try GroupedAxes.check(axes, of: inputs[0])
    try NormalizationKernel.check(gain, "gain", of: inputs[0])
    try NormalizationKernel.check(bias, "bias", of: inputs[0])
    return inputs[0]
  }

  /// Finds the groups of numbers.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    NormalizationKernel(
      IGK_DEVIATION, axes: axes, shape: inputs[0], epsilon: epsilon, gain: gain, bias: bias)
  }

  /// Takes a scale and a shift per channel in, if it has none yet.
  public func absorbing(_ next: any Operator) -> (any Operator)? {
    guard gain == nil, bias == nil, let next = next as? ChannelAffine else { return nil }
    return Standardization(axes: axes, epsilon: epsilon, gain: next.scale, bias: next.shift)
  }
}

/// Numbers divided by their root mean square along some axes: `y = x / √(Σ x² / n + ε) · gain`.
///
/// Paper: Zhang, Sennrich, "Root Mean Square Layer Normalization", 2019.
public struct RootMeanSquareNormalization: Operator {
  /// The axes along which numbers are normalised together, the outermost of an example being 0.
  public let axes: [Int]
  /// ε.
  public let epsilon: Float
  /// One factor per entry of the innermost axis, if there are any.
  public let gain: [Float]?

  /// Makes the operator.
  public init(axes: [Int], epsilon: Float, gain: [Float]? = nil) {
    self.axes = axes
    self.epsilon = epsilon
    self.gain = gain
  }

  /// The gain.
  public var parameterCount: Int { gain?.count ?? 0 }

  /// The shape of the input.
  ///
  /// - Throws: `ShapeError` where the axes are no different axes of the input, or the gain has
  ///   another number of channels.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    try GroupedAxes.check(axes, of: inputs[0])
    try NormalizationKernel.check(gain, "gain", of: inputs[0])
    return inputs[0]
  }

  /// Finds the groups of numbers.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    NormalizationKernel(
      IGK_ROOT_MEAN_SQUARE, axes: axes, shape: inputs[0], epsilon: epsilon, gain: gain)
  }
}

/// Numbers divided by their norm along one axis: `y = x / ‖x‖`, and 0 where the norm is 0.
public struct LpNormalization: Operator {
  /// The axis along which numbers are normalised together, the outermost of an example being 0.
  public let axis: Int
  /// 1 for Σ |x|, 2 for √Σ x².
  public let order: Int

  /// Makes the operator.
  public init(axis: Int, order: Int) {
    precondition(order == 1 || order == 2, "a norm of order 1 or 2")
    self.axis = axis
    self.order = order
  }

  /// The shape of the input.
  ///
  /// - Throws: `ShapeError` where there is no such axis.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    try GroupedAxes.check([axis], of: inputs[0])
    return inputs[0]
  }

  /// Finds the groups of numbers.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    NormalizationKernel(order == 1 ? IGK_NORM_1 : IGK_NORM_2, axes: [axis], shape: inputs[0])
  }
}
