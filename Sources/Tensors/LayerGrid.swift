/// Where the places of a picture are in a layer's value: row by row of the picture, some numbers
/// (channels) each, perhaps behind tokens that stand for no place, such as a class token.
public struct LayerGrid: Hashable, Sendable {
  /// Rows of places.
  public let height: Int
  /// Places of a row.
  public let width: Int
  /// Rows of channels before the first place.
  public let leadingTokens: Int

  /// Makes a grid of `height` × `width` places.
  public init(height: Int, width: Int, leadingTokens: Int = 0) {
    self.height = height
    self.width = width
    self.leadingTokens = leadingTokens
  }

  /// The grid of a value H×W×C; nil for values of other ranks.
  public init?(image shape: Shape) {
    guard shape.rank == 3 else { return nil }
    self.init(height: shape[0], width: shape[1])
  }

  /// Number of places.
  public var places: Int { height * width }
}
