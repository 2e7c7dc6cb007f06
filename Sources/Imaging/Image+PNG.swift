import CCodecs

extension Image {
  /// Returns the bytes of a PNG file with exactly these samples, 8 bits each.
  ///
  /// The same picture gives the same bytes with the same libpng and zlib; other versions may
  /// compress differently.
  ///
  /// - Throws: `ImagingError.notEncodable` where a side is longer than libpng takes,
  ///   `.outOfMemory`.
  public func pngData() throws(ImagingError) -> [UInt8] {
    guard let width = UInt32(exactly: width), let height = UInt32(exactly: height) else {
      throw .notEncodable(.png, detail: "\(width)×\(height) pixels")
    }
    var result = samples.withUnsafeBufferPointer {
      codecs_encode_png($0.baseAddress, width, height, UInt32(format.channels))
    }
    defer { codecs_free_bytes(&result) }
    return try Self.bytes(of: result, container: .png, width: self.width, height: self.height)
  }

  /// Returns the bytes that an encoder has made of a picture, or throws why there are none.
  static func bytes(
    of result: codecs_bytes, container: Container, width: Int, height: Int
  ) throws(ImagingError) -> [UInt8] {
    guard result.status == CODECS_OK else {
      if result.status == CODECS_OUT_OF_MEMORY { throw .outOfMemory(width: width, height: height) }
      let message = withUnsafeBytes(of: result.message) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      throw .notEncodable(container, detail: message)
    }
    return Array(UnsafeBufferPointer(start: result.bytes, count: result.length))
  }
}
