import Tensors

/// XRAI: regions of the picture, ranked by another method's attributions.
///
/// The picture, scaled to [−1, 1], is cut into regions at six scales (`PixelGraph`), each grown
/// by a disk. Again and again the region is taken whose pixels that are not covered yet have the
/// highest mean attribution; that mean is what these pixels get, shared evenly by their channels.
/// Regions that add hardly anything are left out, and pixels of no region get their mean.
///
/// The reference cuts a copy of 224×224 pixels. Here the input is cut at its own size, and what the
/// reference counts in pixels (smallest region 150, smallest gain 50, radius of the disk 5) is
/// scaled with the area or the side, to 1 at least. Values are densities, not shares: they promise
/// no sum.
///
/// Inputs are pictures H×W×C. Paper: Kapishnikov, Bolukbasi, Viégas, Terry, "XRAI: Better
/// Attributions Through Regions", ICCV 2019.
public struct XRAI: AttributionMethod {
  /// How the channels of an attribution become one number per pixel.
  public enum ChannelReduction: String, CaseIterable, Sendable {
    /// The largest, as in the paper authors' code.
    case maximum
    /// The sum, which is the pixel's share of the score for a method that promises one.
    case sum
  }

  /// Scales at which the picture is cut.
  private static let scales = [50.0, 100, 150, 250, 500, 1200]

  /// The method whose attributions rank the regions.
  public let base: any AttributionMethod
  /// How its channels become one number per pixel.
  public let reduction: ChannelReduction

  /// Makes the method on top of another one.
  public init(base: any AttributionMethod, reduction: ChannelReduction = .maximum) {
    self.base = base
    self.reduction = reduction
  }

  /// What the method underneath says.
  public var usesBaselines: Bool { base.usesBaselines }

  /// Evaluates what the method underneath evaluates, and nothing else.
  public func attribute<Function: DifferentiableFunction>(
    _ function: Function, input: Tensor, baselines: [Tensor], progress: (Int, Int) -> Void
  ) throws(Function.Failure) -> AttributionMap {
    let layout = PictureLayout(input)
    let map = try base.attribute(
      function, input: input, baselines: baselines, progress: progress)
    let densities = RegionRanking(
      regions: Self.regions(of: input), values: reduced(map.attributions, layout)
    ).densities(minimumGain: Self.pixels(50, in: layout))
    var result = AttributionMap(
      attributions: layout.sharing(densities), scoreAtInput: map.scoreAtInput,
      scoreAtBaseline: map.scoreAtBaseline, evaluations: map.evaluations, quality: map.quality)
    result.unattributableShare = map.unattributableShare
    return result
  }

  /// The regions of a picture at all scales, grown by a disk; they overlap.
  package static func regions(of picture: Tensor) -> [[Int32]] {
    let layout = PictureLayout(picture)
    let graph = PixelGraph(scaled(picture))
    let radius = max(1, Int((5 * areaShare(of: layout).squareRoot()).rounded()))
    return scales.flatMap { scale in
      graph.segmentation(scale: scale, minimumSize: pixels(150, in: layout)).dilated(by: radius)
    }
  }

  /// The regions of a picture at the coarsest scale; each pixel is in one of them.
  static func coarseRegions(of picture: Tensor) -> [[Int32]] {
    let layout = PictureLayout(picture)
    let segmentation = PixelGraph(scaled(picture)).segmentation(
      scale: scales[scales.count - 1], minimumSize: pixels(150, in: layout))
    var regions = [[Int32]](repeating: [], count: segmentation.count)
    for (pixel, region) in segmentation.labels.enumerated() {
      regions[Int(region)].append(Int32(pixel))
    }
    return regions
  }

  /// The picture's area as a share of the one that the paper authors' numbers are meant for.
  private static func areaShare(of layout: PictureLayout) -> Double {
    Double(layout.pixels) / Double(224 * 224)
  }

  /// What a number of pixels of a picture of 224×224 is in another one.
  private static func pixels(_ count: Int, in layout: PictureLayout) -> Int {
    max(1, Int((Double(count) * areaShare(of: layout)).rounded()))
  }

  /// The picture with its numbers stretched to [−1, 1], or all zero if they are equal.
  private static func scaled(_ picture: Tensor) -> Tensor {
    guard let low = picture.values.min(), let high = picture.values.max(), low < high else {
      return Tensor(picture.shape)
    }
    return Tensor(picture.shape, picture.values.map { ($0 - low) / (high - low) * 2 - 1 })
  }

  /// One number per pixel.
  private func reduced(_ attributions: Tensor, _ layout: PictureLayout) -> [Double] {
    (0..<layout.pixels).map { pixel in
      let channels = attributions.values[pixel * layout.channels..<(pixel + 1) * layout.channels]
      return switch reduction {
      case .maximum: Double(channels.max() ?? 0)
      case .sum: channels.reduce(0) { $0 + Double($1) }
      }
    }
  }
}
