/// How alike two maps of the same features are; each number is nil where it is not defined.
public struct MapSimilarity: Hashable, Sendable {
  /// Rank correlation of the numbers.
  public var signed: Double?
  /// Rank correlation of the absolute values.
  public var absolute: Double?
  /// Structural similarity of the absolute values, each map divided by its largest; of pictures.
  public var structural: Double?
  /// The length of the difference as a share of the length of the second map, `‖a − b‖ / ‖b‖`.
  public var difference: Double?

  /// Compares two maps of one number per feature.
  ///
  /// - Parameter grid: rows and columns, where the features are pixels.
  public init(
    of first: [Double], and second: [Double], grid: (height: Int, width: Int)? = nil
  ) {
    let sizes = (first.map { abs($0) }, second.map { abs($0) })
    signed = RankOrder.correlation(first, second)
    absolute = RankOrder.correlation(sizes.0, sizes.1)
    if let grid, let one = Self.normalized(sizes.0), let other = Self.normalized(sizes.1) {
      structural = StructuralSimilarity.mean(
        one, other, height: grid.height, width: grid.width)
    }
    let length = second.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let distance = zip(first, second).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    difference = length > 0 ? distance / length : nil
  }

  /// Sizes from 0 to 1; nil of a map that is zero everywhere.
  private static func normalized(_ sizes: [Double]) -> [Double]? {
    guard let largest = sizes.max(), largest > 0 else { return nil }
    return sizes.map { $0 / largest }
  }
}
