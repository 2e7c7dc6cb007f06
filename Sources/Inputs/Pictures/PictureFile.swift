import Imaging

extension InputSource {
  /// Reads and decodes the picture.
  ///
  /// - Throws: `UnreadablePicture` where there is none, or none that can be decoded.
  public func decode(_ options: DecodingOptions) throws(UnreadablePicture) -> DecodedImage {
    do throws(ImagingError) {
      return try Image.read(path: path, options: options)
    } catch {
      throw UnreadablePicture(name: displayName, reason: error)
    }
  }
}

/// A picture that cannot be read, and why.
public struct UnreadablePicture: Error, CustomStringConvertible {
  /// What people call the picture.
  public let name: String
  /// Why it cannot be read.
  public let reason: ImagingError

  /// The error in one line.
  public var description: String { "\(name): \(reason)" }
}
