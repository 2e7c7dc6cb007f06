import Imaging

/// A picture made of five shades of one colour, without any control sequence: for terminals that
/// know none, and for readers who want none. Bright pixels are full blocks, as on a dark screen.
public struct ShadeImage: Hashable, Sendable {
  private static let shades: [Character] = [" ", "░", "▒", "▓", "█"]

  /// The lines, with no line break after the last one.
  public let text: String

  /// Encodes a picture, one character for one pixel; opacity is ignored. The shade is the nearest to
  /// the pixel's luma (ITU-R BT.601).
  public init(_ picture: Image) {
    let picture = picture.rgb
    text = (0..<picture.height).map { row in
      String(
        (0..<picture.width).map { column in
          let first = 3 * (row * picture.width + column)
          let luma =
            299 * Int(picture.samples[first]) + 587 * Int(picture.samples[first + 1])
            + 114 * Int(picture.samples[first + 2])
          return Self.shades[(luma * (Self.shades.count - 1) + 127_500) / 255_000]
        })
    }.joined(separator: "\n")
  }
}
