import Imaging

/// A picture as sixels have it: bands of six rows, in each of them one layer of bits for every
/// colour, and a palette whose channels have 101 levels.
///
/// A picture of few colours is shown in just these. Of another one, the palette follows the colours
/// that it has (`SixelPalette`), and what a pixel's colour misses is spread among its neighbours to
/// come, so that smooth transitions stay smooth. Format: DEC, VT330/VT340 Programmer Reference
/// Manual, volume 2, chapter 14.
public struct SixelImage: Hashable, Sendable {
  /// Rows of pixels in one band.
  private static let bandHeight = 6

  /// What is written to the terminal.
  public let text: String

  /// Encodes a picture pixel by pixel, with at most `colors` (2 to 256) colours; opacity is ignored.
  public init(_ picture: Image, colors: Int = 256) {
    precondition((2...256).contains(colors), "a palette of \(colors) colours is none")
    let picture = picture.rgb
    let palette = SixelPalette(of: picture, count: colors)
    let indices = palette.dithered(picture)
    // The pixels are square, and those that no layer sets stay as they are.
    var bytes = Array("\u{1b}P0;1;0q\"1;1;\(picture.width);\(picture.height)".utf8)
    for (index, color) in palette.colors.enumerated() {
      bytes += "#\(index);2;\(color.red);\(color.green);\(color.blue)".utf8
    }
    for first in stride(from: 0, to: picture.height, by: Self.bandHeight) {
      let rows = first..<min(first + Self.bandHeight, picture.height)
      if first > 0 { bytes.append(UInt8(ascii: "-")) }
      Self.append(
        indices[rows.lowerBound * picture.width..<rows.upperBound * picture.width],
        width: picture.width, colors: palette.colors.count, to: &bytes)
    }
    bytes += "\u{1b}\\".utf8
    text = String(decoding: bytes, as: UTF8.self)
  }

  /// Appends one band, colour by colour.
  private static func append(
    _ band: ArraySlice<UInt8>, width: Int, colors: Int, to bytes: inout [UInt8]
  ) {
    var layers = [UInt8](repeating: 0, count: colors * width)
    var isUsed = [Bool](repeating: false, count: colors)
    for (offset, color) in band.enumerated() {
      layers[Int(color) * width + offset % width] |= 1 << UInt8(offset / width)
      isUsed[Int(color)] = true
    }
    var isFirst = true
    for color in 0..<colors where isUsed[color] {
      if !isFirst { bytes.append(UInt8(ascii: "$")) }
      isFirst = false
      bytes += "#\(color)".utf8
      append(layers[color * width..<(color + 1) * width], to: &bytes)
    }
  }

  /// Appends one layer; runs of more than three are counted, and what is empty at the end is left out.
  private static func append(_ layer: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
    let end = (layer.lastIndex { $0 != 0 } ?? layer.startIndex) + 1
    var start = layer.startIndex
    while start < end {
      let value = layer[start]
      var next = start + 1
      while next < end && layer[next] == value { next += 1 }
      let (count, sixel) = (next - start, value + 63)
      if count > 3 {
        bytes += "!\(count)".utf8
        bytes.append(sixel)
      } else {
        bytes += repeatElement(sixel, count: count)
      }
      start = next
    }
  }
}
