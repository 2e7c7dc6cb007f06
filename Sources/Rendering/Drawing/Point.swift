/// A place in a picture: x to the right, y downwards, in pixels. The pixel in column 0 of row 0
/// covers the square from (0, 0) to (1, 1), so its centre is (0.5, 0.5).
public struct Point: Hashable, Sendable {
  /// Distance from the left edge.
  public var x: Double
  /// Distance from the upper edge.
  public var y: Double

  /// Makes a point from its coordinates.
  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }

  /// Whether both coordinates are numbers, and near enough to a picture to be reckoned with.
  var isDrawable: Bool { x.magnitude < 1e9 && y.magnitude < 1e9 }

  /// Returns the point at the share `position` of the way to another one.
  func interpolated(to other: Point, at position: Double) -> Point {
    Point(x: x + (other.x - x) * position, y: y + (other.y - y) * position)
  }
}
