/// How pictures are decoded.
public struct DecodingOptions: Hashable, Sendable {
  /// Most bytes that a file may have.
  public var maximumBytes: Int
  /// Most pixels that a picture may have; checked in its header, before memory is taken.
  public var maximumPixels: Int
  /// Whether a truncated or damaged picture is decoded as far as it goes, with a warning, instead of
  /// being refused.
  public var allowCorrupt: Bool
  /// What is seen through transparent pixels, and where a damaged PNG has no pixels.
  public var background: Color
  /// Whether the picture stays as its pixels are stored, instead of being turned upright.
  public var ignoreOrientation: Bool

  /// Makes options; the defaults suit untrusted photos.
  public init(
    maximumPixels: Int = 100_000_000,
    allowCorrupt: Bool = false,
    background: Color = .white,
    ignoreOrientation: Bool = false,
    maximumBytes: Int = ImageFile.maximumLength
  ) {
    self.maximumBytes = maximumBytes
    self.maximumPixels = maximumPixels
    self.allowCorrupt = allowCorrupt
    self.background = background
    self.ignoreOrientation = ignoreOrientation
  }
}
