import CKernels
import Tensors

/// The right side of matrix products that is known in advance (weights), laid out once for the
/// fastest products of this processor: our own where it has AVX-512 or AVX2, else those of BLAS.
///
/// It may hold several matrices of one size. Our own layout is panels of a few columns, each with
/// these columns of all matrices, so that the matrices can be multiplied panel by panel while
/// memory is read from front to back.
package struct PackedMatrix: Sendable {
  /// Whether our own products run on this processor.
  package static var hasOwnProducts: Bool { igk_product_is_native() != 0 }

  /// Rows of a matrix: the extent that a product sums over.
  let inner: Int
  /// Columns of a matrix, and of the products.
  let columns: Int
  private let memory: AlignedBuffer
  private let isPacked: Bool
  /// Floats from a panel of a matrix to the next one.
  private let panelStep: Int

  /// Lays out `count` matrices of `inner`×`columns` numbers, one after another, or the transposes
  /// of as many.
  ///
  /// - Parameters:
  ///   - values: The first number.
  ///   - count: How many matrices there are.
  ///   - rowStride: Distance between the rows of `values`, as they lie in memory.
  ///   - transposed: Whether `values` are `columns`×`inner`.
  ///   - options: May ask for BLAS where our own products run too.
  package init(
    _ values: UnsafePointer<Float>, count: Int = 1, rowStride: Int, transposed: Bool = false,
    inner: Int, columns: Int, options: KernelOptions = KernelOptions()
  ) {
    self.inner = inner
    self.columns = columns
    isPacked = Self.hasOwnProducts && !options.usesBLAS
    let step = rowStride * (transposed ? columns : inner)
    if isPacked {
      let width = igk_panel_columns()
      panelStep = count * inner * width
      memory = AlignedBuffer(count: panelStep * ((columns + width - 1) / width))
      for index in 0..<count {
        igk_pack(
          values + index * step, rowStride, transposed ? 1 : 0, inner, columns,
          memory.base + index * inner * width, panelStep)
      }
    } else {
      panelStep = 0
      memory = AlignedBuffer(count: count * inner * columns)
      for row in 0..<count * inner {
        let (index, row) = row.quotientAndRemainder(dividingBy: inner)
        for column in 0..<columns {
          memory.base[(index * inner + row) * columns + column] =
            (values + index * step)[
              transposed ? column * rowStride + row : row * rowStride + column]
        }
      }
    }
  }

  /// The matrices as long as somebody else holds them.
  struct WeakReference {
    private weak var memory: AlignedBuffer?
    private let make: @Sendable (AlignedBuffer) -> PackedMatrix

    /// Refers to matrices.
    init(_ matrix: PackedMatrix) {
      memory = matrix.memory
      make = {
        [
          inner = matrix.inner, columns = matrix.columns, isPacked = matrix.isPacked,
          panelStep = matrix.panelStep
        ] memory in
        PackedMatrix(
          inner: inner, columns: columns, memory: memory, isPacked: isPacked, panelStep: panelStep)
      }
    }

    /// The matrices; nil where nobody holds them any more.
    var matrix: PackedMatrix? { memory.map(make) }
  }

  private init(
    inner: Int, columns: Int, memory: AlignedBuffer, isPacked: Bool, panelStep: Int
  ) {
    (self.inner, self.columns, self.memory) = (inner, columns, memory)
    (self.isPacked, self.panelStep) = (isPacked, panelStep)
  }

  /// Floats of all matrices.
  var weightCount: Int { memory.count }

  /// Rows that make a product worth the reading of a matrix.
  var worthwhileRows: Int { isPacked ? igk_tile_rows() : 128 }

  /// Ranges of columns that are best multiplied one after another, where several matrices are.
  var columnBlocks: [Range<Int>] {
    let width = isPacked ? igk_panel_columns() : columns
    return stride(from: 0, to: columns, by: width).map { $0..<min($0 + width, columns) }
  }

  /// target (rows × columns) = left (rows × inner) · matrix, finished.
  package func multiply(
    _ left: UnsafePointer<Float>, rowStride: Int, rows: Int,
    into target: UnsafeMutablePointer<Float>, targetStride: Int, finish: Finish = Finish()
  ) {
    multiply(
      left, rowStride: rowStride, rows: rows, matrix: 0, columns: 0..<columns, into: target,
      targetStride: targetStride, finish: finish)
  }

  /// As above, with matrix number `matrix` and one of the ``columnBlocks`` or all columns.
  package func multiply(
    _ left: UnsafePointer<Float>, rowStride: Int, rows: Int, matrix: Int, columns range: Range<Int>,
    into target: UnsafeMutablePointer<Float>, targetStride: Int, finish: Finish = Finish()
  ) {
    if isPacked {
      let width = igk_panel_columns()
      withUnsafePointer(to: finish.loop) { finish in
        igk_multiply(
          left, rowStride, rows, inner,
          memory.base + range.lowerBound / width * panelStep + matrix * inner * width, panelStep,
          range.count, target, targetStride, finish)
      }
      return
    }
    precondition(
      !finish.accumulates || (finish.bias == nil && !finish.rectifies),
      "BLAS adds before anything else is done")
    let start = memory.base + matrix * inner * columns + range.lowerBound
    Matrix.multiply(
      Matrix(left, rowStride: rowStride), Matrix(start, rowStride: columns), rows: rows,
      inner: inner, columns: range.count, into: target, rowStride: targetStride,
      accumulates: finish.accumulates)
    if finish.bias != nil || finish.rectifies {
      igk_bias_relu(
        target, targetStride, rows, range.count, finish.bias, finish.rectifies ? 1 : 0)
    }
    if let gate = finish.gate {
      igk_close(target, targetStride, rows, range.count, gate, finish.gateStride)
    }
  }
}
