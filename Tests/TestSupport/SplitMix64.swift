import Tensors

/// A small random generator whose numbers are the same on every machine.
///
/// Paper: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
package struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  /// Starts the sequence that belongs to `seed`.
  package init(seed: UInt64) { state = seed }

  /// Returns the next 64 bits.
  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }
}

extension Tensor {
  /// Returns an array of independent numbers, evenly distributed in `range`.
  package static func random(
    _ shape: Shape, in range: ClosedRange<Float> = -1...1, seed: UInt64
  ) -> Tensor {
    var generator = SplitMix64(seed: seed)
    return Tensor(shape, (0..<shape.count).map { _ in Float.random(in: range, using: &generator) })
  }

  /// Returns an array of n different numbers, evenly spread over −scale…scale and shuffled.
  ///
  /// No two are closer than 2·scale/n, and none is closer to a quarter of the range than a
  /// twentieth of that: functions with kinks at 0 or ±scale/2, and maxima, have a slope there.
  package static func spread(_ shape: Shape, scale: Float = 1, seed: UInt64) -> Tensor {
    var generator = SplitMix64(seed: seed)
    let count = shape.count
    let values = (0..<count).map { scale * (2 * (Float($0) + 0.3) / Float(count) - 1) }
    return Tensor(shape, values.shuffled(using: &generator))
  }
}
