import CCodecs

extension Image {
  /// Returns the bytes of a baseline JPEG file that comes close to this picture; opacity is ignored.
  ///
  /// Colours are kept at full resolution. The same picture gives the same bytes with the same
  /// libjpeg. Neither side may be longer than 65500 pixels.
  ///
  /// - Parameter quality: libjpeg's quality, from 1 (smallest) to 100 (nearest); 90 is free of
  ///   visible changes in photographs.
  /// - Throws: `ImagingError.notEncodable` where a side is too long, `.outOfMemory`.
  public func jpegData(quality: Int = 90) throws(ImagingError) -> [UInt8] {
    precondition((1...100).contains(quality), "quality \(quality) is not from 1 to 100")
    let opaque = withoutOpacity
    guard let width = UInt32(exactly: width), let height = UInt32(exactly: height) else {
      throw .notEncodable(.jpeg, detail: "\(width)×\(height) pixels")
    }
    var result = opaque.samples.withUnsafeBufferPointer {
      codecs_encode_jpeg(
        $0.baseAddress, width, height, UInt32(opaque.format.channels), Int32(quality))
    }
    defer { codecs_free_bytes(&result) }
    return try Self.bytes(of: result, container: .jpeg, width: self.width, height: self.height)
  }

  /// The picture without its fourth channel.
  private var withoutOpacity: Image {
    guard format == .rgba else { return self }
    let samples = [UInt8](unsafeUninitializedCapacity: 3 * width * height) { output, count in
      for pixel in 0..<width * height {
        for channel in 0..<3 {
          output.initializeElement(
            at: 3 * pixel + channel, to: self.samples[4 * pixel + channel])
        }
      }
      count = 3 * width * height
    }
    return Image(width: width, height: height, samples: samples)
  }
}
