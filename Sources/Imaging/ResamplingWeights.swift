/// Which pixels of a line, with which weights, make each pixel of a line of another length.
struct ResamplingWeights {
  /// For each new pixel, the first old one that counts.
  let starts: [Int]
  /// For each new pixel, how many old ones count.
  let counts: [Int]
  /// Distance between the first weights of neighbouring new pixels in `values`.
  let stride: Int
  /// The weights; those of one new pixel sum to one.
  let values: [Double]

  /// Bits after the binary point of `fixedPoint`: what 8-bit samples leave in 32 bits, with two bits
  /// for sums that overshoot.
  static let precision: Int32 = 32 - 8 - 2

  /// The weights as whole multiples of 2^−precision.
  var fixedPoint: [Int32] {
    values.map { Int32(($0 * Double(1 << Self.precision)).rounded(.toNearestOrAwayFromZero)) }
  }

  /// Makes the weights for the part `lower..<upper` of `length` pixels, seen as `count` pixels.
  ///
  /// The part may lie between pixels; pixels outside it count as far as the filter reaches.
  init(length: Int, from lower: Double, to upper: Double, count: Int, filter: ResamplingFilter) {
    let scale = (upper - lower) / Double(count)
    if filter == .nearest {
      self.init(nearest: length, lower: lower, scale: scale, count: count)
      return
    }
    let filterScale = max(scale, 1)
    let support = filter.support * filterScale
    var starts: [Int] = []
    var weights: [[Double]] = []
    for index in 0..<count {
      let center = lower + (Double(index) + 0.5) * scale
      // A line may be seen from outside its part: at least the nearest pixel counts.
      let start = min(max(Int(center - support + 0.5), 0), length - 1)
      let end = max(min(Int(center + support + 0.5), length), start + 1)
      starts.append(start)
      weights.append(
        Self.normalized(
          (start..<end).map { filter.weight((Double($0) - center + 0.5) / filterScale) }))
    }
    self.init(starts: starts, weights: weights, stride: Int(support.rounded(.up)) * 2 + 1)
  }

  private init(nearest length: Int, lower: Double, scale: Double, count: Int) {
    let starts = (0..<count).map {
      min(max(Int(lower + (Double($0) + 0.5) * scale), 0), length - 1)
    }
    self.init(starts: starts, weights: starts.map { _ in [1] }, stride: 1)
  }

  private init(starts: [Int], weights: [[Double]], stride: Int) {
    self.starts = starts
    self.counts = weights.map(\.count)
    self.stride = stride
    self.values = weights.flatMap { $0 + Array(repeating: 0, count: stride - $0.count) }
  }

  /// Returns weights that sum to one; the first pixel alone if they cannot.
  private static func normalized(_ weights: [Double]) -> [Double] {
    let sum = weights.reduce(0, +)
    guard sum != 0 else { return weights.indices.map { $0 == 0 ? 1 : 0 } }
    return weights.map { $0 / sum }
  }

  /// The old pixels that count for any new one.
  var extent: Range<Int> {
    let ends = zip(starts, counts).map { $0 + $1 }
    return (starts.min() ?? 0)..<(ends.max() ?? 0)
  }
}
