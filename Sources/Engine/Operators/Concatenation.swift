import CKernels
import Tensors

/// Values one after another along one axis.
///
/// Along the innermost axis (channels) a plan lets the producers of the inputs write into their
/// part of the output; what is already in place is not copied.
public struct Concatenation: Operator {
  /// Axis of an example in storage order.
  public let axis: Int

  /// Makes the operator.
  public init(axis: Int) { self.axis = axis }

  /// All extents but that of the axis must agree.
  ///
  /// - Throws: `ShapeError` where they do not, or there is no such axis.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    guard let first = inputs.first, first.dimensions.indices.contains(axis) else {
      throw ShapeError("axis \(axis) does not exist in shape \(inputs.first ?? [])")
    }
    var result = first.dimensions
    for shape in inputs.dropFirst() {
      guard shape.rank == first.rank,
        shape.dimensions.indices.allSatisfy({ $0 == axis || shape[$0] == first[$0] })
      else { throw ShapeError("shapes \(first) and \(shape) cannot be joined along axis \(axis)") }
      result[axis] += shape[axis]
    }
    return Shape(result)
  }

  /// Computes where each input begins.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    ConcatenationKernel(axis: axis, inputs: inputs, output: output)
  }
}

private struct ConcatenationKernel: Kernel {
  private let isInnermost: Bool
  /// Extent of every input along the axis.
  private let extents: [Int]
  /// Product of the extents outside the axis.
  private let outer: Int
  /// Rows per entry of the axis, which is not the innermost.
  private let inner: Int

  init(axis: Int, inputs: [Shape], output: Shape) {
    isInnermost = axis == output.rank - 1
    extents = inputs.map { $0[axis] }
    outer = output.dimensions[..<axis].reduce(1, *)
    inner = isInnermost ? 1 : output.dimensions[(axis + 1)...].dropLast().reduce(1, *)
  }

  var memoryUse: MemoryUse { isInnermost ? .joinsInputs : .separate }

  func forward(_ operands: Operands, batch: Int) {
    var start = 0
    for (part, extent) in zip(operands.inputs, extents) {
      forEachBlock(of: part, at: start, extent, in: operands.output, batch: batch) { part, whole in
        igk_copy_rows(
          part.base, part.rowStride, whole.base, whole.rowStride, part.rows, part.columns)
      }
      start += extent
    }
  }

  func backward(_ operands: Operands, batch: Int) {
    var start = 0
    for (gradient, extent) in zip(operands.inputGradients, extents) {
      if let gradient {
        let move = gradient.accumulates ? igk_add_rows : igk_copy_rows
        forEachBlock(
          of: gradient.view, at: start, extent, in: operands.outputGradient, batch: batch
        ) { part, whole in
          move(whole.base, whole.rowStride, part.base, part.rowStride, part.rows, part.columns)
        }
      }
      start += extent
    }
  }

  /// A stretch of rows.
  private struct Block {
    let base: UnsafeMutablePointer<Float>
    let rowStride: Int
    let rows: Int
    let columns: Int
  }

  /// Calls `body` with each stretch of rows of an input and the stretch of the output it belongs
  /// to, unless they are the same memory.
  @inline(__always)
  private func forEachBlock(
    of part: View, at start: Int, _ extent: Int, in whole: View, batch: Int,
    _ body: (Block, Block) -> Void
  ) {
    let slice = whole.base + (isInnermost ? start : 0)
    if isInnermost && slice == part.base { return }
    let partRows = isInnermost ? part.rows : extent * inner
    let wholeRows = isInnermost ? whole.rows : whole.rows / outer
    let skipped = isInnermost ? 0 : start * inner
    for example in 0..<batch {
      for block in 0..<(isInnermost ? 1 : outer) {
        let from = part.example(example) + block * partRows * part.rowStride
        let row = example * whole.rows + block * wholeRows + skipped
        body(
          Block(base: from, rowStride: part.rowStride, rows: partRows, columns: part.columns),
          Block(
            base: slice + row * whole.rowStride, rowStride: whole.rowStride, rows: partRows,
            columns: part.columns))
      }
    }
  }
}
