import CKernels
import Tensors

/// y = max(x, 0); what is not a number stays. The slope at 0 is 0.
public struct Rectifier: Operator, Kernel {
  /// Makes the operator.
  public init() {}

  /// The shape of the input.
  public func outputShape(of inputs: [Shape]) -> Shape { inputs[0] }

  /// Always.
  public var rectifiesOutput: Bool { true }

  /// Always.
  public var memoryUse: MemoryUse { .inPlace }

  /// y = max(x, 0).
  public func forward(_ operands: Operands, batch: Int) {
    let (x, y) = (operands.inputs[0], operands.output)
    igk_relu(x.base, x.rowStride, y.base, y.rowStride, batch * y.rows, y.columns)
  }

  /// dx = dy, which is zero already where y is not positive.
  public func backward(_ operands: Operands, batch: Int) {
    guard let gradient = operands.inputGradients[0] else { return }
    let (dy, dx) = (operands.outputGradient, gradient.view)
    if gradient.accumulates {
      dx.add(dy, batch: batch)
    } else if dx.base != dy.base {
      dx.copy(from: dy, batch: batch)
    }
  }
}
