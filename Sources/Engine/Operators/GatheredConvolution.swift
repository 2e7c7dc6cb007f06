import CKernels
import Tensors

/// Convolution as matrix products over gathered receptive fields (im2col), a few lines of the
/// output at a time so that the gathered block stays in cache.
///
/// The gradient of a convolution with stride 1 is again a convolution, of the output's gradient
/// with the flipped kernel, and is gathered likewise; with larger strides the products are
/// scattered back instead.
struct GatheredConvolution: Kernel {
  /// Floats of a gathered block.
  private static let blockSize = 1 << 18

  /// One matrix for each group.
  private let forwardWeights: [PackedMatrix]
  private let backwardWeights: [PackedMatrix]
  /// Whether the way back gathers too, instead of scattering.
  private let gathersGradient: Bool
  private let bias: AlignedBuffer
  private let activation: Activation
  private let groups: Int
  private let inputChannels: Int
  private let outputChannels: Int
  private let taps: Int
  private let geometry: igk_window
  private let adjoint: igk_window

  init(_ convolution: Convolution, input: Shape, output: Shape, options: KernelOptions) {
    let shape = convolution.weights.shape
    groups = convolution.groups
    taps = shape[0] * shape[1]
    inputChannels = shape[2]
    outputChannels = shape[3] / groups
    activation = convolution.activation
    bias = AlignedBuffer(convolution.bias)
    geometry = convolution.window.geometry(input: input, output: output)

    let window = convolution.window
    var flipped = window
    flipped.padBefore.y = window.span.y - 1 - window.padBefore.y
    flipped.padBefore.x = window.span.x - 1 - window.padBefore.x
    adjoint = flipped.geometry(input: output, output: input)
    gathersGradient = window.stride == Window.Extent(y: 1, x: 1)

    let (inputs, outputs) = (inputChannels, outputChannels)
    forwardWeights = convolution.packed(
      .gathered(groups: groups), Self.byGroup, rowStride: outputs, inner: taps * inputs,
      columns: outputs, options: options)
    if !options.goesBack {
      backwardWeights = []
    } else if gathersGradient {
      backwardWeights = convolution.packed(
        .gatheredGradient(groups: groups), Self.flippedByGroup, rowStride: inputs,
        inner: taps * outputs, columns: inputs, options: options)
    } else {
      backwardWeights = convolution.packed(
        .scatteredGradient(groups: groups), Self.byGroup, rowStride: outputs, transposed: true,
        inner: outputs, columns: taps * inputs, options: options)
    }
  }

  var weightCount: Int { forwardWeights.reduce(0) { $0 + $1.weightCount } }

  var gatesInputGradients: Bool { gathersGradient }

  func memory(for inputs: [Shape], output: Shape) -> KernelMemory {
    let forward = lines(geometry, inputChannels) * geometry.output_width * taps * inputChannels
    guard gathersGradient else { return KernelMemory(scratch: forward) }
    let backward = lines(adjoint, outputChannels) * adjoint.output_width * taps * outputChannels
    return KernelMemory(scratch: max(forward, backward))
  }

  func forward(_ operands: Operands, batch: Int) {
    let (x, y) = (operands.inputs[0], operands.output)
    let images = geometry.images(of: x, batch: batch)
    for group in 0..<groups {
      gatheredProduct(
        from: x.base + group * inputChannels, x.rowStride, inputChannels, geometry,
        weights: forwardWeights[group], into: y.base + group * outputChannels, y.rowStride,
        images: images, scratch: operands.scratch,
        finish: Finish(bias: bias.base, rectifies: activation == .rectifier)
          .from(column: group * outputChannels))
    }
  }

  func backward(_ operands: Operands, batch: Int) {
    guard let gradient = operands.inputGradients[0] else { return }
    if gathersGradient {
      let (dy, dx) = (operands.outputGradient, gradient.view)
      let images = adjoint.images(of: dy, batch: batch)
      for group in 0..<groups {
        gatheredProduct(
          from: dy.base + group * outputChannels, dy.rowStride, outputChannels, adjoint,
          weights: backwardWeights[group], into: dx.base + group * inputChannels, dx.rowStride,
          images: images, scratch: operands.scratch,
          finish: Finish(gradient).from(column: group * inputChannels))
      }
    } else {
      scatteredProduct(operands, gradient, batch: batch)
    }
  }

