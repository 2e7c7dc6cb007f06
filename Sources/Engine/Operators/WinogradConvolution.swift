import CKernels
import Tensors

/// Convolution with a 3×3 or 5×5 kernel and stride 1 by Winograd's minimal filtering: tiles of 6×6
/// inputs are transformed to 36 points, each point is a matrix product over channels, and the
/// products are transformed to tiles of 4×4 or 2×2 outputs. It takes 4 and 2.8 times fewer
/// multiplications than the definition.
///
/// The gradient is a convolution of the output's gradient with the kernel turned by 180°.
///
/// Paper: Lavin, Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR 2016.
struct WinogradConvolution: Kernel {
  private static let points = 36
  /// Floats of the inputs of a block of tiles at all points, so that they stay in a core's cache
  /// while they are multiplied with one panel of weights after another.
  private static let blockSize = 160 << 10

  /// For each point a matrix of input channels × output channels, and the ways back.
  private let forwardWeights: PackedMatrix
  private let backwardWeights: PackedMatrix?
  private let bias: AlignedBuffer
  private let zeros: AlignedBuffer
  private let activation: Activation
  private let inputChannels: Int
  private let outputChannels: Int
  private let tiling: igk_tiling
  private let adjoint: igk_tiling

  /// Whether the algorithm applies to a convolution, and saves time: channels must fill vectors,
  /// and tiles must not reach far beyond a small image.
  static func suits(_ convolution: Convolution, output: Shape) -> Bool {
    let window = convolution.window
    let one = Window.Extent(y: 1, x: 1)
    let side = window.kernel.y
    guard window.kernel.x == side, side == 3 || side == 5, window.stride == one,
      window.dilation == one, convolution.groups == 1
    else { return false }
    let channels = convolution.weights.shape[2]
    let outputs = 7 - side
    return channels >= 16 && convolution.outputChannels >= 16 && output.image.height >= outputs
      && output.image.width >= outputs
  }

  init(_ convolution: Convolution, input: Shape, output: Shape, options: KernelOptions) {
    let weights = convolution.weights
    let side = weights.shape[0]
    inputChannels = weights.shape[2]
    outputChannels = weights.shape[3]
    activation = convolution.activation
    bias = AlignedBuffer(convolution.bias)
    zeros = AlignedBuffer(count: max(inputChannels, outputChannels))
    let pad = convolution.window.padBefore
    tiling = Self.tiling(from: input, to: output, kernel: side, pad: pad)
    adjoint = Self.tiling(
      from: output, to: input, kernel: side,
      pad: Window.Extent(y: side - 1 - pad.y, x: side - 1 - pad.x))
    forwardWeights = Self.packed(weights, flipped: false, options: options)
    backwardWeights =
      options.goesBack ? Self.packed(weights, flipped: true, options: options) : nil
  }

  /// Transforms weights, and lays them out for products with inputs, or with output gradients if
  /// `flipped`.
  private static func packed(
    _ weights: Tensor, flipped: Bool, options: KernelOptions
  ) -> PackedMatrix {
    options.prepared(weights, .winograd(isFlipped: flipped)) {
      let (side, inputs, outputs) = (weights.shape[0], weights.shape[2], weights.shape[3])
      let transformed = AlignedBuffer(count: points * inputs * outputs)
      igk_winograd_weights(
        weights.values, side, inputs, outputs, flipped ? 1 : 0, transformed.base)
      return withExtendedLifetime(transformed) {
        [
          PackedMatrix(
            transformed.base, count: points, rowStride: outputs, transposed: flipped,
            inner: flipped ? outputs : inputs, columns: flipped ? inputs : outputs,
            options: options)
        ]
      }
    }[0]
  }

