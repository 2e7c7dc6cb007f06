/// The extents of an array, outermost first: `224×224×3` is 224 rows of 224 pixels of 3 channels.
public struct Shape: Hashable, Sendable {
  /// Number of entries along each axis, outermost first.
  public let dimensions: [Int]

  /// Makes a shape from its extents, none of which may be negative.
  public init(_ dimensions: [Int]) {
    precondition(dimensions.allSatisfy { $0 >= 0 }, "a shape has no negative extent")
    self.dimensions = dimensions
  }

  /// Number of axes.
  public var rank: Int { dimensions.count }

  /// Number of entries, the product of all extents; 1 for a scalar.
  public var count: Int { dimensions.reduce(1, *) }

  /// Extent of the axis at `index`.
  public subscript(index: Int) -> Int { dimensions[index] }

  /// Number of entries, or nil where the product of `dimensions` overflows `Int`; extents of zero
  /// do not hide an overflow of the others.
  public static func checkedCount(of dimensions: [Int]) -> Int? {
    var product = 1
    for dimension in dimensions where dimension != 0 {
      let (next, overflow) = product.multipliedReportingOverflow(by: dimension)
      if overflow { return nil }
      product = next
    }
    return dimensions.contains(0) ? 0 : product
  }
}

extension Shape: ExpressibleByArrayLiteral {
  /// Makes a shape from its extents.
  public init(arrayLiteral elements: Int...) { self.init(elements) }
}

extension Shape: CustomStringConvertible {
  /// The extents joined by `×`, as in `1×3×224×224`; `scalar` without axes.
  public var description: String {
    dimensions.isEmpty ? "scalar" : dimensions.map(String.init).joined(separator: "×")
  }
}
