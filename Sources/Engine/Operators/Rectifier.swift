import CKernels
import Tensors

/// y = max(x, 0). The slope at 0 is 0.
public struct Rectifier: Operator, Kernel {
  /// Makes the operator.
  public init() {}

  /// The shape of the input.
  public func outputShape(of inputs: [Shape]) -> Shape { inputs[0] }

  /// The sign of the output is that of the input.
  public var backwardReads: BackwardReads { .output }

  /// y = max(x, 0).
  public func forward(_ operands: Operands, batch: Int) {
    let (x, y) = (operands.inputs[0], operands.output)
    igk_relu(x.base, x.rowStride, y.base, y.rowStride, batch * y.rows, y.columns)
  }

  /// dx = dy where y > 0.
  public func backward(_ operands: Operands, batch: Int) {
    guard let gradient = operands.inputGradients[0] else { return }
    let (y, dy, dx) = (operands.output, operands.outputGradient, gradient.view)
    igk_relu_backward(
      dy.base, dy.rowStride, y.base, y.rowStride, dx.base, dx.rowStride, batch * y.rows, y.columns,
      gradient.accumulates ? 1 : 0)
  }
}
