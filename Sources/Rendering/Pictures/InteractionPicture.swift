import Imaging

/// Which parts of a picture count only together, and which stand in for each other: lines between the
/// middles of parts, over the picture in muted colours with the edges of its parts.
///
/// The thickness of a line is in proportion to the pair's number. Blue joins what counts only together,
/// orange what stands in for each other, as is said below the picture; the ends are named. A line that
/// would run through a named part that is not its end is bent around it.
public struct InteractionPicture: Sendable {
  /// Two parts, and their number.
  public struct Pair: Hashable, Sendable {
    /// The place of a part among all.
    public var first: Int
    /// The place of the other.
    public var second: Int
    /// Above 0 for what counts only together.
    public var value: Double

    /// Makes a pair.
    public init(first: Int, second: Int, value: Double) {
      (self.first, self.second, self.value) = (first, second, value)
    }
  }

  /// Pixels that the longer side has at least.
  static let leastSide = 672

  private let photo: Image
  private let parts: [[Int]]
  private let names: [String]
  private let pairs: [Pair]

  /// Makes a picture of parts.
  ///
  /// - Parameters:
  ///   - photo: what the parts are of.
  ///   - parts: the pixels of each part of the photo, by their places row by row.
  ///   - names: what the parts are called.
  ///   - pairs: what is drawn.
  public init(photo: Image, parts: [[Int]], names: [String], pairs: [Pair]) {
    precondition(parts.count == names.count, "every part has a name")
    (self.photo, self.parts, self.names, self.pairs) = (photo.rgb, parts, names, pairs)
  }

  /// How many pixels of the picture each pixel of the photo takes along a side.
  private var enlargement: Int {
    let longer = max(photo.width, photo.height)
    return max(1, (Self.leastSide + longer - 1) / longer)
  }

  /// The picture, in RGB.
  public var image: Image {
    let photo = edged
    let largest = pairs.map { abs($0.value) }.max() ?? 0
    guard largest > 0 else { return photo }
    let unit = Double(max(photo.width, photo.height)) / 112
    var canvas = Canvas(
      width: photo.width, height: photo.height + Int(4.5 * unit), color: .white)
    canvas.paste(photo, left: 0, top: 0)
    let named = Set(pairs.flatMap { [$0.first, $0.second] }).sorted()
    // The strongest are drawn last, above the others.
    for pair in pairs.sorted(by: { abs($0.value) < abs($1.value) }) {
      let others = named.filter { $0 != pair.first && $0 != pair.second }.map(middle)
      let line = Self.line(
        from: middle(of: pair.first), to: middle(of: pair.second), around: others,
        distance: 2.6 * unit)
      let width = max(1.5, 2 * unit * abs(pair.value) / largest)
      canvas.stroke(line, width: width + 2, color: .black)
      canvas.stroke(line, width: width, color: Self.color(of: pair))
    }
    for part in named { canvas.name(names[part], at: middle(of: part), size: 2.6 * unit) }
    drawLegend(at: Point(x: unit, y: Double(photo.height) + 2.25 * unit), unit: unit, on: &canvas)
    return canvas.image
  }

  private static func color(of pair: Pair) -> Color {
    Ink.series(pair.value > 0 ? 0 : 1).color.lightened
  }

  /// Says what the colours of the lines mean, in one row.
  private func drawLegend(at start: Point, unit: Double, on canvas: inout Canvas) {
    var left = start.x
    let size = 2.4 * unit
    for (isTogether, words) in [(true, "count only together"), (false, "stand in for each other")] {
      guard let pair = pairs.first(where: { ($0.value > 0) == isTogether && $0.value != 0 }) else {
        continue
      }
      let line = [Point(x: left + unit, y: start.y), Point(x: left + 4 * unit, y: start.y)]
      canvas.stroke(line, width: 1.2 * unit, color: Self.color(of: pair))
      canvas.text(
        words, at: Point(x: left + 6 * unit, y: start.y + 0.36 * size), size: size, color: .black)
      left += 9 * unit + Lettering.width(of: words, size: size, weight: .regular)
    }
  }

