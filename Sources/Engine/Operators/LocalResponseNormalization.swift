import CKernels
import Tensors

/// Normalisation by neighbouring channels: `y = x · s^−β` with
/// `s[c] = k + α/n · Σ x²` over the n channels around c.
///
/// Paper: Krizhevsky, Sutskever, Hinton, "ImageNet Classification with Deep Convolutional Neural
/// Networks", 2012.
public struct LocalResponseNormalization: Operator, Kernel {
  /// n, the number of channels in a window.
  public let size: Int
  /// α.
  public let alpha: Float
  /// β.
  public let beta: Float
  /// k.
  public let bias: Float

  /// Makes the operator.
  public init(size: Int, alpha: Float, beta: Float, bias: Float) {
    self.size = size
    self.alpha = alpha
    self.beta = beta
    self.bias = bias
  }

  /// The shape of the input.
  ///
  /// - Throws: `ShapeError` where the window has no channels or the input no axis.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    guard size > 0, inputs[0].rank > 0 else {
      throw ShapeError("a window of \(size) channels over shape \(inputs[0]) is not usable")
    }
    return inputs[0]
  }

  /// True: the gate of its gradient is the input, which it reads anyway.
  public var gatesInputGradients: Bool { true }

  /// The input.
  public var backwardReads: BackwardReads { .inputs }

  /// Works on lines of channels; s is computed again on the way back, which takes less time than
  /// keeping it.
  public func memory(for inputs: [Shape], output: Shape) -> KernelMemory {
    withUnsafePointer(to: parameters) { parameters in
      KernelMemory(scratch: igk_lrn_scratch(output.dimensions.last ?? 1, parameters))
    }
  }

  private var parameters: igk_lrn {
    igk_lrn(
      alpha_over_size: alpha / Float(size), beta: beta, bias: bias, before: (size - 1) / 2,
      after: size / 2)
  }

  /// y = x · s^−β.
  public func forward(_ operands: Operands, batch: Int) {
    let (x, y) = (operands.inputs[0], operands.output)
    withUnsafePointer(to: parameters) { parameters in
      igk_lrn_forward(
        x.base, x.rowStride, y.base, y.rowStride, batch * y.rows, y.columns,
        parameters, operands.scratch)
    }
  }

  /// dx = dy · s^−β − 2αβ/n · x · Σ dy · x · s^(−β−1) over the windows that x is in.
  public func backward(_ operands: Operands, batch: Int) {
    guard let gradient = operands.inputGradients[0] else { return }
    let (x, dy, dx) = (operands.inputs[0], operands.outputGradient, gradient.view)
    withUnsafePointer(to: parameters) { parameters in
      igk_lrn_backward(
        dy.base, dy.rowStride, x.base, x.rowStride, dx.base, dx.rowStride,
        batch * dy.rows, dy.columns, parameters, operands.scratch, gradient.accumulates ? 1 : 0,
        gradient.gate == nil ? 0 : 1)
    }
  }
}
