import Tensors

/// NumPy's rule for operations on arrays of different extents: aligned at the innermost axis,
/// extents of 1 are repeated.
enum Broadcasting {
  /// Returns the extents that two arrays have together; nil if they do not fit.
  static func dimensions(_ a: [Int], _ b: [Int]) -> [Int]? {
    let rank = max(a.count, b.count)
    let (left, right) = (padded(a, to: rank), padded(b, to: rank))
    guard zip(left, right).allSatisfy({ $0 == $1 || $0 == 1 || $1 == 1 }) else { return nil }
    return zip(left, right).map { $0 == 1 ? $1 : $0 }
  }

  /// Returns extents with ones in front, `rank` in all.
  static func padded(_ dimensions: [Int], to rank: Int) -> [Int] {
    [Int](repeating: 1, count: rank - dimensions.count) + dimensions
  }

  /// Returns, for every entry of an array of extents `result`, the position of the entry of an
  /// array of extents `source` that is repeated there.
  static func positions(of source: [Int], in result: [Int]) -> [Int] {
    let extents = padded(source, to: result.count)
    let strides = Shape(extents).strides
    return zip(result, zip(extents, strides)).reduce([0]) { positions, axis in
      let (extent, (own, stride)) = axis
      return positions.flatMap { position in
        (0..<extent).map { position + (own == 1 ? 0 : $0 * stride) }
      }
    }
  }
}
