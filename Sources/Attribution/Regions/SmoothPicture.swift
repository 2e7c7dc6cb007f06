import Numerics
import Tensors

/// A picture whose numbers are in double precision, H×W×C.
struct SmoothPicture {
  let layout: PictureLayout
  private(set) var values: [Double]

  /// Blurs every channel of `picture` on its own with a Gaussian of standard deviation `sigma` in
  /// pixels (0 for none). The kernel ends 4 sigma from its centre; at the border the picture is
  /// mirrored, the outermost pixel included.
  init(_ picture: Tensor, sigma: Double) {
    layout = PictureLayout(picture)
    values = picture.values.map(Double.init)
    let weights = GaussianWeights(sigma: sigma).values
    if weights.count == 1 { return }
    let kernel = Array(weights.suffix(weights.count / 2 + 1))
    let row = layout.width * layout.channels
    blur(kernel, extent: layout.height, step: row, lines: Array(0..<row))
    blur(
      kernel, extent: layout.width, step: layout.channels,
      lines: (0..<layout.height).flatMap { y in
        (0..<layout.channels).map { y * row + $0 }
      })
  }

  /// Blurs along one axis: `lines` are the first entries of its lines, whose entries lie `step`
  /// apart. `kernel` is the right half of the symmetric kernel, from its centre on.
  private mutating func blur(_ kernel: [Double], extent: Int, step: Int, lines: [Int]) {
    let radius = kernel.count - 1
    let sources = (-radius..<extent + radius).map { GaussianWeights.mirrored($0, extent) }
    var padded = [Double](repeating: 0, count: sources.count)
    for first in lines {
      for (place, source) in sources.enumerated() { padded[place] = values[first + source * step] }
      for index in 0..<extent {
        var sum = padded[index + radius] * kernel[0]
        for distance in stride(from: radius, to: 0, by: -1) {
          sum +=
            (padded[index + radius - distance] + padded[index + radius + distance])
            * kernel[distance]
        }
        values[first + index * step] = sum
      }
    }
  }
}
