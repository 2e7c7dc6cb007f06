import Imaging

/// A picture that has been read and brought to a network's size.
public struct Photo: Sendable {
  /// Where it comes from.
  public let picture: InputSource
  /// Its pixels.
  public let decoded: DecodedImage
  /// The same as the network reads it.
  public let prepared: PreparedImage

  /// Reads, decodes and fits a picture.
  public init(
    _ picture: InputSource, decoding: DecodingOptions, for reader: PictureReader
  ) throws(UnreadablePicture) {
    self.init(picture, try picture.decode(decoding), for: reader)
  }

  /// Fits a picture that has been read.
  public init(_ picture: InputSource, _ decoded: DecodedImage, for reader: PictureReader) {
    (self.picture, self.decoded) = (picture, decoded)
    prepared = reader.prepare(decoded.image)
  }

  /// Takes what a network reads as it was prepared; `decoded` is shown, at whatever size.
  public init(_ picture: InputSource, _ decoded: DecodedImage, _ prepared: PreparedImage) {
    (self.picture, self.decoded, self.prepared) = (picture, decoded, prepared)
  }
}
