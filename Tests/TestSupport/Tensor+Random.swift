import Numerics
import Tensors

extension Tensor {
  /// Returns an array of independent numbers, evenly distributed in `range`.
  package static func random(
    _ shape: Shape, in range: ClosedRange<Float> = -1...1, seed: UInt64
  ) -> Tensor {
    var generator = SplitMix64(seed: seed)
    return Tensor(shape, (0..<shape.count).map { _ in Float.random(in: range, using: &generator) })
  }

  /// Returns an array of n different numbers, evenly spread over center − scale…center + scale and
  /// shuffled.
  ///
  /// No two are closer than 2·scale/n, and none is closer to a quarter of the range than a
  /// twentieth of that: functions with kinks at 0 or ±scale/2, and maxima, have a slope there.
  package static func spread(
    _ shape: Shape, center: Float = 0, scale: Float = 1, seed: UInt64
  ) -> Tensor {
    var generator = SplitMix64(seed: seed)
    let count = shape.count
    let values = (0..<count).map {
      center + scale * (2 * (Float($0) + 0.3) / Float(count) - 1)
    }
    return Tensor(shape, values.shuffled(using: &generator))
  }
}
