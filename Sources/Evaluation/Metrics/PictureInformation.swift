import Tensors

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// About how many bits a lossless file of a picture takes: the entropy of what is left of its levels when each is
/// guessed from those to the left and above.
///
/// Levels are 256 even steps between the smallest and the largest number of the whole picture. The guess is that of
/// JPEG-LS (median edge detector) in each channel: with a left, b above, c above left, min(a, b) where
/// c ≥ max(a, b), max(a, b) where c ≤ min(a, b), else a + b − c; beyond the border all are 0.
struct PictureInformation {
  private static let levels = 256

  private let least: Float
  private let scale: Float

  /// Takes the levels of a whole picture.
  init(of picture: Tensor) {
    let (least, most) = (picture.values.min() ?? 0, picture.values.max() ?? 0)
    self.least = least
    scale = most > least ? Float(Self.levels - 1) / (most - least) : 0
  }

  /// Bits of a picture H×W×C: Σ −log₂ of each remainder's frequency.
  func bits(_ picture: Tensor) -> Double {
    let (height, width, channels) = (picture.shape[0], picture.shape[1], picture.shape[2])
    let levels = picture.values.map { value in
      Int(min(max((value - least) * scale, 0), Float(Self.levels - 1)).rounded())
    }
    var counts = [Int](repeating: 0, count: Self.levels)
    let line = width * channels
    for y in 0..<height {
      for place in y * line..<(y + 1) * line {
        let (hasLeft, hasAbove) = (place - channels >= y * line, y > 0)
        let left = hasLeft ? levels[place - channels] : 0
        let above = hasAbove ? levels[place - line] : 0
        let corner = hasLeft && hasAbove ? levels[place - line - channels] : 0
        let (low, high) = (min(left, above), max(left, above))
        let guess = corner >= high ? low : corner <= low ? high : left + above - corner
        counts[(levels[place] - guess + Self.levels) % Self.levels] += 1
      }
    }
    let all = Double(levels.count)
    return counts.reduce(0) { bits, count in
      count > 0 ? bits - Double(count) * log2(Double(count) / all) : bits
    }
  }
}
