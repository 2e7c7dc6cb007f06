import Imaging

extension Coverage {
  /// Makes the shape of a pen with a round tip that is drawn along a line; nothing where that leaves
  /// no trace in the picture. Points that are not drawable are left out.
  ///
  /// A pixel whose centre is at distance d from the line is covered by the part of the interval
  /// [d − 1/2, d + 1/2] that lies within half a width of the line: exact along rows and columns. Where
  /// parts of the line meet, the larger share counts, so that nothing is darker there.
  init?(strokeAlong points: [Point], width: Double, isClosed: Bool, in size: Size) {
    let points = points.filter(\.isDrawable)
    guard let first = points.first, width > 0, width.isFinite,
      let window = Window(around: points, margin: width / 2 + 0.5, in: size)
    else { return nil }
    self.init(window)
    var start = first
    for end in points.count == 1 ? points[...] : points.dropFirst() {
      addSegment(from: start, to: end, width: width)
      start = end
    }
    if isClosed { addSegment(from: start, to: first, width: width) }
  }

  private mutating func addSegment(from start: Point, to end: Point, width: Double) {
    let (half, reach) = (width / 2, width / 2 + 0.5)
    let (deltaX, deltaY) = (end.x - start.x, end.y - start.y)
    let squaredLength = deltaX * deltaX + deltaY * deltaY
    let upper = min(start.y, end.y) - reach - Double(window.top)
    let lower = max(start.y, end.y) + reach - Double(window.top)
    for row in Self.pixels(from: upper, to: lower, count: window.height) {
      let y = Double(window.top + row) + 0.5
      let span = Self.span(from: start, to: end, row: y, reach: reach)
      let (left, right) = (span.left - Double(window.left), span.right - Double(window.left))
      for column in Self.pixels(from: left, to: right, count: window.width) {
        let (toX, toY) = (Double(window.left + column) + 0.5 - start.x, y - start.y)
        let projection = toX * deltaX + toY * deltaY
        let position = squaredLength > 0 ? min(max(projection / squaredLength, 0), 1) : 0
        let (x, y) = (toX - position * deltaX, toY - position * deltaY)
        let distance = (x * x + y * y).squareRoot()
        let share = min(half, distance + 0.5) - max(-half, distance - 0.5)
        let pixel = row * window.width + column
        values[pixel] = max(values[pixel], Float(min(share, 1)))
      }
    }
  }

  /// The columns that a segment's pen can touch in the row whose centres are at `row`.
  private static func span(
    from start: Point, to end: Point, row: Double, reach: Double
  ) -> (left: Double, right: Double) {
    var positions = (0.0, 1.0)
    if (end.y - start.y).magnitude > 1e-6 {
      let height = end.y - start.y
      let (upper, lower) = ((row - reach - start.y) / height, (row + reach - start.y) / height)
      positions = (max(min(upper, lower), 0), min(max(upper, lower), 1))
    }
    let first = start.x + (end.x - start.x) * positions.0
    let last = start.x + (end.x - start.x) * positions.1
    return (min(first, last) - reach, max(first, last) + reach)
  }

  /// The pixels, of `count` ones, that an interval touches.
  private static func pixels(from first: Double, to last: Double, count: Int) -> Range<Int> {
    let end = Int(min(max(last.rounded(.up), 0), Double(count)))
    return min(Int(min(max(first, 0), Double(count))), end)..<end
  }
}
