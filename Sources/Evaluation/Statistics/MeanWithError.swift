/// The mean of some numbers, and how far it may be from that of all there could be.
public struct MeanWithError: Sendable, Equatable {
  /// The mean.
  public let mean: Double
  /// Standard error, s / √n with n − 1 in the variance; nil for one number.
  public let error: Double?
  /// How many numbers there are.
  public let count: Int

  /// Sums numbers up; nil where there are none.
  public init?(_ numbers: [Double]) {
    if numbers.isEmpty { return nil }
    count = numbers.count
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    self.mean = mean
    let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    error =
      count > 1 ? (squares / Double(count - 1) / Double(count)).squareRoot() : nil
  }
}
