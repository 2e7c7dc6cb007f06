/// How attributions become a heat map.
///
/// The channels of a pixel are reduced to one number, the numbers are blurred, their sign is chosen,
/// and their magnitudes are scaled: a magnitude m is shown as ((m − e) / (s − e))^gamma, limited to
/// 0…1, with the cut-off e and the scale s. Then small speckles and gaps may be removed, and the
/// rest of the pixels left out.
public struct MapStyle: Hashable, Sendable {
  /// How channels become one number.
  public var reduction: ChannelReduction
  /// Which sign is shown.
  public var polarity: Polarity
  /// Whether the sign is chosen in every channel before the reduction, as the authors of Integrated
  /// Gradients do: positive parts of a pixel's channels are not weighed against negative ones then.
  public var choosesSignOfChannels: Bool
  /// Standard deviation, in pixels of the map, of a Gaussian that the numbers are blurred with.
  public var smoothing: Double
  /// The magnitude that is shown as 1, as are larger ones.
  public var clip: Threshold
  /// The magnitude that is shown as 0, as are smaller ones; nil for 0, or, in a map without signs
  /// that has a scale of its own, for the smallest.
  public var cut: Threshold?
  /// The exponent of the scaled magnitudes; below 1 it brings out faint parts.
  public var gamma: Double
  /// Side, in pixels, of the square that a grey closing and then an opening remove gaps and speckles
  /// with; 0 and 1 remove nothing.
  public var cleanup: Int
  /// The share of the pixels, 0–100 %, with the largest magnitudes that are shown; the others are 0.
  public var keep: Double

  /// Makes a style; what is not said is as plain as can be, with the hottest hundredth clipped.
  public init(
    reduction: ChannelReduction = .absoluteSum, polarity: Polarity = .both,
    choosesSignOfChannels: Bool = false, smoothing: Double = 0,
    clip: Threshold = .percentile(99), cut: Threshold? = nil, gamma: Double = 1, cleanup: Int = 0,
    keep: Double = 100
  ) {
    self.reduction = reduction
    self.polarity = polarity
    self.choosesSignOfChannels = choosesSignOfChannels
    self.smoothing = smoothing
    self.clip = clip
    self.cut = cut
    self.gamma = gamma
    self.cleanup = cleanup
    self.keep = keep
  }
}
