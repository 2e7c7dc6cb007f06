import COpenBLAS

/// A row-major matrix somewhere in memory, for products by BLAS.
struct Matrix {
  /// The first entry.
  let base: UnsafePointer<Float>
  /// Distance in floats between one row and the next.
  let rowStride: Int

  init(_ base: UnsafePointer<Float>, rowStride: Int) {
    self.base = base
    self.rowStride = rowStride
  }

  /// target (rows×columns) = left (rows×inner) · right (inner×columns), added to what target holds
  /// if `accumulates`.
  static func multiply(
    _ left: Matrix, _ right: Matrix, rows: Int, inner: Int, columns: Int,
    into target: UnsafeMutablePointer<Float>, rowStride: Int, accumulates: Bool = false
  ) {
    BLAS.keepToOneThread
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(rows), blasint(columns), blasint(inner), 1,
      left.base, blasint(left.rowStride), right.base, blasint(right.rowStride),
      accumulates ? 1 : 0, target, blasint(rowStride))
  }
}
