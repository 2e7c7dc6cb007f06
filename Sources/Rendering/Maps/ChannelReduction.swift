/// How the attributions of the channels of one pixel become one number.
///
/// Channels that are not finite count as 0. Sums are carried in double precision, so that no
/// attribution that a `Float` can hold overflows.
public enum ChannelReduction: String, CaseIterable, Hashable, Sendable {
  /// Σ |a_c|: how much the pixel matters, whichever way. Never negative.
  case absoluteSum = "absolute-sum"
  /// Σ a_c: the share of the pixel in the change of the score. Signed.
  case sum
  /// Σ a_c / C. Signed.
  case mean
  /// The largest a_c. Signed.
  case maximum
  /// √(Σ a_c²): the length of the pixel's attribution. Never negative.
  case l2

  /// Whether the reduced number can be negative.
  public var isSigned: Bool {
    switch self {
    case .absoluteSum, .l2: false
    case .sum, .mean, .maximum: true
    }
  }

  /// Returns the number for the channels of one pixel, of which there is at least one.
  func callAsFunction(_ channels: Slice<UnsafeBufferPointer<Float>>) -> Double {
    var sum = 0.0
    switch self {
    case .absoluteSum:
      for channel in channels where channel.isFinite { sum += Double(channel.magnitude) }
      return sum
    case .sum, .mean:
      for channel in channels where channel.isFinite { sum += Double(channel) }
      return self == .sum ? sum : sum / Double(channels.count)
    case .maximum:
      sum = -.infinity
      for channel in channels { sum = max(sum, channel.isFinite ? Double(channel) : 0) }
      return sum
    case .l2:
      for channel in channels where channel.isFinite { sum += Double(channel) * Double(channel) }
      return sum.squareRoot()
    }
  }
}
