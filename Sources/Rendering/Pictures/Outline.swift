import Imaging

/// The outlines of the most important regions of a heat map, drawn on its photo.
///
/// The magnitudes of the map are smoothed; where they reach `threshold` times their maximum, the
/// pixels form regions (neighbours in eight directions); those with the most heat are kept, and
/// their holes are filled. The line runs inside a region, dark on its inner side, so that it shows on
/// every photo. A map without heat has no outline.
public struct Outline: Hashable, Sendable {
  /// The share of the largest smoothed heat, above 0 and at most 1, that belongs to the region.
  public var threshold: Float
  /// Standard deviation of the smoothing, as a share of the shorter side of the picture.
  public var smoothing: Float
  /// Regions are kept until they hold this share of the heat of all, 0–1 …
  public var share: Double
  /// … but not more of them than this.
  public var components: Int
  /// The colour of the line.
  public var color: Color

  /// Makes a way to draw outlines; 90 % and three regions are what the authors of Integrated Gradients
  /// draw.
  public init(
    threshold: Float = 0.4, smoothing: Float = 0.03, share: Double = 0.9, components: Int = 3,
    color: Color = Color(red: 255, green: 0, blue: 200)
  ) {
    precondition(threshold > 0 && threshold <= 1, "a threshold lies above 0 and is at most 1")
    precondition(smoothing >= 0, "smoothing is not negative")
    self.threshold = threshold
    self.smoothing = smoothing
    precondition(components > 0, "an outline has a region")
    self.share = share
    self.components = components
    self.color = color
  }

  /// Returns `photo` with the outlines, in RGB. Both have the same size; opacity of the photo is
  /// ignored.
  public func image(of heatmap: Heatmap, on photo: Image) -> Image {
    precondition(
      photo.width == heatmap.width && photo.height == heatmap.height,
      "the photo is \(photo.width)×\(photo.height), its heat map is not")
    let depths = region(of: heatmap).depths
    let thickness = max(1, min(photo.width, photo.height) / 112)
    var picture = photo.rgb
    picture.samples.withUnsafeMutableBufferPointer { samples in
      for (pixel, depth) in depths.enumerated() where depth > 0 && depth <= 2 * thickness {
        let isLine = depth <= thickness
        samples[3 * pixel] = isLine ? color.red : samples[3 * pixel] / 3
        samples[3 * pixel + 1] = isLine ? color.green : samples[3 * pixel + 1] / 3
        samples[3 * pixel + 2] = isLine ? color.blue : samples[3 * pixel + 2] / 3
      }
    }
    return picture
  }

  /// Returns the most important regions.
  package func region(of heatmap: Heatmap) -> Region {
    let deviation = Double(smoothing) * Double(min(heatmap.width, heatmap.height))
    let smooth = heatmap.plane.magnitudesSmoothed(standardDeviation: deviation)
    let limit = threshold * (smooth.values.max() ?? 0)
    let isHot = smooth.values.map { $0 > 0 && $0 >= limit }
    return Region(width: smooth.width, height: smooth.height, isInside: isHot)
      .largestComponents(by: smooth.values, share: share, most: components)
      .withoutHoles
  }
}
