import CKernels
import Tensors

/// The lines of an example along one of its axes, as the loops take them.
struct AxisLines: Sendable {
  /// Lines, numbers of a line and of a row.
  let loop: igk_lines

  /// Finds the lines of a shape along an axis.
  init(of shape: Shape, axis: Int) {
    let dimensions = shape.dimensions
    loop = igk_lines(
      outer: dimensions.prefix(axis).reduce(1, *), length: dimensions[axis],
      inner: dimensions.suffix(from: axis + 1).reduce(1, *), columns: dimensions.last ?? 1)
  }

  /// Number of lines.
  var count: Int { loop.outer * loop.inner }

  /// Calls `body` with the lines as the loops take them.
  func withLines(_ body: (UnsafePointer<igk_lines>) -> Void) {
    withUnsafePointer(to: loop, body)
  }

  /// Checks that the axis exists and is not empty.
  static func check(_ axis: Int, of shape: Shape) throws(ShapeError) {
    guard (0..<shape.rank).contains(axis), shape[axis] > 0 else {
      throw ShapeError("there is nothing along axis \(axis) of shape \(shape)")
    }
  }
}
