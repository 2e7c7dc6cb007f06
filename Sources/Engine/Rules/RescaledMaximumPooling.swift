import Tensors

/// Maximum pooling under the rescale rule: (u, u′) → max u, window by window.
///
/// A window whose largest number changes from y′ to y gives `dy · (max(y, y′) − y′)` to the place
/// where u is largest, and `dy · (y − max(y, y′))` to that where u′ is. A place that was given c in
/// all gets `du = c / (u − u′)`, or what plain pooling gives it where u and u′ are closer than
/// 10⁻⁶; du′ is zero. Padding never wins, and of equal numbers the first does.
public struct RescaledMaximumPooling: Operator {
  /// How the window moves.
  public let window: Window

  /// Makes the operator.
  public init(window: Window) { self.window = window }

  /// H×W×C, twice → OH×OW×C. Axes outside count further images.
  ///
  /// - Throws: `ShapeError` where there are not two inputs of one shape, they are no images, or the
  ///   window does not fit into them.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs.count == 2, inputs[0] == inputs[1] else {
      throw ShapeError("expected two inputs of one shape, found \(inputs)")
    }
    return try MaximumPooling(window: window).outputShape(of: [inputs[0]])
  }

  /// Fixes the taps of every window.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    RescaledMaximumPoolingKernel(window: window, input: inputs[0], output: output)
  }
}

private struct RescaledMaximumPoolingKernel: Kernel {
  /// For every window the pixels of the input that it sees, in order.
  private let pixels: [[Int]]
  private let inputCount: Int

  init(window: Window, input: Shape, output: Shape) {
    let (image, outputImage) = (input.image, output.image)
    let rows = (0..<outputImage.height).map { index in
      (0..<window.kernel.y).map { index * window.stride.y + $0 * window.dilation.y }
        .map { $0 - window.padBefore.y }.filter { (0..<image.height).contains($0) }
    }
    let columns = (0..<outputImage.width).map { index in
      (0..<window.kernel.x).map { index * window.stride.x + $0 * window.dilation.x }
        .map { $0 - window.padBefore.x }.filter { (0..<image.width).contains($0) }
    }
    let windows = rows.flatMap { rows in
      columns.map { columns in rows.flatMap { y in columns.map { y * image.width + $0 } } }
    }
    let images = input.dimensions.dropLast(3).reduce(1, *)
    pixels = (0..<images).flatMap { index in
      windows.map { $0.map { index * image.height * image.width + $0 } }
    }
    inputCount = input.count
  }

  var backwardReads: BackwardReads { .inputs }

  /// Two numbers for each number of the input: what it is given, and what plain pooling gives it.
  func memory(for inputs: [Shape], output: Shape) -> KernelMemory {
    KernelMemory(scratch: 2 * inputCount)
  }

  func forward(_ operands: Operands, batch: Int) {
    let (u, y) = (operands.inputs[0], operands.output)
    for example in 0..<batch {
      let (source, target) = (u.example(example), y.example(example))
      for (place, pixels) in pixels.enumerated() {
        for channel in 0..<y.columns {
          let winner = largest(source + channel, u.rowStride, pixels)
          target[place * y.rowStride + channel] = winner?.value ?? -.infinity
        }
      }
    }
  }

  func backward(_ operands: Operands, batch: Int) {
    operands.inputGradients[1]?.prepareToAdd(batch: batch)
    guard let gradient = operands.inputGradients[0] else { return }
    let (u, reference, du) = (operands.inputs[0], operands.inputs[1], gradient.view)
    let shares = operands.scratch
    let plain = shares + inputCount
    for example in 0..<batch {
      shares.update(repeating: 0, count: 2 * inputCount)
      let (here, there) = (u.example(example), reference.example(example))
      distribute(operands, example: example, shares: shares, plain: plain)
      for row in 0..<u.rows {
        for column in 0..<u.columns {
          let change =
            here[row * u.rowStride + column] - there[row * reference.rowStride + column]
          let entry = row * u.columns + column
          let value =
            abs(change) >= Rescaling.smallestChange ? shares[entry] / change : plain[entry]
          let target = du.example(example) + row * du.rowStride + column
          target.pointee = gradient.accumulates ? target.pointee + value : value
        }
      }
    }
  }

  /// Adds up what every number of the input is given by the windows that see it.
  private func distribute(
    _ operands: Operands, example: Int, shares: UnsafeMutablePointer<Float>,
    plain: UnsafeMutablePointer<Float>
  ) {
    let (u, reference, dy) = (operands.inputs[0], operands.inputs[1], operands.outputGradient)
    for (place, pixels) in pixels.enumerated() {
      for channel in 0..<dy.columns {
        guard let new = largest(u.example(example) + channel, u.rowStride, pixels),
          let old = largest(reference.example(example) + channel, reference.rowStride, pixels)
        else { continue }
        let slope = dy.example(example)[place * dy.rowStride + channel]
        let top = max(new.value, old.value)
        plain[new.pixel * dy.columns + channel] += slope
        shares[new.pixel * dy.columns + channel] += slope * (top - old.value)
        shares[old.pixel * dy.columns + channel] += slope * (new.value - top)
      }
    }
  }

  /// The largest number of one channel of some pixels, and where it is.
  @inline(__always)
  private func largest(
    _ channel: UnsafeMutablePointer<Float>, _ rowStride: Int, _ pixels: [Int]
  ) -> (value: Float, pixel: Int)? {
    guard var winner = pixels.first else { return nil }
    var value = channel[winner * rowStride]
    for pixel in pixels.dropFirst() where channel[pixel * rowStride] > value {
      (value, winner) = (channel[pixel * rowStride], pixel)
    }
    return (value, winner)
  }
}
