import Imaging

/// A photo and its overlay beside each other, small, ready for the index. It keeps the encoded
/// picture alone.
public struct ReportThumbnail: Hashable, Codable, Sendable {
  /// Pixels of the longest side of each of the two: five thirds of what is shown, for fine displays.
  private static let longestSide = 160

  let picture: ReportPicture

  /// Makes both small. The overlay may have another size; it is shown in the photo's.
  ///
  /// - Throws: `ImagingError` where the picture cannot be encoded.
  public init(photo: Image, overlay: Image) throws(ImagingError) {
    let scale = min(1, Double(Self.longestSide) / Double(max(photo.width, photo.height)))
    let width = max(1, Int((Double(photo.width) * scale).rounded()))
    let height = max(1, Int((Double(photo.height) * scale).rounded()))
    let both = [photo, overlay].map { $0.rgb.resampled(width: width, height: height) }
    picture = try ReportPicture(
      Panel(both, gap: 0).image, longestSide: 2 * Self.longestSide, quality: 70)
  }
}