  /// Lines of the output that are gathered at a time.
  private func lines(_ window: igk_window, _ channels: Int) -> Int {
    let line = window.output_width * taps * channels
    return min(max(1, Self.blockSize / line), max(1, window.output_height * 16))
  }

  private func gatheredProduct(
    from source: UnsafePointer<Float>, _ sourceStride: Int, _ channels: Int, _ window: igk_window,
    weights: PackedMatrix, into target: UnsafeMutablePointer<Float>, _ targetStride: Int,
    images: Int, scratch: UnsafeMutablePointer<Float>, finish: Finish
  ) {
    let total = images * window.output_height
    let step = lines(window, channels)
    let width = window.output_width
    for first in stride(from: 0, to: total, by: step) {
      let count = min(step, total - first)
      withUnsafePointer(to: window) { window in
        igk_im2col(source, sourceStride, channels, window, first, count, scratch)
      }
      weights.multiply(
        scratch, rowStride: taps * channels, rows: count * width,
        into: target + first * width * targetStride, targetStride: targetStride,
        finish: finish.from(row: first * width))
    }
  }

  private func scatteredProduct(_ operands: Operands, _ gradient: Gradient, batch: Int) {
    let (dy, dx) = (operands.outputGradient, gradient.view)
    gradient.prepareToAdd(batch: batch)
    let total = geometry.images(of: dx, batch: batch) * geometry.output_height
    let step = lines(geometry, inputChannels)
    let width = geometry.output_width
    for group in 0..<groups {
      for first in stride(from: 0, to: total, by: step) {
        let count = min(step, total - first)
        let slope = dy.base + first * width * dy.rowStride + group * outputChannels
        backwardWeights[group].multiply(
          slope, rowStride: dy.rowStride, rows: count * width, into: operands.scratch,
          targetStride: taps * inputChannels)
        withUnsafePointer(to: geometry) { window in
          igk_col2im_add(
            operands.scratch, inputChannels, window, first, count,
            dx.base + group * inputChannels, dx.rowStride)
        }
      }
    }
  }

  /// [tap][input][group][output] → [group][tap][input][output]
  private static func byGroup(_ weights: Tensor) -> [Float] {
    weights.transposed([2, 0, 1, 3]).values
  }

  /// [tap][input][group][output] → [group][tap, from the last to the first][output][input]
  private static func flippedByGroup(_ weights: Tensor) -> [Float] {
    let length = weights.values.count / weights.shape[0]
    var values: [Float] = []
    values.reserveCapacity(weights.values.count)
    for tap in (0..<weights.shape[0]).reversed() {
      values += weights.values[tap * length..<(tap + 1) * length]
    }
    return Tensor(weights.shape, values).transposed([2, 0, 3, 1]).values
  }
}

extension Convolution {
  /// Weights in the order that `order` makes of [tap][input][group][output], cut by groups.
  fileprivate func valuesByGroup(_ order: (Tensor) -> [Float]) -> [[Float]] {
    let (shape, size) = (weights.shape, weights.shape.count / groups)
    let values = order(
      weights.reshaped(to: [shape[0] * shape[1], shape[2], groups, shape[3] / groups]))
    return (0..<groups).map { Array(values[($0 * size)..<(($0 + 1) * size)]) }
  }
}

extension Convolution {
  /// The weights of every group, laid out in an order.
  fileprivate func packed(
    _ layout: PreparedWeights.Layout, _ order: (Tensor) -> [Float], rowStride: Int,
    transposed: Bool = false, inner: Int, columns: Int, options: KernelOptions
  ) -> [PackedMatrix] {
    options.prepared(weights, layout) {
      valuesByGroup(order).map {
        PackedMatrix(
          $0, rowStride: rowStride, transposed: transposed, inner: inner, columns: columns,
          options: options)
      }
    }
  }
}
