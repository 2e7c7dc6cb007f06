import CKernels
import Tensors

/// Slices of a value whose places are computed from indices. Indices are whole numbers; negative
/// ones count from the end, and those outside an axis stand for its nearest end.
struct IndexedSlices: Sendable {
  /// Where each slice begins if all indices are zero.
  private let starts: [Int32]
  /// Slices after which the indices repeat.
  private let indexCount: Int
  /// Extents of the indexed axes.
  private let extents: [Int]
  /// What an index counts, in numbers.
  private let strides: [Int]
  /// Neighbouring numbers of one slice.
  let length: Int

  /// Number of slices.
  var count: Int { starts.count }

  /// All positions outside `axis`, each with all of `count` indices along it.
  init(of data: Shape, axis: Int, count: Int) {
    let step = data.strides[axis]
    let outer = data.dimensions[..<axis].reduce(1, *)
    starts = (0..<outer).flatMap { block in
      [Int32](repeating: Int32(block * data[axis] * step), count: count)
    }
    indexCount = max(1, count)
    (extents, strides, length) = ([data[axis]], [step], step)
  }

  /// Single numbers, at the places of the indices but for `axis`, along which they are indices.
  init(of data: Shape, axis: Int, indices: Shape) {
    var starts = [0]
    for (other, extent) in indices.dimensions.enumerated() {
      let step = other == axis ? 0 : data.strides[other]
      starts = starts.flatMap { start in (0..<extent).map { start + $0 * step } }
    }
    self.starts = starts.map { Int32($0) }
    indexCount = max(1, starts.count)
    (extents, strides, length) = ([data[axis]], [data.strides[axis]], 1)
  }

  /// Slices at points: the innermost axis of the indices is a position along the axes after the
  /// first `batchAxes`, which data and indices share.
  init(of data: Shape, batchAxes: Int, points indices: Shape) {
    let components = indices.dimensions.last ?? 1
    let blocks = indices.dimensions[..<batchAxes].reduce(1, *)
    let perBlock = indices.dimensions[batchAxes...].dropLast().reduce(1, *)
    let size = data.dimensions[batchAxes...].reduce(1, *)
    starts = (0..<blocks).flatMap { [Int32](repeating: Int32($0 * size), count: perBlock) }
    indexCount = max(1, starts.count)
    extents = Array(data.dimensions[batchAxes..<batchAxes + components])
    strides = Array(data.strides[batchAxes..<batchAxes + components])
    length = strides.last ?? 1
  }

  /// Computes where the slices of an example begin.
  func locate(_ indices: View, example: Int, into positions: UnsafeMutablePointer<Int32>) {
    var cells = indices.cells(example)
    withLoop { igk_locate(&cells, $0, positions) }
  }

  /// Calls `body` with the slices as the C loops take them.
  func withLoop(_ body: (UnsafePointer<igk_slices>) -> Void) {
    starts.withUnsafeBufferPointer { starts in
      extents.withUnsafeBufferPointer { extents in
        strides.withUnsafeBufferPointer { strides in
          var loop = igk_slices(
            count: starts.count, length: length, starts: starts.baseAddress,
            index_count: indexCount, components: extents.count, extents: extents.baseAddress,
            strides: strides.baseAddress)
          body(&loop)
        }
      }
    }
  }
}

extension View {
  /// An example as the C loops take it, addressed by positions.
  func cells(_ example: Int) -> igk_cells {
    igk_cells(base: self.example(example), columns: columns, stride: rowStride)
  }
}

extension Operands {
  /// Positions of slices, kept from the forward to the backward pass.
  func positions(_ count: Int, example: Int) -> UnsafeMutablePointer<Int32> {
    UnsafeMutableRawPointer(state + example * count).assumingMemoryBound(to: Int32.self)
  }
}
