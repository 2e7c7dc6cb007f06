import CKernels
import Tensors

/// What an operator does to its result before it writes it.
public enum Activation: Hashable, Sendable {
  /// Nothing.
  case identity
  /// max(·, 0).
  case rectifier
}

/// A two-dimensional convolution (cross-correlation) with optional groups, bias and rectifier:
/// `y[oy, ox, o] = b[o] + Σ w[ky, kx, i, o] · x[oy·s + ky·d − p, ox·s + kx·d − p, i]`.
public struct Convolution: Operator {
  /// Weights, kernel height × kernel width × input channels per group × output channels.
  public let weights: Tensor
  /// One number per output channel.
  public let bias: [Float]
  /// How the kernel moves over the image; its size is that of the weights.
  public let window: Window
  /// Number of groups of channels that do not see each other.
  public let groups: Int
  /// What is done to the sum.
  public let activation: Activation

  /// Makes a convolution; `weights` has four axes, and `bias` one entry per output channel.
  public init(
    weights: Tensor, bias: [Float]? = nil, window: Window, groups: Int = 1,
    activation: Activation = .identity
  ) {
    self.weights = weights
    self.bias = bias ?? [Float](repeating: 0, count: weights.shape[3])
    self.window = window
    self.groups = groups
    self.activation = activation
  }

  /// Number of output channels.
  var outputChannels: Int { weights.shape[3] }

  /// Weights and biases.
  public var parameterCount: Int { weights.values.count + bias.count }

  /// One for each weight of an output channel and each output.
  public func multiplications(output: Shape) -> Int {
    weights.values.count / max(1, outputChannels) * output.count
  }

  /// True if a rectifier follows the sum.
  public var rectifiesOutput: Bool { activation == .rectifier }

  /// True unless a rectifier follows the sum.
  public func isAffine(in argument: Int) -> Bool { activation == .identity }

  /// H×W×C → OH×OW×O; the channels must be `groups` times those of the weights. Axes outside count
  /// further images.
  ///
  /// - Throws: `ShapeError` where the input is no image of so many channels, the window does not
  ///   fit into it, or weights, biases, window and groups do not fit each other.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    guard weights.shape.rank == 4, bias.count == outputChannels else {
      throw ShapeError("weights \(weights.shape) and \(bias.count) biases do not fit")
    }
    let kernel = Window.Extent(y: weights.shape[0], x: weights.shape[1])
    guard window.kernel == kernel, (1...max(1, outputChannels)).contains(groups) else {
      throw ShapeError(
        "weights \(weights.shape) do not fit a window of \(window.kernel.y)×\(window.kernel.x) in "
          + "\(groups) groups")
    }
    let shape = try window.outputShape(of: inputs[0], channels: outputChannels)
    let expected = weights.shape[2] * groups
    guard inputs[0].image.channels == expected, outputChannels % groups == 0 else {
      throw ShapeError("expected \(expected) input channels, found \(inputs[0])")
    }
    return shape
  }

  /// Picks the algorithm, the first that fits:
  ///
  /// - 1×1, stride 1, one group: one `MatrixProduct`, since rows of pixels are a matrix already;
  /// - a group of its own for each channel (depthwise): `DepthwiseConvolution`;
  /// - 3×3 or 5×5, stride 1, one group, 16 channels or more on both sides: `WinogradConvolution`,
  ///   unless the options ask for the definition;
  /// - everything else: `GatheredConvolution`, products over gathered receptive fields.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    if window.isPointwise && groups == 1 {
      let matrix = weights.reshaped(to: [weights.shape[2], outputChannels])
      return MatrixProduct(
        weights: matrix, bias: bias, activation: activation, options: options)
    }
    if groups == outputChannels && weights.shape[2] == 1 {
      return DepthwiseConvolution(self, input: inputs[0], output: output)
    }
    if !options.usesDirectConvolution && WinogradConvolution.suits(self, output: output) {
      return WinogradConvolution(self, input: inputs[0], output: output, options: options)
    }
    return GatheredConvolution(self, input: inputs[0], output: output, options: options)
  }

  /// Takes a following per-channel scale and shift into its weights, and a following rectifier.
  public func absorbing(_ next: any Operator) -> (any Operator)? {
    guard activation == .identity else { return nil }
    if next is Rectifier {
      return Convolution(
        weights: weights, bias: bias, window: window, groups: groups, activation: .rectifier)
    }
    guard let affine = next as? ChannelAffine else { return nil }
    return Convolution(
      weights: affine.scaling(weights), bias: affine.applied(to: bias), window: window,
      groups: groups)
  }
}

/// Depthwise convolution: sums over taps in registers, several pixels at a time, vectorised over
/// channels.
struct DepthwiseConvolution: Kernel {
  private let weights: AlignedBuffer
  private let bias: AlignedBuffer
  private let activation: Activation
  private let geometry: igk_window

  init(_ convolution: Convolution, input: Shape, output: Shape) {
    weights = AlignedBuffer(convolution.weights.values)
    bias = AlignedBuffer(convolution.bias)
    activation = convolution.activation
    geometry = convolution.window.geometry(input: input, output: output)
  }

  var weightCount: Int { weights.count }

  var gatesInputGradients: Bool { true }

  /// Two pointers for each tap.
  func memory(for inputs: [Shape], output: Shape) -> KernelMemory {
    KernelMemory(scratch: 4 * geometry.kernel_height * geometry.kernel_width)
  }

  func forward(_ operands: Operands, batch: Int) {
    let (x, y) = (operands.inputs[0], operands.output)
    let finish = Finish(bias: bias.base, rectifies: activation == .rectifier)
    withUnsafePointer(to: geometry) { window in
      withUnsafePointer(to: finish.loop) { finish in
        igk_depthwise(
          x.base, x.rowStride, x.columns, window, geometry.images(of: x, batch: batch),
          weights.base, y.base, y.rowStride, finish, Self.pointers(operands.scratch))
      }
    }
  }

  func backward(_ operands: Operands, batch: Int) {
    guard let gradient = operands.inputGradients[0] else { return }
    let (dy, dx) = (operands.outputGradient, gradient.view)
    withUnsafePointer(to: geometry) { window in
      withUnsafePointer(to: Finish(gradient).loop) { finish in
        igk_depthwise_backward(
          dy.base, dy.rowStride, dy.columns, window, geometry.images(of: dx, batch: batch),
          weights.base, dx.base, dx.rowStride, finish, Self.pointers(operands.scratch))
      }
    }
  }

  private static func pointers(
    _ scratch: UnsafeMutablePointer<Float>
  ) -> UnsafeMutablePointer<UnsafePointer<Float>?> {
    UnsafeMutableRawPointer(scratch).assumingMemoryBound(to: UnsafePointer<Float>?.self)
  }
}
