import CKernels
import Tensors

/// The norm of each window, channel by channel: `(Σ |x|^p)^(1/p)`; padding counts as zeros.
public struct LpPooling: Operator {
  /// How the window moves.
  public let window: Window
  /// p, at least 1.
  public let order: Int

  /// Makes the operator.
  public init(window: Window, order: Int) {
    precondition(order >= 1, "a norm of order 1 or more")
    self.window = window
    self.order = order
  }

  /// […, H, W, C] → […, OH, OW, C].
  ///
  /// - Throws: `ShapeError` where the input is no image or the window does not fit into it.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    try window.outputShape(of: inputs[0])
  }

  /// One for each tap of each window.
  public func steps(output: Shape) -> Int { window.taps * output.count }

  /// Fixes the geometry.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    LpPoolingKernel(
      geometry: window.geometry(input: inputs[0], output: output), order: Int32(order))
  }
}

private struct LpPoolingKernel: Kernel {
  let geometry: igk_window
  let order: Int32

  var backwardReads: BackwardReads { [.inputs, .output] }

  func forward(_ operands: Operands, batch: Int) {
    let (x, y) = (operands.inputs[0], operands.output)
    withUnsafePointer(to: geometry) { window in
      igk_norm_pool(
        x.base, x.rowStride, x.columns, window, geometry.images(of: x, batch: batch), order, y.base,
        y.rowStride)
    }
  }

  func backward(_ operands: Operands, batch: Int) {
    guard let gradient = operands.inputGradients[0] else { return }
    let (x, y) = (operands.inputs[0], operands.output)
    let (dy, dx) = (operands.outputGradient, gradient.view)
    gradient.prepareToAdd(batch: batch)
    withUnsafePointer(to: geometry) { window in
      igk_norm_pool_backward(
        dy.base, dy.rowStride, y.base, y.rowStride, x.base, x.rowStride, dy.columns, window,
        geometry.images(of: dx, batch: batch), order, dx.base, dx.rowStride)
    }
  }
}
