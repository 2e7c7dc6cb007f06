import Tensors

/// Where the numbers of every feature lie in a point.
struct FeatureLayout: Sendable {
  /// Rows in which features lie.
  let height: Int
  /// Features of a row.
  let width: Int
  /// Places of every feature's numbers, row by row.
  let numbers: [Range<Int>]
  /// Whether there are rows of features, as in a picture.
  let isGrid: Bool

  /// The layout of some features.
  init(_ features: Features) {
    (height, width) = features.extent
    numbers = features.ranges
    isGrid = if case .grid = features { true } else { false }
  }

  /// Number of features.
  var count: Int { numbers.count }

  /// Returns a point of the shape of `input` whose numbers share that of their feature evenly, so
  /// that they add up to it.
  func sharing(_ values: [Double], like input: Tensor) -> Tensor {
    precondition(values.count == count, "one number per feature")
    var result = Tensor(input.shape)
    for (range, value) in zip(numbers, values) {
      for place in range { result.values[place] = Float(value / Double(range.count)) }
    }
    return result
  }
}
