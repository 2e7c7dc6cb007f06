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
    let strides = shape.strides
    let result = Shape(axes.map { shape[$0] })
    let source = axes.map { strides[$0] }
    var output: [Float] = []
    output.reserveCapacity(values.count)
    var index = [Int](repeating: 0, count: axes.count)
    var offset = 0
    for _ in 0..<values.count {
      output.append(values[offset])
      var axis = axes.count - 1
      while axis >= 0 {
        index[axis] += 1
        offset += source[axis]
        if index[axis] < result[axis] { break }
        offset -= source[axis] * index[axis]
        index[axis] = 0
        axis -= 1
      }
    }
    return Tensor(result, output)
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
