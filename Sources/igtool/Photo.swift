import Classification
import Imaging

/// A picture that has been read and brought to a network's size.
struct Photo: Sendable {
  let picture: InputPicture
  let decoded: DecodedImage
  let prepared: PreparedImage

  /// Reads, decodes and fits a picture.
  init(_ picture: InputPicture, decoding: DecodingOptions, for input: NetworkInput) throws {
    self.picture = picture
    decoded = try picture.decode(decoding)
    prepared = input.prepare(decoded.image)
  }
}
