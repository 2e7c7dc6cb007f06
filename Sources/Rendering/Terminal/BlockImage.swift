import Imaging

/// A picture made of characters: every cell is an upper half block, its foreground one pixel and its
/// background the pixel below.
///
/// Colours are written where they change. At the end of each line everything is reset, so that a
/// terminal that becomes wider does not smear the background. The last line of a picture of odd height
/// has upper halves alone.
public struct BlockImage: Hashable, Sendable {
  /// How a terminal is told colours.
  public enum Colors: Hashable, Sendable, CaseIterable {
    /// Red, green and blue, 8 bits each.
    case trueColor
    /// The nearest one of xterm's cube of 6×6×6 colours and its ramp of 24 grays.
    case indexed
  }

  /// The lines, with no line break after the last one.
  public let text: String

  /// Encodes a picture, one character for one column and two rows of pixels; opacity is ignored.
  public init(_ picture: Image, colors: Colors) {
    let picture = picture.rgb
    let codes = colors.codes(of: picture)
    let lines = stride(from: 0, to: picture.height, by: 2).map { row in
      Self.line(
        codes[row * picture.width..<(row + 1) * picture.width],
        codes[(row + 1) * picture.width..<min(row + 2, picture.height) * picture.width], colors)
    }
    text = lines.joined(separator: "\n")
  }

  /// One line of characters; `lower` is empty where the picture has ended.
  private static func line(
    _ upper: ArraySlice<UInt32>, _ lower: ArraySlice<UInt32>, _ colors: Colors
  ) -> String {
    var text = ""
    var (foreground, background): (UInt32?, UInt32?)
    for offset in 0..<upper.count {
      let above = upper[upper.startIndex + offset]
      let below = lower.isEmpty ? nil : lower[lower.startIndex + offset]
      var changes: [String] = []
      if above != foreground { changes.append("38;" + colors.parameters(above)) }
      if let below, below != background { changes.append("48;" + colors.parameters(below)) }
      if !changes.isEmpty { text += "\u{1b}[\(changes.joined(separator: ";"))m" }
      text += "▀"
      (foreground, background) = (above, below)
    }
    return text + "\u{1b}[0m"
  }
}

extension BlockImage.Colors {
  /// One number for the colour of every pixel of an RGB picture.
  fileprivate func codes(of picture: Image) -> [UInt32] {
    stride(from: 0, to: picture.samples.count, by: 3).map { first in
      let color = Color(
        red: picture.samples[first], green: picture.samples[first + 1],
        blue: picture.samples[first + 2])
      return switch self {
      case .trueColor: UInt32(color.red) << 16 | UInt32(color.green) << 8 | UInt32(color.blue)
      case .indexed: UInt32(XtermPalette.index(nearest: color))
      }
    }
  }

  /// The parameters of the control sequence after 38 or 48.
  fileprivate func parameters(_ code: UInt32) -> String {
    switch self {
    case .trueColor: "2;\(code >> 16);\(code >> 8 & 255);\(code & 255)"
    case .indexed: "5;\(code)"
    }
  }
}
