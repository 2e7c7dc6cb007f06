import Imaging

/// The outline of an area: closed contours of straight lines and quadratic Bézier curves.
///
/// Where contours of opposite direction overlap, there is a hole. A contour that is not closed is
/// closed by a straight line when it is filled.
public struct VectorPath: Hashable, Sendable {
  /// One step of the pen.
  public enum Element: Hashable, Sendable {
    /// Begins a contour.
    case move(Point)
    /// A straight line to a point.
    case line(Point)
    /// A quadratic Bézier curve to a point, by way of a control point.
    case curve(control: Point, end: Point)
    /// A straight line back to the beginning of the contour.
    case close
  }

  /// All steps, in order.
  public private(set) var elements: [Element] = []

  /// Makes an empty path.
  public init() {}

  /// Makes a polygon.
  public init(polygon points: [Point]) {
    guard let first = points.first else { return }
    move(to: first)
    for point in points.dropFirst() { line(to: point) }
    close()
  }

  /// Makes a rectangle.
  public init(_ rectangle: Rectangle) {
    let (right, lower) = (rectangle.x + rectangle.width, rectangle.y + rectangle.height)
    self.init(polygon: [
      Point(x: rectangle.x, y: rectangle.y), Point(x: right, y: rectangle.y),
      Point(x: right, y: lower), Point(x: rectangle.x, y: lower),
    ])
  }

  /// Makes a circle, of eight curves that leave it by at most 1/300 of its radius.
  public init(circleAround center: Point, radius: Double) {
    // Points on the unit circle every 45°; controls where the tangents of neighbours meet.
    let (diagonal, tangent) = (0.7071067811865476, 0.41421356237309503)
    func point(_ x: Double, _ y: Double) -> Point {
      Point(x: center.x + x * radius, y: center.y + y * radius)
    }
    move(to: point(1, 0))
    curve(to: point(diagonal, diagonal), control: point(1, tangent))
    curve(to: point(0, 1), control: point(tangent, 1))
    curve(to: point(-diagonal, diagonal), control: point(-tangent, 1))
    curve(to: point(-1, 0), control: point(-1, tangent))
    curve(to: point(-diagonal, -diagonal), control: point(-1, -tangent))
    curve(to: point(0, -1), control: point(-tangent, -1))
    curve(to: point(diagonal, -diagonal), control: point(tangent, -1))
    curve(to: point(1, 0), control: point(1, -tangent))
    close()
  }

  /// Begins a contour.
  public mutating func move(to point: Point) { elements.append(.move(point)) }

  /// Adds a straight line.
  public mutating func line(to point: Point) { elements.append(.line(point)) }

  /// Adds a quadratic Bézier curve.
  public mutating func curve(to point: Point, control: Point) {
    elements.append(.curve(control: control, end: point))
  }

  /// Ends a contour where it began.
  public mutating func close() { elements.append(.close) }

  /// The contours as polygons; curves are cut into lines that leave them by at most 1/50 pixel.
  var polygons: [[Point]] {
    var (polygons, current): ([[Point]], [Point]) = ([], [])
    for element in elements {
      switch element {
      case .move(let point):
        polygons.append(current)
        current = [point]
      case .line(let point):
        current.append(point)
      case .curve(let control, let end):
        current.appendCurve(to: end, control: control)
      case .close:
        polygons.append(current)
        current = Array(current.prefix(1))
      }
    }
    polygons.append(current)
    return polygons.filter { $0.count > 2 }
  }
}

extension [Point] {
  /// Appends the points of a quadratic Bézier curve that begins at the last one.
  fileprivate mutating func appendCurve(to end: Point, control: Point) {
    let start = last ?? control
    // Cut in n equal parts, a curve leaves its chords by |start − 2 · control + end| / (4 n²).
    let (bendX, bendY) = (start.x - 2 * control.x + end.x, start.y - 2 * control.y + end.y)
    let bend = (bendX * bendX + bendY * bendY).squareRoot()
    let count = bend.isFinite ? Int(Swift.min((bend * 12.5).squareRoot() + 1, 256)) : 1
    for step in 1..<Swift.max(count, 1) {
      let position = Double(step) / Double(count)
      append(
        start.interpolated(to: control, at: position)
          .interpolated(to: control.interpolated(to: end, at: position), at: position))
    }
    append(end)
  }
}
