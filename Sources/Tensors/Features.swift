/// What the numbers of a point are: which of them belong together, and how they lie beside each
/// other. Methods that cover parts of an input, and whoever shows attributions, ask for it.
public enum Features: Hashable, Sendable {
  /// Pixels of a picture, H×W×C.
  case grid(height: Int, width: Int, channels: Int)
  /// Columns of a row of a table: their names, and how many numbers each takes.
  case columns(names: [String], lengths: [Int])
  /// Tokens of a text: their texts, and how many numbers each takes.
  case tokens(texts: [String], width: Int)
  /// Those of several inputs, one after another.
  case several([Features])

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
    case .several(let parts): (1, parts.reduce(0) { $0 + $1.count })
    }
  }

  /// Number of features.
  public var count: Int { extent.height * extent.width }

  /// Returns for each feature the sum of its numbers in an array over the point, such as attributions.
  public func sums(of array: Tensor) -> [Double] {
    ranges.map { range in range.reduce(0) { $0 + Double(array.values[$1]) } }
  }

  /// Returns for each feature of one number that number in an array over the point, for others the
  /// length of theirs, √Σ a²: of gradients, whose sum over a feature says nothing. Behind a layer
  /// normalisation it is zero.
  public func magnitudes(of array: Tensor) -> [Double] {
    ranges.map { range in
      if range.count == 1 { return Double(array.values[range.lowerBound]) }
      return range.reduce(0) { $0 + Double(array.values[$1]) * Double(array.values[$1]) }
        .squareRoot()
    }
  }

  /// Places of every feature's numbers in the point, one after another.
  public var ranges: [Range<Int>] {
    var first = 0
    return lengths.map { length in
      defer { first += length }
      return first..<first + length
    }
  }

  /// How many numbers each feature has.
  private var lengths: [Int] {
    switch self {
    case .grid(_, _, let length), .tokens(_, let length):
      [Int](repeating: length, count: count)
    case .columns(_, let lengths): lengths
    case .several(let parts): parts.flatMap(\.lengths)
    }
  }
}
