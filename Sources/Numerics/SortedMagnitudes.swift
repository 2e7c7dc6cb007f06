extension [Double] {
  /// Bits of the keys that one pass of sorting looks at.
  private static let digitBits = 11

  /// The magnitudes |x| of all numbers in ascending order, as `map(\.magnitude).sorted()` gives them where
  /// none is a NaN, which come last here; in time that grows with their count alone.
  ///
  /// Bit patterns of magnitudes have the order of their values, so they are dealt out by eleven bits at a
  /// time, the lowest first.
  public var sortedMagnitudes: [Double] {
    var keys = map(\.magnitude.bitPattern)
    var dealt = [UInt64](repeating: 0, count: count)
    let mask = UInt64(1 << Self.digitBits - 1)
    for shift in stride(from: 0, to: UInt64.bitWidth, by: Self.digitBits) {
      var places = [Int](repeating: 0, count: 1 << Self.digitBits)
      for key in keys { places[Int(key >> UInt64(shift) & mask)] += 1 }
      if places.contains(count) { continue }
      var sum = 0
      for digit in places.indices {
        (places[digit], sum) = (sum, sum + places[digit])
      }
      for key in keys {
        let digit = Int(key >> UInt64(shift) & mask)
        dealt[places[digit]] = key
        places[digit] += 1
      }
      swap(&keys, &dealt)
    }
    return keys.map(Double.init(bitPattern:))
  }
}