  /// A straight line, or an arc where the straight one would come nearer to a point than a distance.
  package static func line(
    from start: Point, to end: Point, around others: [Point], distance: Double
  ) -> [Point] {
    let (right, down) = (end.x - start.x, end.y - start.y)
    let length = max((right * right + down * down).squareRoot(), 1e-9)
    let isFree = others.allSatisfy { other in
      let share = ((other.x - start.x) * right + (other.y - start.y) * down) / (length * length)
      let nearest = min(max(share, 0), 1)
      let (x, y) = (start.x + nearest * right - other.x, start.y + nearest * down - other.y)
      return x * x + y * y >= distance * distance
    }
    if isFree { return [start, end] }
    // A parabola that is three distances away from the straight line in its middle.
    return (0...24).map { step in
      let share = Double(step) / 24
      let height = 12 * distance * share * (1 - share)
      return Point(
        x: start.x + share * right + height * down / length,
        y: start.y + share * down - height * right / length)
    }
  }

  /// The photo in muted colours, enlarged, with a light line where a part begins.
  private var edged: Image {
    let scale = enlargement
    var owner = [Int](repeating: -1, count: photo.width * photo.height)
    for (part, pixels) in parts.enumerated() { for pixel in pixels { owner[pixel] = part } }
    var large = photo.resampled(
      width: photo.width * scale, height: photo.height * scale, filter: .bicubic)
    let (width, columns) = (large.width, photo.width)
    for y in 0..<large.height {
      for x in 0..<width {
        let place = y / scale * columns + x / scale
        let isEdge =
          (x > 0 && x % scale == 0 && owner[place] != owner[place - 1])
          || (y > 0 && y % scale == 0 && owner[place] != owner[place - columns])
        let sample = 3 * (y * width + x)
        let gray = large.samples[sample..<sample + 3].reduce(0) { $0 + Int($1) } / 3
        for channel in sample..<sample + 3 {
          let muted = (Int(large.samples[channel]) + gray) / 2
          large.samples[channel] = UInt8(isEdge ? (muted + 2 * 255) / 3 : muted)
        }
      }
    }
    return large
  }

  /// The pixel of a part that is nearest to the mean of all, so that a name stands in its part.
  private func middle(of part: Int) -> Point {
    let (columns, count) = (photo.width, Double(max(parts[part].count, 1)))
    let x = parts[part].reduce(0) { $0 + Double($1 % columns) } / count
    let y = parts[part].reduce(0) { $0 + Double($1 / columns) } / count
    func distance(_ pixel: Int) -> Double {
      let (right, down) = (Double(pixel % columns) - x, Double(pixel / columns) - y)
      return right * right + down * down
    }
    let nearest = parts[part].min { distance($0) < distance($1) } ?? 0
    let scale = Double(enlargement)
    return Point(
      x: (Double(nearest % columns) + 0.5) * scale, y: (Double(nearest / columns) + 0.5) * scale)
  }
}

extension Canvas {
  /// Writes a name on a dark disk.
  fileprivate mutating func name(_ name: String, at middle: Point, size: Double) {
    let width = Lettering.width(of: name, size: size, weight: .bold)
    fill(
      VectorPath(circleAround: middle, radius: max(width, size) * 0.72),
      color: Color(red: 20, green: 24, blue: 30), opacity: 0.85)
    text(
      name, at: Point(x: middle.x, y: middle.y + size * 0.36), size: size, color: .white,
      alignment: .middle, weight: .bold)
  }
}

extension Color {
  /// A third of the way to white, for lines on a dark edge.
  fileprivate var lightened: Color {
    func lighter(_ value: UInt8) -> UInt8 { UInt8((2 * Int(value) + 255) / 3) }
    return Color(red: lighter(red), green: lighter(green), blue: lighter(blue))
  }
}
