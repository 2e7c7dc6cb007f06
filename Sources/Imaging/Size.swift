/// A number of pixels in each direction.
public struct Size: Hashable, Sendable, Codable {
  /// Number of pixels in a row.
  public var width: Int
  /// Number of rows.
  public var height: Int

  /// Makes a size from its sides.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }
}
