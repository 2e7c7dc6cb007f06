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

  /// Returns what `pngData` does of the picture that these pictures are, one below another; each is
  /// asked for when the one before is encoded, so that they are never all there.
  ///
  /// - Parameters:
  ///   - width: the width of the picture, in pixels.
  ///   - height: its height.
  ///   - format: what its pixels are made of.
  ///   - strips: ranges of rows, from top to bottom, all rows of the picture together.
  ///   - draw: returns the rows of a range, in `format`.
  /// - Throws: as `pngData` does.
  public static func pngData(
    width: Int, height: Int, format: Format, strips: [Range<Int>], draw: (Range<Int>) -> Image
  ) throws(ImagingError) -> [UInt8] {
    guard let columns = UInt32(exactly: width), let rows = UInt32(exactly: height) else {
      throw .notEncodable(.png, detail: "\(width)×\(height) pixels")
    }
    let encoder = codecs_begin_png(columns, rows, UInt32(format.channels))
    for strip in strips {
      let image = draw(strip)
      precondition(
        image.width == width && image.height == strip.count && image.format == format,
        "a strip of \(image.width)×\(image.height) pixels is not rows \(strip)")
      image.samples.withUnsafeBufferPointer {
        codecs_add_png_rows(encoder, $0.baseAddress, UInt32(strip.count))
      }
    }
    var result = codecs_end_png(encoder)
    defer { codecs_free_bytes(&result) }
    return try bytes(of: result, container: .png, width: width, height: height)
  }

  /// Returns some of the rows as a picture.
  public func rows(_ rows: Range<Int>) -> Image {
    if rows == 0..<height { return self }
    let line = width * format.channels
    return Image(
      width: width, height: rows.count, format: format,
      samples: Array(samples[rows.lowerBound * line..<rows.upperBound * line]))
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
