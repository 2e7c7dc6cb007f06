import Numerics

/// Where the values of a column lie between its low and its high ones, in a few levels.
struct ValueLevels {
  /// The inks from low to high: blue, violet, pink, orange, amber. Without a full sense of colour,
  /// they still go from cold and dark to warm and light.
  static let inks: [Ink] = [.series(0), .series(6), .series(3), .series(1), .series(4)]
  /// For values that are no numbers, and for columns whose values are all alike.
  static let neutral = Ink.series(8)

  private let low: Double
  private let high: Double

  /// Takes the 5th and the 95th percentile for low and high, so that a single value far away does
  /// not make all others alike; the least and the largest where these are the same.
  init(_ values: [Double?]) {
    let sorted = values.compactMap(\.self).filter(\.isFinite).sorted()
    guard let least = sorted.first, let largest = sorted.last else {
      (low, high) = (0, 0)
      return
    }
    let (lower, upper) = (sorted.percentileOfSorted(5), sorted.percentileOfSorted(95))
    (low, high) = lower < upper ? (lower, upper) : (least, largest)
  }

  /// Whether values have different colours.
  var isGraded: Bool { low < high }

  /// Returns the ink of a value.
  func ink(of value: Double?) -> Ink {
    guard let value, value.isFinite, isGraded else { return Self.neutral }
    // Halves, because the difference of two large numbers may have no end.
    let share = (value / 2 - low / 2) / (high / 2 - low / 2)
    let level = Int((min(max(share, 0), 1) * Double(Self.inks.count)).rounded(.down))
    return Self.inks[min(level, Self.inks.count - 1)]
  }
}