  private static func tiling(
    from input: Shape, to output: Shape, kernel: Int, pad: Window.Extent
  ) -> igk_tiling {
    let outputs = 7 - kernel
    let (input, output) = (input.image, output.image)
    return igk_tiling(
      height: input.height, width: input.width, output_height: output.height,
      output_width: output.width, outputs: outputs,
      tiles_y: (output.height + outputs - 1) / outputs,
      tiles_x: (output.width + outputs - 1) / outputs, pad_top: pad.y, pad_left: pad.x)
  }

  var weightCount: Int { forwardWeights.weightCount }

  var gatesInputGradients: Bool { true }

  func memory(for inputs: [Shape], output: Shape) -> KernelMemory {
    let blocks = [forwardWeights, backwardWeights].compactMap(\.self)
    return KernelMemory(scratch: blocks.map { Block($0, tiles: .max).scratch }.max() ?? 0)
  }

  /// How many tiles are transformed and multiplied at a time, and where their points lie.
  private struct Block {
    let tiles: Int
    /// Columns of the products that are kept at a time.
    let columns: Int
    /// Floats between the inputs of two points.
    let inputPlane: Int
    /// Floats between the products of two points.
    let productPlane: Int

    init(_ weights: PackedMatrix, tiles total: Int) {
      let most = max(weights.worthwhileRows, blockSize / (points * weights.inner))
      let blocks = (total - 1) / most + 1
      tiles = total == .max ? most : (total + blocks - 1) / blocks
      columns = weights.columnBlocks[0].count
      inputPlane = Self.plane(tiles * weights.inner)
      productPlane = Self.plane(tiles * columns)
    }

    /// Floats of the inputs and products.
    var scratch: Int { points * (inputPlane + productPlane) }

    /// Rounds up to an odd number of cache lines: the same place of all points must not fall into
    /// one set of the cache.
    private static func plane(_ count: Int) -> Int {
      let line = 16
      return (((count + line - 1) / line) | 1) * line
    }
  }

  func forward(_ operands: Operands, batch: Int) {
    convolve(
      operands.inputs[0], to: operands.output, tiling, forwardWeights, batch: batch,
      scratch: operands.scratch,
      finish: Finish(bias: bias.base, rectifies: activation == .rectifier))
  }

  func backward(_ operands: Operands, batch: Int) {
    guard let gradient = operands.inputGradients[0], let backwardWeights else { return }
    convolve(
      operands.outputGradient, to: gradient.view, adjoint, backwardWeights, batch: batch,
      scratch: operands.scratch, finish: Finish(gradient))
  }

  /// Convolves block by block: tiles to points, one product of tiles by channels at each, and
  /// back.
  private func convolve(
    _ x: View, to y: View, _ tiling: igk_tiling, _ weights: PackedMatrix, batch: Int,
    scratch: UnsafeMutablePointer<Float>, finish: Finish
  ) {
    let images = x.images(height: tiling.height, width: tiling.width, batch: batch)
    let total = images * tiling.tiles_y * tiling.tiles_x
    let block = Block(weights, tiles: total)
    let columnBlocks = weights.columnBlocks
    let products = scratch + Self.points * block.inputPlane
    withUnsafePointer(to: tiling) { tiling in
      for first in stride(from: 0, to: total, by: block.tiles) {
        let count = min(block.tiles, total - first)
        igk_winograd_inputs(
          x.base, x.rowStride, x.columns, tiling, first, count, zeros.base, scratch,
          block.inputPlane)
        for columns in columnBlocks {
          for point in 0..<Self.points {
            weights.multiply(
              scratch + point * block.inputPlane, rowStride: x.columns, rows: count,
              matrix: point, columns: columns, into: products + point * block.productPlane,
              targetStride: block.columns)
          }
          withUnsafePointer(to: finish.from(column: columns.lowerBound).loop) { finish in
            igk_winograd_outputs(
              products, block.productPlane, block.columns, columns.count, tiling, first, count,
              y.base + columns.lowerBound, y.rowStride, finish)
          }
        }
      }
    }
  }
}
