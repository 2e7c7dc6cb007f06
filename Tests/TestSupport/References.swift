import Engine
import Foundation
import Tensors

/// Operators in double precision, written down from their definitions with plain loops. They share
/// nothing with the kernels.
package enum References {
  /// Calls `body` with every tap of the window at output pixel (y, x): the tap's row and column in
  /// the kernel, and in the image.
  private static func taps(
    _ window: Window, y: Int, x: Int, _ body: (_ ky: Int, _ kx: Int, _ iy: Int, _ ix: Int) -> Void
  ) {
    for ky in 0..<window.kernel.y {
      for kx in 0..<window.kernel.x {
        body(
          ky, kx, y * window.stride.y + ky * window.dilation.y - window.padBefore.y,
          x * window.stride.x + kx * window.dilation.x - window.padBefore.x)
      }
    }
  }

  /// Number of positions along one axis, found by trying one after another.
  private static func positions(
    size: Int, kernel: Int, stride: Int, dilation: Int, before: Int, after: Int, roundsUp: Bool
  ) -> Int {
    let span = (kernel - 1) * dilation + 1
    var count = 0
    while true {
      let start = count * stride
      let fits = start + span <= size + before + after
      let hangsOver =
        roundsUp && start < size + before && start + span < size + before + after + stride
      guard fits || hangsOver else { return count }
      count += 1
    }
  }

  /// Shape of the image that a window makes of an image.
  package static func outputShape(of input: Shape, _ window: Window, channels: Int) -> Shape {
    [
      positions(
        size: input[0], kernel: window.kernel.y, stride: window.stride.y,
        dilation: window.dilation.y, before: window.padBefore.y, after: window.padAfter.y,
        roundsUp: window.roundsUp),
      positions(
        size: input[1], kernel: window.kernel.x, stride: window.stride.x,
        dilation: window.dilation.x, before: window.padBefore.x, after: window.padAfter.x,
        roundsUp: window.roundsUp),
      channels,
    ]
  }

  /// Convolution with weights [ky][kx][input channel of the group][output channel].
  package static func convolution(_ x: DoubleTensor, _ layer: Convolution) -> DoubleTensor {
    let (perGroup, outputs) = (layer.weights.shape[2], layer.weights.shape[3])
    let outputsPerGroup = outputs / layer.groups
    return .image(outputShape(of: x.shape, layer.window, channels: outputs)) { oy, ox, output in
      var sum = Double(layer.bias[output])
      let first = output / outputsPerGroup * perGroup
      taps(layer.window, y: oy, x: ox) { ky, kx, iy, ix in
        for input in 0..<perGroup {
          let tap = (ky * layer.window.kernel.x + kx) * perGroup + input
          let weight = Double(layer.weights.values[tap * outputs + output])
          sum += weight * (x.pixel(iy, ix, first + input) ?? 0)
        }
      }
      return layer.activation == .rectifier ? max(sum, 0) : sum
    }
  }

  /// Matrix product on the innermost axis.
  package static func linear(_ x: DoubleTensor, _ layer: Linear) -> DoubleTensor {
    let (inner, columns) = (layer.weights.shape[0], layer.weights.shape[1])
    let rows = x.values.count / inner
    var result = DoubleTensor(Shape(x.shape.dimensions.dropLast() + [columns]))
    for row in 0..<rows {
      for column in 0..<columns {
        var sum = Double(layer.bias[column])
        for index in 0..<inner {
          sum +=
            x.values[row * inner + index]
            * Double(layer.weights.values[index * columns + column])
        }
        result.values[row * columns + column] = layer.activation == .rectifier ? max(sum, 0) : sum
      }
    }
    return result
  }

  /// The largest number of each window.
  package static func maximumPooling(_ x: DoubleTensor, _ window: Window) -> DoubleTensor {
    .image(outputShape(of: x.shape, window, channels: x.shape[2])) { oy, ox, channel in
      var largest = -Double.infinity
      taps(window, y: oy, x: ox) { _, _, iy, ix in
        largest = max(largest, x.pixel(iy, ix, channel) ?? -.infinity)
      }
      return largest
    }
  }

  /// The mean of each window, of the image's pixels or of those of the padded image.
  package static func averagePooling(
    _ x: DoubleTensor, _ window: Window, countsPadding: Bool
  ) -> DoubleTensor {
    .image(outputShape(of: x.shape, window, channels: x.shape[2])) { oy, ox, channel in
      var (sum, count) = (0.0, 0)
      taps(window, y: oy, x: ox) { _, _, iy, ix in
        let isPadding =
          iy >= -window.padBefore.y && iy < x.shape[0] + window.padAfter.y
          && ix >= -window.padBefore.x && ix < x.shape[1] + window.padAfter.x
        let value = x.pixel(iy, ix, channel)
        sum += value ?? 0
        if value != nil || (countsPadding && isPadding) { count += 1 }
      }
      return sum / Double(count)
    }
  }

  /// (Σ |x|^order)^(1/order) of each window.
  package static func normPooling(
    _ x: DoubleTensor, _ window: Window, order: Int
  ) -> DoubleTensor {
    .image(outputShape(of: x.shape, window, channels: x.shape[2])) { oy, ox, channel in
      var sum = 0.0
      taps(window, y: oy, x: ox) { _, _, iy, ix in
        sum += pow(abs(x.pixel(iy, ix, channel) ?? 0), Double(order))
      }
      return pow(sum, 1 / Double(order))
    }
  }

  /// x / (k + α/n Σ x²)^β over the n channels around each, of which ⌊(n − 1)/2⌋ come before it.
  package static func localResponseNormalization(
    _ x: DoubleTensor, _ layer: LocalResponseNormalization
  ) -> DoubleTensor {
    let channels = x.shape.dimensions.last ?? 1
    var result = x
    for index in x.values.indices {
      let channel = index % channels
      let first = max(0, channel - (layer.size - 1) / 2)
      let last = min(channels - 1, channel + layer.size / 2)
      var sum = 0.0
      for other in first...last {
        let value = x.values[index - channel + other]
        sum += value * value
      }
      let scale = Double(layer.bias) + Double(layer.alpha) / Double(layer.size) * sum
      result.values[index] = x.values[index] * pow(scale, -Double(layer.beta))
    }
    return result
  }

  /// exp(x) / Σ exp(x), or its logarithm, over runs of `length` numbers.
  package static func softmax(
    _ x: DoubleTensor, length: Int, logarithm: Bool = false
  ) -> DoubleTensor {
    var result = x
    for start in stride(from: 0, to: x.values.count, by: length) {
      let largest = x.values[start..<start + length].max() ?? 0
      var total = 0.0
      for index in start..<start + length { total += exp(x.values[index] - largest) }
      for index in start..<start + length {
        let value = x.values[index] - largest - log(total)
        result.values[index] = logarithm ? value : exp(value)
      }
    }
    return result
  }

  /// Arrays one after another along one axis.
  package static func concatenation(_ parts: [DoubleTensor], axis: Int) -> DoubleTensor {
    var extents = parts[0].shape.dimensions
    let outer = extents[..<axis].reduce(1, *)
    extents[axis] = parts.reduce(0) { $0 + $1.shape[axis] }
    var values: [Double] = []
    for block in 0..<outer {
      for part in parts {
        let length = part.values.count / outer
        values += part.values[block * length..<(block + 1) * length]
      }
    }
    return DoubleTensor(Shape(extents), values)
  }
}
