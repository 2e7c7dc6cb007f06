import CKernels
import Tensors

/// The largest number of each window, channel by channel; padding never wins, and of equal numbers
/// the first does, in the forward and in the backward pass.
public struct MaximumPooling: Operator {
  /// How the window moves.
  public let window: Window

  /// Makes the operator.
  public init(window: Window) { self.window = window }

  /// H×W×C → OH×OW×C. Axes outside count further images.
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
    MaximumPoolingKernel(geometry: window.geometry(input: inputs[0], output: output))
  }
}

private struct MaximumPoolingKernel: Kernel {
  let geometry: igk_window

  private var taps: Int { geometry.kernel_height * geometry.kernel_width }

  var gatesInputGradients: Bool { true }

  /// One 16-bit winner per output number; two pointers and an index for each tap.
  func memory(for inputs: [Shape], output: Shape) -> KernelMemory {
    KernelMemory(statePerExample: (output.count + 1) / 2, scratch: 5 * taps)
  }

  func forward(_ operands: Operands, batch: Int) {
    let (x, y) = (operands.inputs[0], operands.output)
    withUnsafePointer(to: geometry) { window in
      igk_max_pool(
        x.base, x.rowStride, x.columns, window, geometry.images(of: x, batch: batch), y.base,
        y.rowStride, winners(operands), pointers(operands.scratch, 0), indices(operands.scratch))
    }
  }

  func backward(_ operands: Operands, batch: Int) {
    guard let gradient = operands.inputGradients[0] else { return }
    let (dy, dx) = (operands.outputGradient, gradient.view)
    withUnsafePointer(to: geometry) { window in
      withUnsafePointer(to: Finish(gradient).loop) { finish in
        igk_max_pool_backward(
          dy.base, dy.rowStride, winners(operands), dy.columns, window,
          geometry.images(of: dx, batch: batch), dx.base, dx.rowStride, finish,
          pointers(operands.scratch, 0), pointers(operands.scratch, 1), indices(operands.scratch))
      }
    }
  }

  private func winners(_ operands: Operands) -> UnsafeMutablePointer<UInt16> {
    UnsafeMutableRawPointer(operands.state).assumingMemoryBound(to: UInt16.self)
  }

  /// One of two lists of pointers in the scratch memory.
  private func pointers<Pointee>(
    _ scratch: UnsafeMutablePointer<Float>, _ list: Int
  ) -> UnsafeMutablePointer<UnsafePointer<Pointee>?> {
    UnsafeMutableRawPointer(scratch + 2 * list * taps)
      .assumingMemoryBound(to: UnsafePointer<Pointee>?.self)
  }

  /// The scratch memory behind the lists of pointers.
  private func indices(_ scratch: UnsafeMutablePointer<Float>) -> UnsafeMutablePointer<UInt32> {
    UnsafeMutableRawPointer(scratch + 4 * taps).assumingMemoryBound(to: UInt32.self)
  }
}

/// The mean of each window, channel by channel.
public struct AveragePooling: Operator {
  /// How the window moves.
  public let window: Window
  /// Whether padding counts as zeros, or not at all.
  public let countsPadding: Bool

  /// Makes the operator.
  public init(window: Window, countsPadding: Bool = false) {
    self.window = window
    self.countsPadding = countsPadding
  }

  /// Always.
  public func isAffine(in argument: Int) -> Bool { true }

  /// H×W×C → OH×OW×C. Axes outside count further images.
  ///
  /// - Throws: `ShapeError` where the input is no image or the window does not fit into it.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    try window.outputShape(of: inputs[0])
  }

  /// One for each tap of each window.
  public func steps(output: Shape) -> Int { window.taps * output.count }

  /// Counts the pixels of every window.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    let (image, outputImage) = (inputs[0].image, output.image)
    let rows = taps(
      count: outputImage.height, size: image.height, kernel: window.kernel.y,
      stride: window.stride.y, dilation: window.dilation.y, before: window.padBefore.y,
      after: window.padAfter.y)
    let columns = taps(
      count: outputImage.width, size: image.width, kernel: window.kernel.x, stride: window.stride.x,
      dilation: window.dilation.x, before: window.padBefore.x, after: window.padAfter.x)
    return AveragePoolingKernel(
      geometry: window.geometry(input: inputs[0], output: output),
      reciprocals: rows.flatMap { row in columns.map { 1 / Float(max(1, row * $0)) } })
  }

  /// Number of taps of every window along one axis that lie on the image (or on its padding).
  private func taps(
    count: Int, size: Int, kernel: Int, stride: Int, dilation: Int, before: Int, after: Int
  ) -> [Int] {
    let range = countsPadding ? -before..<size + after : 0..<size
    return (0..<count).map { index in
      (0..<kernel).count { range.contains(index * stride + $0 * dilation - before) }
    }
  }
}

private struct AveragePoolingKernel: Kernel {
  let geometry: igk_window
  let reciprocals: [Float]

  func forward(_ operands: Operands, batch: Int) {
    let (x, y) = (operands.inputs[0], operands.output)
    withUnsafePointer(to: geometry) { window in
      igk_average_pool(
        x.base, x.rowStride, x.columns, window, geometry.images(of: x, batch: batch), reciprocals,
        y.base, y.rowStride)
    }
  }

  func backward(_ operands: Operands, batch: Int) {
    guard let gradient = operands.inputGradients[0] else { return }
    let (dy, dx) = (operands.outputGradient, gradient.view)
    gradient.prepareToAdd(batch: batch)
    withUnsafePointer(to: geometry) { window in
      igk_average_pool_backward(
        dy.base, dy.rowStride, dy.columns, window, geometry.images(of: dx, batch: batch),
        reciprocals, dx.base, dx.rowStride)
    }
  }
}

/// The mean of all pixels, channel by channel: H×W×C → 1×1×C. Axes outside count further images.
public struct GlobalAveragePooling: Operator {
  /// Makes the operator.
  public init() {}

  /// Always.
  public func isAffine(in argument: Int) -> Bool { true }

  /// 1×1×C.
  ///
  /// - Throws: `ShapeError` where the input is no image.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs[0].rank >= 3 else {
      throw ShapeError("expected an image (height×width×channels), found \(inputs[0])")
    }
    return Shape(inputs[0].dimensions.dropLast(3) + [1, 1, inputs[0].image.channels])
  }

  /// The mean over rows and columns.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    let rank = inputs[0].rank
    return Reduction(.mean, axes: [rank - 3, rank - 2], keepsAxes: true).kernel(
      for: inputs, output: output, options: options)
  }
}
