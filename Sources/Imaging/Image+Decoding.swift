import CCodecs

extension Image {
  /// Longest side of a PNG; libjpeg's own limit for JPEG is slightly lower.
  static let maximumSide = 65_535
  /// Honest progressive pictures have about ten scans; each costs a pass over all pixels.
  static let maximumScans = 100

  /// Decodes a JPEG or PNG, recognised by its content.
  ///
  /// CMYK and grey become RGB, 16-bit samples lose their lower 8 bits, transparency is composited over
  /// the background, and the picture is turned upright. Colour profiles and gamma are not applied.
  ///
  /// - Throws: `ImagingError` for no bytes, an unknown format, a kind that is not supported, a
  ///   picture beyond the limits or the memory; for a damaged one unless `allowCorrupt` is set and
  ///   there are rows.
  public static func decode(
    _ bytes: [UInt8], options: DecodingOptions = DecodingOptions()
  ) throws(ImagingError) -> DecodedImage {
    guard !bytes.isEmpty else { throw .empty }
    guard let container = Container(bytes) else {
      throw ForeignFormat(bytes).map(ImagingError.foreignFormat)
        ?? .unknownFormat(beginning: Array(bytes.prefix(4)))
    }
    var picture = picture(bytes, container, options)
    defer { codecs_free_picture(&picture) }
    guard let samples = picture.samples else {
      throw error(of: picture, container, options)
    }
    let exif = ExifOrientation(
      parsing: Array(UnsafeBufferPointer(start: picture.exif, count: picture.exif_length)))
    let image = image(
      UnsafeBufferPointer(
        start: samples, count: Int(picture.width) * Int(picture.height) * Int(picture.channels)),
      of: picture, background: options.background)
    return DecodedImage(
      image: options.ignoreOrientation ? image : image.oriented(exif.orientation),
      orientation: exif.orientation, container: container,
      warnings: warnings(of: picture, container)
        + (options.ignoreOrientation ? [] : exif.warnings))
  }

  /// Reads a file and decodes it, as `decode(_:options:)` does.
  ///
  /// - Throws: `ImagingError`, as `ImageFile.bytes(path:)` and `decode(_:options:)` do.
  public static func read(
    path: String, options: DecodingOptions = DecodingOptions()
  ) throws(ImagingError) -> DecodedImage {
    try decode(ImageFile.bytes(path: path), options: options)
  }

  private static func picture(
    _ bytes: [UInt8], _ container: Container, _ options: DecodingOptions
  ) -> codecs_picture {
    var limits = codecs_limits(
      maximum_pixels: UInt64(max(0, options.maximumPixels)), maximum_side: UInt32(maximumSide),
      maximum_scans: UInt32(maximumScans), tolerant: options.allowCorrupt ? 1 : 0)
    return bytes.withUnsafeBufferPointer {
      switch container {
      case .jpeg: codecs_decode_jpeg($0.baseAddress, $0.count, &limits)
      case .png: codecs_decode_png($0.baseAddress, $0.count, &limits)
      }
    }
  }

  private static func image(
    _ samples: UnsafeBufferPointer<UInt8>, of picture: codecs_picture, background: Color
  ) -> Image {
    Image(
      width: Int(picture.width), height: Int(picture.height),
      samples: picture.channels == 3 ? Array(samples) : composited(samples, over: background))
  }

  /// Returns RGB for RGBA over a colour: rounded (α · c + (255 − α) · background) / 255.
  private static func composited(
    _ rgba: UnsafeBufferPointer<UInt8>, over background: Color
  ) -> [UInt8] {
    let pixels = rgba.count / 4
    let behind = (Int32(background.red), Int32(background.green), Int32(background.blue))
    func mix(_ sample: UInt8, _ behind: Int32, _ alpha: Int32) -> UInt8 {
      let sum = Int32(sample) &* alpha &+ behind &* (255 &- alpha) &+ 127
      return UInt8(truncatingIfNeeded: sum / 255)
    }
    return [UInt8](unsafeUninitializedCapacity: pixels * 3) { rgb, count in
      for pixel in 0..<pixels {
        let alpha = Int32(rgba[4 &* pixel &+ 3])
        rgb[3 &* pixel] = mix(rgba[4 &* pixel], behind.0, alpha)
        rgb[3 &* pixel &+ 1] = mix(rgba[4 &* pixel &+ 1], behind.1, alpha)
        rgb[3 &* pixel &+ 2] = mix(rgba[4 &* pixel &+ 2], behind.2, alpha)
      }
      count = pixels * 3
    }
  }

  private static func error(
    of picture: codecs_picture, _ container: Container, _ options: DecodingOptions
  ) -> ImagingError {
    let (width, height) = (Int(picture.width), Int(picture.height))
    switch picture.status {
    case CODECS_TRUNCATED: return .truncated(container, detail: message(picture.message))
    case CODECS_UNSUPPORTED: return .unsupported(container, detail: message(picture.message))
    case CODECS_TOO_MANY_PIXELS:
      return .tooManyPixels(width: width, height: height, limit: options.maximumPixels)
    case CODECS_TOO_LONG_SIDE:
      return .sideTooLong(width: width, height: height, limit: container.maximumSide)
    case CODECS_TOO_MANY_SCANS: return .tooManyScans(limit: maximumScans)
    case CODECS_OUT_OF_MEMORY: return .outOfMemory(width: width, height: height)
    default: return .corrupt(container, detail: message(picture.message))
    }
  }

  private static func warnings(of picture: codecs_picture, _ container: Container) -> [String] {
    var warnings: [String] = []
    switch picture.status {
    case CODECS_OK: break
    case CODECS_TRUNCATED:
      warnings.append("truncated \(container.name) (\(message(picture.message)))")
    default: warnings.append("corrupt \(container.name) (\(message(picture.message)))")
    }
    if picture.warnings > 0 { warnings.append(message(picture.warning)) }
    if picture.warnings > 1 { warnings.append("\(picture.warnings - 1) more warnings") }
    return warnings
  }

  /// Returns a library's message in our style: no boast at the beginning, no capital.
  private static func message<Text>(_ text: Text) -> String {
    var message = withUnsafeBytes(of: text) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    let prefix = "Corrupt JPEG data: "
    if message.hasPrefix(prefix) { message.removeFirst(prefix.count) }
    let isWord = message.dropFirst().first?.isLowercase ?? false
    return isWord ? message.prefix(1).lowercased() + message.dropFirst() : message
  }
}

extension Container {
  /// Longest side that the format's library accepts.
  fileprivate var maximumSide: Int { self == .jpeg ? 65_500 : Image.maximumSide }
}
