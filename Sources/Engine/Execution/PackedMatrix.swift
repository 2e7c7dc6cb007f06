import CKernels
import Tensors

/// The right side of matrix products that is known in advance (weights), laid out once for the
/// fastest products of this processor: our own where it has AVX-512, else those of BLAS.
package struct PackedMatrix: Sendable {
  /// Whether our own products run on this processor.
  package static var hasOwnProducts: Bool { igk_product_is_native() != 0 }

  /// Rows of the matrix: the extent that a product sums over.
  let inner: Int
  /// Columns of the matrix, and of the products.
  let columns: Int
  private let memory: AlignedBuffer
  private let isPacked: Bool

  /// Lays out `inner`×`columns` numbers, or the transpose of as many.
  ///
  /// - Parameters:
  ///   - values: The first number.
  ///   - rowStride: Distance between the rows of `values`, as they lie in memory.
  ///   - transposed: Whether `values` are `columns`×`inner`.
  ///   - usesOwnProducts: Whether products are our own, where they run, or those of BLAS.
  package init(
    _ values: UnsafePointer<Float>, rowStride: Int, transposed: Bool = false, inner: Int,
    columns: Int, usesOwnProducts: Bool = PackedMatrix.hasOwnProducts
  ) {
    self.inner = inner
    self.columns = columns
    isPacked = usesOwnProducts && Self.hasOwnProducts
    if isPacked {
      memory = AlignedBuffer(count: igk_packed_count(inner, columns))
      igk_pack(values, rowStride, transposed ? 1 : 0, inner, columns, memory.base)
    } else {
      memory = AlignedBuffer(count: inner * columns)
      for row in 0..<inner {
        for column in 0..<columns {
          memory.base[row * columns + column] =
            transposed ? values[column * rowStride + row] : values[row * rowStride + column]
        }
      }
    }
  }

  /// target (rows × columns) = left (rows × inner) · matrix + bias, then the rectifier if asked
  /// for; added to what the target holds if `accumulates`.
  package func multiply(
    _ left: UnsafePointer<Float>, rowStride: Int, rows: Int,
    into target: UnsafeMutablePointer<Float>, targetStride: Int,
    bias: UnsafePointer<Float>? = nil, rectifies: Bool = false, accumulates: Bool = false
  ) {
    if isPacked {
      igk_multiply(
        left, rowStride, rows, inner, memory.base, columns, target, targetStride, bias,
        rectifies ? 1 : 0, accumulates ? 1 : 0)
      return
    }
    Matrix.multiply(
      Matrix(left, rowStride: rowStride), Matrix(memory.base, rowStride: columns), rows: rows,
      inner: inner, columns: columns, into: target, rowStride: targetStride,
      accumulates: accumulates)
    if bias != nil || rectifies {
      igk_bias_relu(target, targetStride, rows, columns, bias, rectifies ? 1 : 0)
    }
  }
}
