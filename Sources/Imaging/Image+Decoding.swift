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
    var header = Self.picture(bytes, container, options, isHeaderOnly: true)
    defer { codecs_free_picture(&header) }
    var picture = codecs_picture()
    defer { codecs_free_picture(&picture) }
    // Where the picture stays: there is no second copy of it at any time. A bad header is told by the
    // second call.
    let length =
      header.status == CODECS_OK ? Int(header.width) * Int(header.height) * 3 : 0
    var samples = [UInt8](unsafeUninitializedCapacity: length) { target, count in
      let room = UnsafeMutableBufferPointer(rebasing: target[..<length])
      picture = Self.picture(bytes, container, options, target: length > 0 ? room : nil)
      count = picture.samples != nil && picture.is_in_target != 0 ? length : 0
    }
    guard let found = picture.samples else { throw error(of: picture, container, options) }
    if picture.is_in_target == 0 {
      samples = Array(
        UnsafeBufferPointer(start: found, count: Int(picture.width) * Int(picture.height) * 3))
    }
    let exif = ExifOrientation(
      parsing: Array(UnsafeBufferPointer(start: picture.exif, count: picture.exif_length)))
    let image = Image(
      width: Int(picture.width), height: Int(picture.height), samples: consume samples)
    return DecodedImage(
      image: options.ignoreOrientation ? image : image.oriented(exif.orientation),
      orientation: exif.orientation, container: container,
      warnings: warnings(of: picture, container)
        + (options.ignoreOrientation ? [] : exif.warnings))
  }

  /// Reads a file and decodes it, as `decode(_:options:)` does.
  ///
  /// - Throws: `ImagingError`, as `ImageFile.bytes(path:limit:)` and `decode(_:options:)` do.
  public static func read(
    path: String, options: DecodingOptions = DecodingOptions()
  ) throws(ImagingError) -> DecodedImage {
    try decode(ImageFile.bytes(path: path, limit: options.maximumBytes), options: options)
  }

  private static func picture(
    _ bytes: [UInt8], _ container: Container, _ options: DecodingOptions,
    isHeaderOnly: Bool = false, target: UnsafeMutableBufferPointer<UInt8>? = nil
  ) -> codecs_picture {
    let background = options.background
    var limits = codecs_limits(
      maximum_pixels: UInt64(max(0, options.maximumPixels)), maximum_side: UInt32(maximumSide),
      maximum_scans: UInt32(maximumScans), tolerant: options.allowCorrupt ? 1 : 0,
      header_only: isHeaderOnly ? 1 : 0,
      background: (background.red, background.green, background.blue),
      target: target?.baseAddress, capacity: target?.count ?? 0)
    return bytes.withUnsafeBufferPointer {
      switch container {
      case .jpeg: codecs_decode_jpeg($0.baseAddress, $0.count, &limits)
      case .png: codecs_decode_png($0.baseAddress, $0.count, &limits)
      }
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
