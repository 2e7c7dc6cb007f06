import Tensors

/// A distance within the view of a value: whole rows, and numbers of a row.
struct AxisStride: Hashable, Sendable {
  var rows = 0
  var numbers = 0

  /// The distance in floats where rows are `rowStride` apart.
  func offset(_ rowStride: Int) -> Int { rows * rowStride + numbers }

  static func + (a: AxisStride, b: AxisStride) -> AxisStride {
    AxisStride(rows: a.rows + b.rows, numbers: a.numbers + b.numbers)
  }

  static func * (a: AxisStride, count: Int) -> AxisStride {
    AxisStride(rows: a.rows * count, numbers: a.numbers * count)
  }
}

extension Shape {
  /// The distances between neighbours along each axis: in a view with any distance between rows,
  /// or counted in numbers if all numbers are neighbours.
  func axisStrides(isDense: Bool) -> [AxisStride] {
    if isDense { return strides.map { AxisStride(numbers: $0) } }
    if rank == 0 { return [] }
    let outer = Shape(Array(dimensions.dropLast())).strides
    return outer.map { AxisStride(rows: $0) } + [AxisStride(numbers: 1)]
  }
}
