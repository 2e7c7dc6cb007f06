import Foundation
import Imaging

/// A picture within a page: a JPEG as text, and its size.
struct ReportPicture: Hashable, Codable, Sendable {
  /// A `data:` address with the whole picture.
  let source: String
  /// The size of the embedded picture.
  let size: Size

  /// Embeds a picture, made smaller where a side is longer than `longestSide`.
  init(_ image: Image, longestSide: Int, quality: Int = 90) throws(ImagingError) {
    size = Self.size(of: image, within: longestSide)
    let isSmaller = size.width < image.width || size.height < image.height
    let embedded = isSmaller ? image.resampled(width: size.width, height: size.height) : image
    let bytes = try embedded.jpegData(quality: quality)
    source = "data:image/jpeg;base64," + Data(bytes).base64EncodedString()
  }

  /// Returns the size of a picture scaled down until no side is longer than `longestSide`.
  private static func size(of image: Image, within longestSide: Int) -> Size {
    let scale = min(1, Double(longestSide) / Double(max(image.width, image.height)))
    return Size(
      width: max(1, Int((Double(image.width) * scale).rounded())),
      height: max(1, Int((Double(image.height) * scale).rounded())))
  }
}
