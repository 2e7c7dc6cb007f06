/// What the numbers of a point are: which of them belong together, and how they lie beside each
/// other. Methods that cover parts of an input, and whoever shows attributions, ask for it.
public enum Features: Hashable, Sendable {
  /// Pixels of a picture, H×W×C.
  case grid(height: Int, width: Int, channels: Int)
  /// Columns of a row of a table: their names, and how many numbers each takes.
  case columns(names: [String], lengths: [Int])
  /// Tokens of a text: their texts, and how many numbers each takes.
  case tokens(texts: [String], width: Int)

  /// The pixels of pictures of a shape H×W×C.
  public init(picture shape: Shape) {
    precondition(shape.rank == 3, "expected height×width×channels, found \(shape)")
    self = .grid(height: shape[0], width: shape[1], channels: shape[2])
  }

  /// Rows and columns in which they lie; columns and tokens lie in one row.
  public var extent: (height: Int, width: Int) {
    switch self {
    case .grid(let height, let width, _): (height, width)
    case .columns(let names, _): (1, names.count)
    case .tokens(let texts, _): (1, texts.count)
    }
  }

  /// Number of features.
  public var count: Int { extent.height * extent.width }

  /// Places of a feature's numbers in the point.
  public func numbers(of feature: Int) -> Range<Int> {
    switch self {
    case .grid(_, _, let length), .tokens(_, let length):
      feature * length..<(feature + 1) * length
    case .columns(_, let lengths):
      lengths[..<feature].reduce(0, +)..<lengths[...feature].reduce(0, +)
    }
  }
}
