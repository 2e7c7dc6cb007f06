import Tensors

/// An array of numbers in double precision, on which references are computed by plain loops.
package struct DoubleTensor {
  /// Extents of the array.
  package let shape: Shape
  /// All entries, row-major.
  package var values: [Double]

  /// Makes an array from its entries in row-major order.
  package init(_ shape: Shape, _ values: [Double]) {
    precondition(shape.count == values.count, "shape \(shape) does not hold \(values.count) values")
    self.shape = shape
    self.values = values
  }

  /// Makes an array of zeros.
  package init(_ shape: Shape) {
    self.init(shape, [Double](repeating: 0, count: shape.count))
  }

  /// Makes the same array in double precision.
  package init(_ tensor: Tensor) { self.init(tensor.shape, tensor.values.map(Double.init)) }

  /// Entry of an image H×W×C.
  package subscript(y: Int, x: Int, channel: Int) -> Double {
    get { values[(y * shape[1] + x) * shape[2] + channel] }
    set { values[(y * shape[1] + x) * shape[2] + channel] = newValue }
  }

  /// Entry of an image H×W×C; nil outside it.
  package func pixel(_ y: Int, _ x: Int, _ channel: Int) -> Double? {
    guard (0..<shape[0]).contains(y), (0..<shape[1]).contains(x) else { return nil }
    return self[y, x, channel]
  }

  /// Returns the array with `body` applied to every entry.
  package func map(_ body: (Double) -> Double) -> DoubleTensor {
    DoubleTensor(shape, values.map(body))
  }

  /// Makes an image H×W×C entry by entry.
  package static func image(_ shape: Shape, _ body: (Int, Int, Int) -> Double) -> DoubleTensor {
    var result = DoubleTensor(shape)
    for y in 0..<shape[0] {
      for x in 0..<shape[1] {
        for channel in 0..<shape[2] { result[y, x, channel] = body(y, x, channel) }
      }
    }
    return result
  }
}
