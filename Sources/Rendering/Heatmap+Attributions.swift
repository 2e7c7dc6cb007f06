import Imaging
import Tensors

extension Heatmap {
  /// Makes a heat map of attributions of shape H×W×C (H height, W width, C channels).
  ///
  /// The channels of a pixel are reduced to one number v, of which `polarity` takes its part. Then v
  /// is scaled with p, the value at the percentile `clipPercentile`, and clipped to the range:
  ///
  /// - without signs, (v − min v) / (p − min v), p taken from all v;
  /// - signed (`polarity` is `both` and the reduction has signs), v / p, p taken from all |v|, so
  ///   that 0 stays 0 and both signs have one scale.
  ///
  /// Percentiles count pixels by rank, not shares of the attribution: 99 clips the hottest hundredth
  /// of the pixels (the convention of PAIR saliency's `VisualizeImageGrayscale`). A map so sparse
  /// that p is the neutral value itself is scaled by its largest value instead, and a map without
  /// any contrast becomes 0 everywhere.
  ///
  /// - Parameters:
  ///   - attributions: one number for every channel of every pixel; those not finite count as 0.
  ///   - reduction: how channels become one number.
  ///   - polarity: which sign is shown.
  ///   - clipPercentile: the percentile, 0–100, above which everything is shown as 1.
  public init(
    attributions: Tensor,
    reduction: ChannelReduction = .absoluteSum,
    polarity: Polarity = .both,
    clipPercentile: Double = 99
  ) {
    precondition(
      attributions.shape.rank == 3 && attributions.shape.count > 0,
      "attributions have the shape height×width×channels, not \(attributions.shape)")
    let isSigned = reduction.isSigned && polarity == .both
    let pixels = Self.pixels(of: attributions, reduction: reduction, polarity: polarity)
    let range = Self.range(of: pixels, isSigned: isSigned, clipPercentile: clipPercentile)
    let span = range.upperBound - range.lowerBound
    let values = pixels.map { span > 0 ? Float(($0 - range.lowerBound) / span) : 0 }
    let shape = attributions.shape
    self.init(
      plane: Plane(width: shape[1], height: shape[0], values: values),
      scale: range.upperBound, floor: range.lowerBound, isSigned: isSigned)
  }

  /// Returns one number per pixel.
  private static func pixels(
    of attributions: Tensor, reduction: ChannelReduction, polarity: Polarity
  ) -> [Double] {
    let channels = attributions.shape[2]
    return attributions.values.withUnsafeBufferPointer { values in
      (0..<values.count / channels).map { pixel in
        polarity(reduction(values[pixel * channels..<(pixel + 1) * channels]))
      }
    }
  }

  /// Returns the values that are shown as 0 and as 1.
  private static func range(
    of pixels: [Double], isSigned: Bool, clipPercentile: Double
  ) -> ClosedRange<Double> {
    let sorted = (isSigned ? pixels.map(\.magnitude) : pixels).sorted()
    let lowest = isSigned ? 0 : sorted[0]
    let clip = sorted.percentileOfSorted(clipPercentile)
    return lowest...(clip > lowest ? clip : sorted[sorted.count - 1])
  }
}
