import Imaging

extension Figure {
  /// Returns the figure as an RGB picture.
  ///
  /// - Parameter scale: pixels per unit, above 0; 2 suits screens whose pixels are small. The size is
  ///   rounded up to whole pixels.
  public func image(scale: Double = 1) -> Image {
    precondition(scale > 0 && scale.isFinite, "a figure is scaled by a number above 0")
    var canvas = Canvas(
      width: Int((width * scale).rounded(.up)), height: Int((height * scale).rounded(.up)),
      color: Ink.background.color)
    for item in items { canvas.draw(item, scale: scale) }
    return canvas.image
  }
}

extension Canvas {
  fileprivate mutating func draw(_ item: Figure.Item, scale: Double) {
    switch item {
    case .line(let points, let width, let ink, let dashes):
      let scaled = points.map { $0.scaled(scale) }
      for piece in scaled.dashed(dashes.map { $0 * scale }) {
        stroke(piece, width: width * scale, color: ink.color)
      }
    case .area(let points, let ink, let opacity):
      fill(
        VectorPath(polygon: points.map { $0.scaled(scale) }), color: ink.color, opacity: opacity)
    case .circle(let center, let radius, let ink):
      fill(
        VectorPath(circleAround: center.scaled(scale), radius: radius * scale), color: ink.color)
    case .rectangle(let rectangle, let ink, let opacity):
      fill(rectangle: rectangle.scaled(scale), color: ink.color, opacity: opacity)
    case .label(let label):
      text(
        label.text, at: label.origin.scaled(scale), size: label.size * scale,
        color: label.ink.color, alignment: label.alignment, weight: label.weight)
    case .picture(let image, let rectangle):
      paste(image, in: rectangle.scaled(scale))
    }
  }

  /// Pastes a picture, scaled to the whole pixels that are nearest to a rectangle.
  private mutating func paste(_ picture: Image, in rectangle: Rectangle) {
    let (left, top) = (rectangle.x.rounded(), rectangle.y.rounded())
    let width = (rectangle.x + rectangle.width).rounded() - left
    let height = (rectangle.y + rectangle.height).rounded() - top
    guard (1...32768).contains(width), (1...32768).contains(height),
      Point(x: left, y: top).isDrawable
    else { return }
    let (columns, rows) = (Int(width), Int(height))
    let isSame = picture.width == columns && picture.height == rows
    paste(
      isSame ? picture : picture.resampled(width: columns, height: rows),
      left: Int(left), top: Int(top))
  }
}

extension Point {
  fileprivate func scaled(_ scale: Double) -> Point { Point(x: x * scale, y: y * scale) }
}

extension Rectangle {
  fileprivate func scaled(_ scale: Double) -> Rectangle {
    Rectangle(x: x * scale, y: y * scale, width: width * scale, height: height * scale)
  }
}

extension [Point] {
  /// The strokes into which a pattern of strokes and gaps cuts a line; the whole line where a length of
  /// the pattern is not above 0, or would give more than ten thousand strokes.
  fileprivate func dashed(_ pattern: [Double]) -> [[Point]] {
    guard let first, !pattern.isEmpty, pattern.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      return [self]
    }
    let lengths = zip(self, dropFirst()).map { start, end in
      ((end.x - start.x) * (end.x - start.x) + (end.y - start.y) * (end.y - start.y)).squareRoot()
    }
    guard lengths.reduce(0, +) / pattern.reduce(0, +) < 10_000 else { return [self] }
    var (strokes, phase, left) = ([[first]], 0, pattern[0])
    for (index, length) in lengths.enumerated() {
      var done = 0.0
      while length - done > left {
        done += left
        let place = self[index].interpolated(to: self[index + 1], at: done / length)
        if phase.isMultiple(of: 2) { strokes[strokes.count - 1].append(place) }
        phase += 1
        if phase.isMultiple(of: 2) { strokes.append([place]) }
        left = pattern[phase % pattern.count]
      }
      left -= length - done
      if phase.isMultiple(of: 2) { strokes[strokes.count - 1].append(self[index + 1]) }
    }
    return strokes
  }
}
