/// What is known in advance about the extents of a value, outermost first.
struct PartialShape: Hashable {
  /// The extents; nil for one that is not known.
  var extents: [Int?]

  /// The shape of such extents; those that no array can have count as not known.
  init(_ extents: [Int?]) {
    self.extents = extents.map { extent in
      guard let extent, 0...ConstantArray.maximumCount ~= extent else { return nil }
      return extent
    }
  }

  /// The shape of `rank` unknown extents.
  init(rank: Int) {
    extents = [Int?](repeating: nil, count: rank)
  }

  /// Number of axes.
  var rank: Int { extents.count }

  /// The extents if all are known.
  var known: [Int]? {
    let known = extents.compactMap(\.self)
    return known.count == rank ? known : nil
  }

  /// Returns the shape with axis `k` being axis `order[k]` of this one; nil if the order does not
  /// fit.
  func permuted(_ order: [Int]) -> PartialShape? {
    guard order.count == rank, order.sorted() == Array(0..<rank) else { return nil }
    return PartialShape(order.map { extents[$0] })
  }

  /// Returns the index of an axis that may be counted from the end; nil if there is no such axis.
  func index(of axis: Int) -> Int? {
    let index = axis < 0 ? axis + rank : axis
    return extents.indices.contains(index) ? index : nil
  }

  /// Returns what is known of values of these shapes combined number by number; nil if one is not
  /// known at all.
  static func broadcast(_ shapes: [PartialShape?]) -> PartialShape? {
    let known = shapes.compactMap(\.self)
    guard known.count == shapes.count, let rank = known.map(\.rank).max() else { return nil }
    return PartialShape(
      (0..<rank).map { axis in
        let extents = known.compactMap { shape in
          let index = axis - rank + shape.rank
          return index < 0 ? nil : shape.extents[index]
        }
        let isComplete = known.allSatisfy { shape in
          let index = axis - rank + shape.rank
          return index < 0 || shape.extents[index] != nil
        }
        return extents.first { $0 != 1 } ?? (isComplete ? 1 : nil)
      })
  }
}
