import Foundation
import Tensors

extension References {
  /// Position in an array of `shape` of every number, in order, grouped by their indices along all
  /// axes but `axes`.
  private static func groups(of shape: Shape, along axes: [Int]) -> [[Int]] {
    var groups: [[Int]: [Int]] = [:]
    for position in 0..<shape.count {
      var (rest, indices) = (position, [Int](repeating: 0, count: shape.rank))
      for axis in (0..<shape.rank).reversed() {
        indices[axis] = axes.contains(axis) ? 0 : rest % shape[axis]
        rest /= shape[axis]
      }
      groups[indices, default: []].append(position)
    }
    return groups.values.map { $0.sorted() }
  }

  /// An array of the same shape: what `body` makes of the numbers along `axes`, in storage order.
  package static func grouped(
    _ x: DoubleTensor, along axes: [Int], _ body: ([Double]) -> [Double]
  ) -> DoubleTensor {
    var result = x
    for group in groups(of: x.shape, along: axes) {
      for (position, value) in zip(group, body(group.map { x.values[$0] })) {
        result.values[position] = value
      }
    }
    return result
  }

  /// An array with extent 1 along `axes`, or without them: what `body` makes of the numbers there.
  package static func reduced(
    _ x: DoubleTensor, along axes: [Int], keepsAxes: Bool, _ body: ([Double]) -> Double
  ) -> DoubleTensor {
    let shape = Shape(
      x.shape.dimensions.enumerated().compactMap { axis, extent in
        axes.contains(axis) ? (keepsAxes ? 1 : nil) : extent
      })
    let sorted = groups(of: x.shape, along: axes).sorted { $0[0] < $1[0] }
    return DoubleTensor(shape, sorted.map { group in body(group.map { x.values[$0] }) })
  }

  /// exp(x) in double precision.
  package static func exponential(_ x: Double) -> Double { exp(x) }

  /// log(x) in double precision.
  package static func logarithm(_ x: Double) -> Double { log(x) }
}
