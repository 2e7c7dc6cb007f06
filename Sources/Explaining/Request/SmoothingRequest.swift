import Attribution

/// How attributions of noisy copies are to be summed up.
public struct SmoothingRequest: Hashable, Sendable, Codable {
  /// `sg`, `sg-squared` or `vargrad`.
  public let statistic: Smoothing.Statistic
  /// Number of copies.
  public let samples: Int
  /// The noise's standard deviation, as a share of the input's range.
  public let spread: Double

  /// Numbers of copies that make sense.
  private static let counts = 1...100_000
  /// Shares that make sense.
  private static let spreads = 0.0...10

  /// Reads `STATISTIC`, `STATISTIC:SAMPLES` or `STATISTIC:SAMPLES:SIGMA`.
  public init(_ text: String) throws(RequestError) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let defaults = Smoothing()
    guard (1...3).contains(parts.count), let statistic = Smoothing.Statistic(rawValue: parts[0]),
      let samples = parts.count > 1 ? Int(parts[1]) : defaults.samples,
      let spread = parts.count > 2 ? Double(parts[2]) : defaults.spread
    else { throw Self.misunderstood(text) }
    (self.statistic, self.samples, self.spread) = (statistic, samples, spread)
    try check()
  }

  /// Refuses numbers that make no sense.
  func check() throws(RequestError) {
    guard Self.counts.contains(samples), Self.spreads.contains(spread) else {
      throw Self.misunderstood("\(statistic.rawValue):\(samples):\(spread)")
    }
  }

  private static func misunderstood(_ text: String) -> RequestError {
    .badSetting(
      "--smooth", found: text,
      expected: "sg, sg-squared or vargrad, with :SAMPLES from 1 to 100000 and :SIGMA from 0 to 10 "
        + "as in sg:25:0.15")
  }

  /// The way of smoothing of a request that begins at `seed`.
  func smoothing(seed: UInt64) -> Smoothing {
    Smoothing(statistic, samples: samples, spread: spread, seed: Self.noiseSeed(seed))
  }

  /// Where the noise of a request begins: not at the seed itself, where noise baselines and random
  /// methods begin.
  static func noiseSeed(_ seed: UInt64) -> UInt64 { seed &+ 1 << 63 }
}
