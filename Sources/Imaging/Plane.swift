/// A picture of one floating-point number per pixel, rows from top to bottom: a map on its way to
/// colours.
public struct Plane: Hashable, Sendable {
  /// Number of pixels in a row.
  public let width: Int
  /// Number of rows.
  public let height: Int
  /// All numbers, row by row; always `width * height` of them.
  public var values: [Float]

  /// Makes a plane from its numbers, row by row.
  public init(width: Int, height: Int, values: [Float]) {
    precondition(
      width > 0 && height > 0 && values.count == width * height,
      "a \(width)×\(height) plane does not have \(values.count) values")
    self.width = width
    self.height = height
    self.values = values
  }
}
