import Tensors

/// Features in a few parts, no two of which have one in common: what is removed together.
public struct FeatureParts: Hashable, Sendable {
  /// What the numbers of a point are.
  public let features: Features
  /// The features of each part, by their places; what is in none is never removed.
  public let members: [[Int]]
  /// Where the numbers of each feature are.
  private let numbers: [Range<Int>]

  /// Features that belong together, as the tokens of words; no place is in two parts.
  public init(_ features: Features, members: [[Int]]) {
    (self.features, self.members, numbers) = (features, members, features.ranges)
  }

  /// Each feature by itself: columns, or tokens.
  public init(each features: Features) {
    self.init(features, members: (0..<features.count).map { [$0] })
  }

  /// The cells of a picture that is cut into `count` rows and columns as even as pixels allow, row by row;
  /// a picture of fewer pixels has that many.
  public init(gridOf features: Features, count: Int) {
    let (height, width) = features.extent
    func spans(_ extent: Int) -> [Range<Int>] {
      let count = min(count, extent)
      return (0..<count).map { $0 * extent / count..<($0 + 1) * extent / count }
    }
    self.init(
      features,
      members: spans(height).flatMap { rows in
        spans(width).map { columns in rows.flatMap { row in columns.map { row * width + $0 } } }
      })
  }

  /// The largest regions of a picture H×W×C by the coarsest of XRAI's segmentations, at most `count`, from
  /// the upper left on; smaller ones are in no part.
  public init(regionsOf picture: Tensor, count: Int) {
    let regions = XRAI.coarseRegions(of: picture)
    let largest = regions.indices.sorted { (regions[$1].count, $0) < (regions[$0].count, $1) }
    self.init(
      Features(picture: picture.shape),
      members: largest.prefix(count).sorted().map { regions[$0].map(Int.init) })
  }

  /// Returns `input` with the numbers of some parts taken from `filling`.
  public func removed(_ parts: [Int], from input: Tensor, filling: Tensor) -> Tensor {
    var result = input
    for part in parts {
      for feature in members[part] {
        let range = numbers[feature]
        result.values.replaceSubrange(range, with: filling.values[range])
      }
    }
    return result
  }
}
