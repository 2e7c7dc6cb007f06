extension Image {
  /// Returns the picture on the way from `start`, of the same size and format, to this one:
  /// (1 − share) · start + share · this, rounded.
  public func mixed(from start: Image, share: Double) -> Image {
    precondition(
      width == start.width && height == start.height && format == start.format,
      "pictures that are mixed have one size and format")
    precondition((0...1).contains(share), "a share lies between 0 and 1")
    let weight = UInt32((share * 65536).rounded())
    let mixed = zip(samples, start.samples).map { end, start in
      UInt8((UInt32(end) * weight + UInt32(start) * (65536 - weight) + 32768) >> 16)
    }
    return Image(width: width, height: height, format: format, samples: mixed)
  }
}
