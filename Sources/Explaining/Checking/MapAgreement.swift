import Evaluation
import Imaging
import Tensors

/// How alike two maps of one input are, of networks that may read it in different sizes.
public struct MapAgreement: Hashable, Sendable {
  /// The cosine of the angle between the attributions; nil where a map is zero everywhere.
  public let cosine: Double?
  /// The share of the most important features that are the same.
  public let overlap: Double
  /// Structural similarity of the magnitudes, as masks show them; nil for what is no picture, for
  /// less than 11 rows or columns, and where a map is zero everywhere.
  public let structural: Double?

  /// Compares a map with an earlier one.
  ///
  /// Of pictures, the maps have H×W×C numbers; where H×W is not the same, sums and magnitudes of pixels
  /// are compared, those of the larger map averaged to the smaller one's pixels.
  ///
  /// - Parameters:
  ///   - map: attributions.
  ///   - earlier: those that are expected.
  ///   - features: what the numbers are.
  ///   - topShare: which share of the features counts as the most important, above 0; at least one.
  /// - Returns: nil where the maps are of different features.
  public init?(of map: Tensor, and earlier: Tensor, features: Features, topShare: Double) {
    guard let pair = Pair(map, earlier, features) else { return nil }
    cosine = VectorCosine.between(pair.numbers.0, pair.numbers.1)
    let count = pair.magnitudes.0.count
    let top = min(count, max(1, Int((topShare * Double(count)).rounded())))
    overlap = TopOverlap.share(pair.magnitudes.0, pair.magnitudes.1, count: top)
    if let grid = pair.grid, let one = Self.mask(pair.magnitudes.0),
      let other = Self.mask(pair.magnitudes.1)
    {
      structural = StructuralSimilarity.mean(one, other, height: grid.height, width: grid.width)
    } else {
      structural = nil
    }
  }

  /// Magnitudes from 0 to 1, the largest hundredth clipped, as masks show them; nil for zeros.
  private static func mask(_ magnitudes: [Double]) -> [Double]? {
    let full = magnitudes.sorted()[(magnitudes.count - 1) * 99 / 100]
    return full > 0 ? magnitudes.map { min($0 / full, 1) } : nil
  }

  /// Two maps brought to the same features.
  private struct Pair {
    /// What directions are compared of.
    let numbers: ([Double], [Double])
    /// One for each feature.
    let magnitudes: ([Double], [Double])
    /// The rows and columns of features that are pixels.
    let grid: (height: Int, width: Int)?

    init?(_ map: Tensor, _ earlier: Tensor, _ features: Features) {
      guard map.shape.rank == earlier.shape.rank, map.shape.count > 0 else { return nil }
      let isPicture = if case .grid = features { map.shape.rank == 3 } else { false }
      if map.shape == earlier.shape {
        let ranges = Self.ranges(of: map, isPicture ? nil : features)
        func sizes(_ numbers: [Double]) -> [Double] {
          ranges.map { numbers[$0].reduce(0) { $0 + abs($1) } }
        }
        grid = isPicture ? (map.shape[0], map.shape[1]) : nil
        numbers = (map.values.map(Double.init), earlier.values.map(Double.init))
        magnitudes = (sizes(numbers.0), sizes(numbers.1))
      } else {
        guard isPicture, earlier.shape.count > 0 else { return nil }
        let size = (
          height: min(map.shape[0], earlier.shape[0]), width: min(map.shape[1], earlier.shape[1])
        )
        func planes(_ value: (Float) -> Float) -> ([Double], [Double]) {
          (Self.plane(map, size, value), Self.plane(earlier, size, value))
        }
        (grid, numbers, magnitudes) = (size, planes { $0 }, planes { abs($0) })
      }
    }

    /// The numbers of each feature: of pixels the channels, of a layer each number by itself.
    private static func ranges(of map: Tensor, _ features: Features?) -> [Range<Int>] {
      if let ranges = features?.ranges, ranges.last?.upperBound == map.values.count {
        return ranges
      }
      let width = features == nil ? map.shape[2] : 1
      return stride(from: 0, to: map.values.count, by: width).map { $0..<$0 + width }
    }

    /// The sum over the channels of each pixel, at another size.
    private static func plane(
      _ map: Tensor, _ size: (height: Int, width: Int), _ value: (Float) -> Float
    ) -> [Double] {
      let channels = map.shape[2]
      let sums = stride(from: 0, to: map.values.count, by: channels).map { start in
        map.values[start..<start + channels].reduce(0) { $0 + value($1) }
      }
      return Plane(width: map.shape[1], height: map.shape[0], values: sums)
        .resampled(width: size.width, height: size.height).values.map(Double.init)
    }
  }
}
