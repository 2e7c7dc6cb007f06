/// A part of a picture, in pixels from its upper left corner; pixel (0, 0) covers the square from
/// (0, 0) to (1, 1).
public struct Rectangle: Hashable, Sendable, Codable {
  /// Left edge.
  public var x: Double
  /// Upper edge.
  public var y: Double
  /// Extent to the right.
  public var width: Double
  /// Extent downwards.
  public var height: Double

  /// Makes a rectangle from its upper left corner and its extents.
  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// Makes the rectangle of a whole picture.
  public init(_ size: Size) {
    self.init(x: 0, y: 0, width: Double(size.width), height: Double(size.height))
  }
}
