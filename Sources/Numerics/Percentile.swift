extension [Double] {
  /// The value at a percentile by rank, of numbers that are already in ascending order.
  ///
  /// Between the two neighbours of rank p/100 · (n − 1), counted from 0, the value is interpolated
  /// linearly, as `numpy.percentile` does: 0 is the smallest number, 50 the median, 100 the largest.
  public func percentileOfSorted(_ percentile: Double) -> Double {
    precondition(!isEmpty && (0...100).contains(percentile), "a percentile lies between 0 and 100")
    let rank = percentile / 100 * Double(count - 1)
    let lower = Int(rank)
    let upper = Swift.min(lower + 1, count - 1)
    return self[lower] + (self[upper] - self[lower]) * (rank - Double(lower))
  }
}
