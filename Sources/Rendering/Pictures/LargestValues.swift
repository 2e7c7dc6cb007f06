/// Which of many numbers, none of them negative, are the largest: found by counting, since sorting
/// the pixels of a large photo takes seconds.
package struct LargestValues {
  /// Bit patterns of floats that are not negative have the order of the floats.
  private let patterns: [UInt32]
  /// How many numbers begin with the same 16 bits.
  private let counts: [Int]

  private static let bins = 1 << 16

  /// Takes the numbers; those below 0 and those that are none count as 0.
  package init(_ values: [Float]) {
    patterns = values.map { $0 > 0 ? $0.bitPattern : 0 }
    var counts = [Int](repeating: 0, count: Self.bins)
    for pattern in patterns { counts[Int(pattern >> 16)] += 1 }
    self.counts = counts
  }

  /// Answers for every number whether it is one of the `count` largest; of equal ones the first are.
  /// Zeros never are.
  package func largest(_ count: Int) -> [Bool] {
    guard count > 0 else { return [Bool](repeating: false, count: patterns.count) }
    let (upper, above) = Self.bin(ofLargest: count, counts)
    let (lower, ties) = Self.bin(ofLargest: count - above, lowerCounts(of: upper))
    let limit = UInt32(upper << 16 | lower)
    var left = count - above - ties
    return patterns.map { pattern in
      guard pattern == limit, pattern > 0, left > 0 else { return pattern > limit }
      left -= 1
      return true
    }
  }

  /// Returns how many of the largest numbers carry a share, 0–1, of the sum of all.
  package func count(carrying share: Double) -> Int {
    var sums = [Double](repeating: 0, count: Self.bins)
    for pattern in patterns { sums[Int(pattern >> 16)] += Self.value(pattern) }
    var missing = share * sums.reduce(0, +)
    var count = 0
    for upper in (0..<Self.bins).reversed() where counts[upper] > 0 {
      if sums[upper] < missing {
        (missing, count) = (missing - sums[upper], count + counts[upper])
        continue
      }
      let lower = lowerCounts(of: upper)
      for bin in lower.indices.reversed() where lower[bin] > 0 && missing > 0 {
        let value = Self.value(UInt32(upper << 16 | bin))
        let taken = min(Double(lower[bin]), (missing / value).rounded(.up))
        (missing, count) = (missing - taken * value, count + Int(taken))
      }
      break
    }
    return count
  }

  private static func value(_ pattern: UInt32) -> Double { Double(Float(bitPattern: pattern)) }

  /// How many numbers whose upper bits are these have the same lower ones.
  private func lowerCounts(of upper: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: Self.bins)
    for pattern in patterns where Int(pattern >> 16) == upper {
      counts[Int(pattern & 0xFFFF)] += 1
    }
    return counts
  }

  /// Returns the bin in which the last of the `count` largest is, and how many are in bins above.
  private static func bin(ofLargest count: Int, _ counts: [Int]) -> (bin: Int, above: Int) {
    var above = 0
    for bin in counts.indices.reversed() {
      if above + counts[bin] >= count { return (bin, above) }
      above += counts[bin]
    }
    return (0, above - counts[0])
  }
}
