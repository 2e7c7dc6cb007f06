import Tensors

/// Convolution and pooling by definition, in the file's order (N×C×H×W).
struct WindowReference {
  var stride = [1, 1]
  var dilation = [1, 1]
  /// Rows before, columns before, rows after, columns after.
  var pads = [0, 0, 0, 0]

  /// Calls `body` for each tap that lies on the image, with its place in the window and the image.
  private func forEachTap(
    of output: (Int, Int), kernel: [Int], image: [Int],
    _ body: (_ tap: (Int, Int), _ pixel: (Int, Int)) -> Void
  ) {
    for row in 0..<kernel[0] {
      for column in 0..<kernel[1] {
        let y = output.0 * stride[0] + row * dilation[0] - pads[0]
        let x = output.1 * stride[1] + column * dilation[1] - pads[1]
        if (0..<image[0]).contains(y) && (0..<image[1]).contains(x) { body((row, column), (y, x)) }
      }
    }
  }

  private func extents(_ input: Shape, _ kernel: [Int]) -> [Int] {
    (0..<2).map { axis in
      let span = (kernel[axis] - 1) * dilation[axis] + 1
      return (input[axis + 2] + pads[axis] + pads[axis + 2] - span) / stride[axis] + 1
    }
  }

  func convolution(_ x: Tensor, _ weights: Tensor, bias: [Float]?, groups: Int = 1) -> Tensor {
    let (w, s) = (weights.shape, x.shape)
    let kernel = [w[2], w[3]]
    let size = extents(s, kernel)
    var y = Tensor([s[0], w[0], size[0], size[1]])
    for n in 0..<s[0] {
      for o in 0..<w[0] {
        let first = o / (w[0] / groups) * w[1]
        for place in 0..<size[0] * size[1] {
          var sum = Double(bias?[o] ?? 0)
          let output = (place / size[1], place % size[1])
          forEachTap(of: output, kernel: kernel, image: [s[2], s[3]]) { tap, pixel in
            for i in 0..<w[1] {
              let weight = weights.values[((o * w[1] + i) * w[2] + tap.0) * w[3] + tap.1]
              let value = x.values[((n * s[1] + first + i) * s[2] + pixel.0) * s[3] + pixel.1]
              sum += Double(weight) * Double(value)
            }
          }
          y.values[(n * w[0] + o) * size[0] * size[1] + place] = Float(sum)
        }
      }
    }
    return y
  }

  /// Applies `reduce` to the pixels of each window.
  func pooling(
    _ x: Tensor, kernel: [Int], size: [Int]? = nil, _ reduce: ([Float]) -> Float
  ) -> Tensor {
    let s = x.shape
    let size = size ?? extents(s, kernel)
    var y = Tensor([s[0], s[1], size[0], size[1]])
    for plane in 0..<s[0] * s[1] {
      for place in 0..<size[0] * size[1] {
        var pixels: [Float] = []
        let output = (place / size[1], place % size[1])
        forEachTap(of: output, kernel: kernel, image: [s[2], s[3]]) { _, pixel in
          pixels.append(x.values[plane * s[2] * s[3] + pixel.0 * s[3] + pixel.1])
        }
        y.values[plane * size[0] * size[1] + place] = reduce(pixels)
      }
    }
    return y
  }
}

/// The mean of some numbers.
func mean(_ values: [Float]) -> Float { values.reduce(0, +) / Float(values.count) }
