/// A dense array of 32-bit floating-point numbers in row-major order (the last axis runs fastest).
public struct Tensor: Hashable, Sendable {
  /// Extents of the array.
  public let shape: Shape
  /// All entries, row-major; always `shape.count` of them.
  public var values: [Float]

  /// Makes an array from its entries in row-major order.
  public init(_ shape: Shape, _ values: [Float]) {
    precondition(shape.count == values.count, "shape \(shape) does not hold \(values.count) values")
    self.shape = shape
    self.values = values
  }

  /// Makes an array with all entries equal.
  public init(_ shape: Shape, repeating value: Float = 0) {
    self.init(shape, [Float](repeating: value, count: shape.count))
  }

  /// Returns the same entries under another shape of the same count.
  public func reshaped(to shape: Shape) -> Tensor { Tensor(shape, values) }

  /// Returns the array with its axes reordered: axis `k` of the result is axis `axes[k]` of this one.
  public func transposed(_ axes: [Int]) -> Tensor {
    precondition(axes.sorted() == Array(0..<shape.rank), "\(axes) is no permutation of the axes")
    let result = Shape(axes.map { shape[$0] })
    if axes == Array(axes.indices) || values.isEmpty || axes.count < 2 {
      return Tensor(result, values)
    }
    let steps = axes.map { shape.strides[$0] }
    let (rows, columns) = (result[axes.count - 2], result[axes.count - 1])
    let plane = PlaneCopy(
      rows: rows, columns: columns, rowStep: steps[axes.count - 2],
      columnStep: steps[axes.count - 1])
    let starts = Self.offsets(extents: result.dimensions.dropLast(2), steps: steps.dropLast(2))
    let permuted = [Float](unsafeUninitializedCapacity: values.count) { target, count in
      values.withUnsafeBufferPointer { source in
        guard let from = source.baseAddress, let into = target.baseAddress else { return }
        for (block, start) in starts.enumerated() {
          plane.copy(from + start, to: into + block * rows * columns)
        }
      }
      count = values.count
    }
    return Tensor(result, permuted)
  }

  /// Offsets of all positions along some axes, the last axis running fastest.
  private static func offsets(extents: ArraySlice<Int>, steps: ArraySlice<Int>) -> [Int] {
    zip(extents, steps).reduce([0]) { offsets, axis in
      offsets.flatMap { offset in (0..<axis.0).map { offset + $0 * axis.1 } }
    }
  }
}

extension Shape {
  /// Distance in entries between neighbours along each axis of a row-major array.
  public var strides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    for axis in stride(from: rank - 2, through: 0, by: -1) {
      strides[axis] = strides[axis + 1] * dimensions[axis + 1]
    }
    return strides
  }
}

/// Copies strided numbers to dense rows, tile by tile, so that what a cache line brings is used
/// before the line is gone.
private struct PlaneCopy {
  private static let tile = 32

  let rows: Int
  let columns: Int
  /// Distance in the source between neighbours along a column of the target.
  let rowStep: Int
  /// Distance in the source between neighbours along a row of the target.
  let columnStep: Int

  func copy(_ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>) {
    for top in stride(from: 0, to: rows, by: Self.tile) {
      for left in stride(from: 0, to: columns, by: Self.tile) {
        for row in top..<min(top + Self.tile, rows) {
          for column in left..<min(left + Self.tile, columns) {
            target[row * columns + column] = source[row * rowStep + column * columnStep]
          }
        }
      }
    }
  }
}
