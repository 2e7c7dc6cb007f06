import Tensors

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

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
    let radius = Int(4 * sigma + 0.5)
    if radius == 0 { return }
    let bell = (0...radius).map { exp(-0.5 / (sigma * sigma) * Double($0 * $0)) }
    let total = bell.dropFirst().reduce(bell[0]) { $0 + 2 * $1 }
    let kernel = bell.map { $0 / total }
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
    let sources = (-radius..<extent + radius).map { Self.mirrored($0, extent: extent) }
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

  /// The place inside an axis that is shown at `index` when the axis is mirrored at both ends, over
  /// and over: `c b a | a b c | c b a`.
  private static func mirrored(_ index: Int, extent: Int) -> Int {
    let period = 2 * extent
    let place = (index % period + period) % period
    return place < extent ? place : period - 1 - place
  }
}
