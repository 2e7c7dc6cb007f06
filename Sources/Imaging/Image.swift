/// A picture of 8-bit samples, rows from top to bottom, pixels from left to right, the samples of a
/// pixel next to each other.
public struct Image: Hashable, Sendable {
  /// What the samples of one pixel are.
  public enum Format: Int, Hashable, Sendable {
    /// One sample of brightness.
    case gray = 1
    /// Red, green, blue.
    case rgb = 3
    /// Red, green, blue, and opacity that is not multiplied into them.
    case rgba = 4

    /// Number of samples per pixel.
    public var channels: Int { rawValue }
  }

  /// Number of pixels in a row.
  public let width: Int
  /// Number of rows.
  public let height: Int
  /// What the samples of one pixel are.
  public let format: Format
  /// All samples; always `width * height * format.channels` of them.
  public var samples: [UInt8]

  /// Makes a picture from its samples.
  public init(width: Int, height: Int, format: Format = .rgb, samples: [UInt8]) {
    precondition(
      width > 0 && height > 0 && samples.count == width * height * format.channels,
      "a \(width)×\(height) picture does not have \(samples.count) samples")
    self.width = width
    self.height = height
    self.format = format
    self.samples = samples
  }

  /// Makes an RGB picture of one colour.
  public init(width: Int, height: Int, color: Color) {
    self.init(
      width: width, height: height,
      samples: (0..<width * height).flatMap { _ in [color.red, color.green, color.blue] })
  }
}

/// A colour of 8 bits per channel.
public struct Color: Hashable, Sendable {
  /// Red, 0–255.
  public var red: UInt8
  /// Green, 0–255.
  public var green: UInt8
  /// Blue, 0–255.
  public var blue: UInt8

  /// Makes a colour from its channels.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// (0, 0, 0).
  public static let black = Color(red: 0, green: 0, blue: 0)
  /// (255, 255, 255).
  public static let white = Color(red: 255, green: 255, blue: 255)
}
