import Tensors

/// How axes of ONNX arrays (batch first, N×C×H×W) correspond to axes of examples in storage order
/// (no batch, H×W×C). Arrays that have not four axes keep their order.
enum StorageOrder {
  /// For every axis of a stored example, the ONNX axis that it is, batch being axis 0.
  static func axes(rank: Int) -> [Int] {
    rank == 4 ? [2, 3, 1] : Array(1..<max(1, rank))
  }

  /// Axis of a stored example that is ONNX axis `axis`, which is not the batch.
  static func axis(_ axis: Int, rank: Int) -> Int {
    rank == 4 ? [2, 0, 1][axis - 1] : axis - 1
  }

  /// Returns the extents of a stored example in ONNX order, without the batch.
  static func dimensions(of shape: Shape) -> [Int] {
    shape.rank == 3 ? [shape[2], shape[0], shape[1]] : shape.dimensions
  }

  /// Returns the stored shape of an example with the given extents in ONNX order.
  static func shape(of dimensions: [Int]) -> Shape {
    dimensions.count == 3 ? [dimensions[1], dimensions[2], dimensions[0]] : Shape(dimensions)
  }

  /// Whether ONNX order and storage order are different orders of the numbers of such an example.
  static func permutes(_ dimensions: [Int]) -> Bool {
    dimensions.count == 3 && dimensions[0] > 1 && dimensions[1] * dimensions[2] > 1
  }
}

extension Tensor {
  /// Returns the array with its axes reordered, axis `k` of the result being axis `axes[k]` of this
  /// one, by loops over the two innermost axes of the result.
  func permuted(_ axes: [Int]) -> Tensor {
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
