import CKernels
import Tensors

/// One scale and one shift per channel, as batch normalisation is at inference:
/// `y[…, c] = x[…, c] · scale[c] + shift[c]`.
public struct ChannelAffine: Operator, Kernel {
  /// Factor of each channel.
  public let scale: [Float]
  /// Added to each channel afterwards.
  public let shift: [Float]

  /// Makes the operator; both arrays have one entry per channel.
  public init(scale: [Float], shift: [Float]) {
    precondition(scale.count == shift.count, "one scale and one shift per channel")
    self.scale = scale
    self.shift = shift
  }

  /// Makes a batch normalisation with frozen statistics:
  /// `y = gain · (x − mean) / √(variance + epsilon) + bias`.
  public init(
    gain: [Float], bias: [Float], mean: [Float], variance: [Float], epsilon: Float
  ) {
    let factors = zip(gain, variance).map {
      Double($0) / (Double($1) + Double(epsilon)).squareRoot()
    }
    scale = factors.map(Float.init)
    shift = zip(zip(bias, mean), factors).map { Float(Double($0.0) - Double($0.1) * $1) }
  }

  /// Scales and shifts.
  public var parameterCount: Int { scale.count + shift.count }

  /// Always.
  public func isAffine(in argument: Int) -> Bool { true }

  /// The shape of the input, whose innermost extent must be the number of scales.
  ///
  /// - Throws: `ShapeError` where it is not.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    guard let channels = inputs[0].dimensions.last, channels == scale.count else {
      throw ShapeError("expected \(scale.count) channels, found shape \(inputs[0])")
    }
    return inputs[0]
  }

  /// y = x · scale + shift.
  public func forward(_ operands: Operands, batch: Int) {
    let (x, y) = (operands.inputs[0], operands.output)
    igk_scale_shift(
      x.base, x.rowStride, y.base, y.rowStride, batch * y.rows, y.columns, scale, shift, 0)
  }

  /// dx = dy · scale.
  public func backward(_ operands: Operands, batch: Int) {
    guard let gradient = operands.inputGradients[0] else { return }
    let (dy, dx) = (operands.outputGradient, gradient.view)
    igk_scale_shift(
      dy.base, dy.rowStride, dx.base, dx.rowStride, batch * dy.rows, dy.columns, scale, nil,
      gradient.accumulates ? 1 : 0)
  }

  /// Two in a row are one.
  public func absorbing(_ next: any Operator) -> (any Operator)? {
    guard let next = next as? ChannelAffine else { return nil }
    return ChannelAffine(
      scale: zip(scale, next.scale).map { $0 * $1 }, shift: next.applied(to: shift))
  }

  /// Returns weights, output channels innermost, whose outputs are scaled: the same ones, in the same
  /// memory, where every scale is 1.
  func scaling(_ weights: Tensor) -> Tensor {
    if scale.allSatisfy({ $0 == 1 }) { return weights }
    var result = weights
    for index in result.values.indices { result.values[index] *= scale[index % scale.count] }
    return result
  }

  /// Returns biases, one per channel, scaled and shifted.
  func applied(to bias: [Float]) -> [Float] {
    bias.indices.map { bias[$0] * scale[$0] + shift[$0] }
  }
}
