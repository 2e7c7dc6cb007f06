import Imaging

/// An RGB picture that can be drawn on, with smooth edges. What is outside of it is cut off.
///
/// Shapes are mixed in by the share of each pixel that they cover, in integers of 16 binary places, so
/// that a drawing has the same samples on every machine.
public struct Canvas: Sendable {
  /// The picture, as drawn so far, in RGB.
  public private(set) var image: Image

  /// Makes a canvas of one colour.
  public init(width: Int, height: Int, color: Color) {
    image = Image(rgbOfWidth: width, height: height) { output in
      for pixel in 0..<width * height {
        output[3 * pixel] = color.red
        output[3 * pixel + 1] = color.green
        output[3 * pixel + 2] = color.blue
      }
    }
  }

  /// Makes a canvas that begins as a picture, whose opacity is ignored.
  public init(_ image: Image) {
    self.image = image.rgb
  }

  /// Number of pixels in a row.
  public var width: Int { image.width }

  /// Number of rows.
  public var height: Int { image.height }

  /// Fills a path. A path with a coordinate that is no number, or beyond 10⁹, is not drawn.
  public mutating func fill(_ path: VectorPath, color: Color, opacity: Double = 1) {
    guard let coverage = Rasterizer.coverage(of: path, in: size) else { return }
    blend(coverage, color: color, opacity: opacity)
  }

  /// Fills a rectangle; pixels at its edges by the share that lies inside.
  public mutating func fill(rectangle: Rectangle, color: Color, opacity: Double = 1) {
    fill(VectorPath(rectangle), color: color, opacity: opacity)
  }

  /// Draws a line through points with a pen with a round tip. A line that crosses or doubles back on
  /// itself is nowhere darker than elsewhere. Points that are no numbers are left out; of a single
  /// point there is a dot.
  ///
  /// - Parameters:
  ///   - points: the places to visit, in order.
  ///   - width: diameter of the tip in pixels.
  ///   - color: colour of the line.
  ///   - opacity: share of the colour in a pixel inside of the line, 0–1.
  ///   - isClosed: whether the line returns to its first point.
  public mutating func stroke(
    _ points: [Point], width: Double, color: Color, opacity: Double = 1, isClosed: Bool = false
  ) {
    let coverage = Coverage(strokeAlong: points, width: width, isClosed: isClosed, in: size)
    guard let coverage else { return }
    blend(coverage, color: color, opacity: opacity)
  }

  /// Copies a picture to a place, cut off at the edges of the canvas. Of a picture with opacity, what
  /// is behind it shines through.
  public mutating func paste(_ picture: Image, left: Int, top: Int) {
    let columns = max(0, -left)..<max(max(0, -left), min(picture.width, width - left))
    let rows = max(0, -top)..<max(max(0, -top), min(picture.height, height - top))
    let (channels, offsets) = (picture.format.channels, picture.colorOffsets)
    let stride = width
    image.samples.withUnsafeMutableBufferPointer { output in
      picture.samples.withUnsafeBufferPointer { input in
        for row in rows {
          for column in columns {
            let source = channels * (row * picture.width + column)
            let target = 3 * ((top + row) * stride + left + column)
            let alpha = channels == 4 ? UInt32(input[source + 3]) : 255
            let color = Color(
              red: input[source], green: input[source + offsets.green],
              blue: input[source + offsets.blue])
            Self.mix(color, weight: (alpha * 65536 + 127) / 255, into: output, at: target)
          }
        }
      }
    }
  }

  private var size: Size { Size(width: width, height: height) }

  private mutating func blend(_ coverage: Coverage, color: Color, opacity: Double) {
    let (window, stride) = (coverage.window, width)
    let gain = Float(min(max(opacity, 0), 1)) * 65536
    image.samples.withUnsafeMutableBufferPointer { output in
      coverage.values.withUnsafeBufferPointer { shares in
        for row in 0..<window.height {
          let target = 3 * ((window.top + row) * stride + window.left)
          for column in 0..<window.width {
            let share = shares[row * window.width + column]
            guard share > 0 else { continue }
            let weight = UInt32((share * gain).rounded())
            Self.mix(color, weight: weight, into: output, at: target + 3 * column)
          }
        }
      }
    }
  }

  /// Mixes a colour into the three samples from `first` on, with a weight of 16 binary places.
  @inline(__always) private static func mix(
    _ color: Color, weight: UInt32, into output: UnsafeMutableBufferPointer<UInt8>, at first: Int
  ) {
    let rest = 65536 &- weight
    func mixed(_ old: UInt8, _ new: UInt8) -> UInt8 {
      let sum = UInt32(old) &* rest &+ UInt32(new) &* weight
      return UInt8(truncatingIfNeeded: (sum &+ 32768) &>> 16)
    }
    output[first] = mixed(output[first], color.red)
    output[first + 1] = mixed(output[first + 1], color.green)
    output[first + 2] = mixed(output[first + 2], color.blue)
  }
}
