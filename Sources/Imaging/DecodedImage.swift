/// A picture and what was found out while it was decoded.
public struct DecodedImage: Hashable, Sendable {
  /// The picture, always `.rgb`, and upright unless the orientation was to be ignored.
  public let image: Image
  /// The Exif orientation that the file asks for, 1–8; 1 if it asks for nothing sensible.
  public let orientation: Int
  /// The format of the file.
  public let container: Container
  /// What is wrong with the file, although there is a picture.
  public let warnings: [String]

  /// The same file with another picture in the place of its own.
  public func showing(_ image: Image) -> DecodedImage {
    DecodedImage(
      image: image, orientation: orientation, container: container, warnings: warnings)
  }
}
