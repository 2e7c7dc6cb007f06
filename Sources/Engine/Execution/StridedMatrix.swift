import COpenBLAS
import Tensors

/// A matrix somewhere in memory whose rows, or columns, are runs of neighbouring numbers.
struct StridedMatrix {
  let base: UnsafeMutablePointer<Float>
  let rows: Int
  let columns: Int
  let rowStride: Int
  let columnStride: Int

  /// The same numbers, rows and columns exchanged.
  var transposed: StridedMatrix {
    StridedMatrix(
      base: base, rows: columns, columns: rows, rowStride: columnStride, columnStride: rowStride)
  }

  /// Whether rows are runs.
  private var hasRows: Bool { columnStride == 1 || columns == 1 }

  private var transposition: CBLAS_TRANSPOSE { hasRows ? CblasNoTrans : CblasTrans }

  /// Distance between the runs.
  private var leading: blasint {
    blasint(hasRows ? max(rowStride, columns) : max(columnStride, rows))
  }

  /// target = scale · left · right, added to what target holds if `accumulates`.
  static func multiply(
    _ left: StridedMatrix, _ right: StridedMatrix, into target: StridedMatrix, scale: Float,
    accumulates: Bool
  ) {
    if !target.hasRows {
      // Its columns are runs.
      multiply(
        right.transposed, left.transposed, into: target.transposed, scale: scale,
        accumulates: accumulates)
      return
    }
    BLAS.keepToOneThread
    cblas_sgemm(
      CblasRowMajor, left.transposition, right.transposition, blasint(target.rows),
      blasint(target.columns), blasint(left.columns), scale, left.base, left.leading, right.base,
      right.leading, accumulates ? 1 : 0, target.base, target.leading)
  }
}
