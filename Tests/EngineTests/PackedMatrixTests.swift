import Engine
import Tensors
import TestSupport
import Testing

@Suite("Products with prepared matrices")
struct PackedMatrixTests {
  /// Extents of a product: rows around the height of a tile, columns around the width of a panel.
  struct Extents: CustomTestStringConvertible, Sendable {
    var rows: Int
    var inner: Int
    var columns: Int
    var testDescription: String { "\(rows)×\(inner)×\(columns)" }
  }

  static let extents: [Extents] = [1, 5, 6, 7, 13, 14, 15, 29, 300].flatMap { rows in
    [1, 15, 16, 31, 32, 33, 70].map { Extents(rows: rows, inner: 1 + rows % 7 * 5, columns: $0) }
  }

  @Test(
    "Our own products and those of BLAS agree with plain loops", arguments: extents, [true, false])
  func agreesWithLoops(_ extents: Extents, usesBLAS: Bool) {
    var options = KernelOptions()
    options.usesBLAS = usesBLAS
    let (rows, inner, columns) = (extents.rows, extents.inner, extents.columns)
    let left = Tensor.random([rows, inner + 3], seed: 1)
    let right = Tensor.random([inner, columns], seed: 2)
    let bias = Tensor.random([columns], seed: 3).values
    for transposed in [false, true] {
      let stored = transposed ? right.transposed([1, 0]) : right
      let matrix = PackedMatrix(
        stored.values, rowStride: stored.shape[1], transposed: transposed, inner: inner,
        columns: columns, options: options)
      var found = [Float](repeating: 7, count: rows * (columns + 2))
      matrix.multiply(
        left.values, rowStride: inner + 3, rows: rows, into: &found, targetStride: columns + 2,
        finish: Finish(bias: bias, rectifies: true))
      let sums = Self.products(left, right)
      let expected = sums.indices.map { max(sums[$0] + Double(bias[$0 % columns]), 0) }
      #expect(
        relativeDifference(Self.inside(found, columns, gap: 2), expected)
          < roundingTolerance(terms: inner + 1))
      #expect(Self.gaps(found, columns, gap: 2).allSatisfy { $0 == 7 })

      matrix.multiply(
        left.values, rowStride: inner + 3, rows: rows, into: &found, targetStride: columns + 2,
        finish: Finish(accumulates: true))
      let twice = sums.indices.map { expected[$0] + sums[$0] }
      #expect(
        relativeDifference(Self.inside(found, columns, gap: 2), twice)
          < roundingTolerance(terms: inner + 2))
    }
  }

  @Test("A row of our own products has the same bits whatever rows are beside it")
  func rowsAreIndependent() {
    let (rows, inner, columns) = (40, 50, 37)
    let one = Tensor.random([1, inner], seed: 4).values
    let right = Tensor.random([inner, columns], seed: 5)
    let matrix = PackedMatrix(right.values, rowStride: columns, inner: inner, columns: columns)
    guard PackedMatrix.hasOwnProducts else { return }
    let left = [Float]((0..<rows).flatMap { _ in one })
    var found = [Float](repeating: 0, count: rows * columns)
    matrix.multiply(
      left, rowStride: inner, rows: rows, into: &found, targetStride: columns)
    for row in 1..<rows {
      #expect(found[..<columns].elementsEqual(found[(row * columns)..<((row + 1) * columns)]))
    }
  }

  /// left (whose rows are longer than needed) · right, in double precision.
  private static func products(_ left: Tensor, _ right: Tensor) -> [Double] {
    let (rows, stride) = (left.shape[0], left.shape[1])
    let (inner, columns) = (right.shape[0], right.shape[1])
    return (0..<rows * columns).map { index in
      (0..<inner).reduce(0.0) { sum, k in
        sum + Double(left.values[index / columns * stride + k])
          * Double(right.values[k * columns + index % columns])
      }
    }
  }

  private static func inside(_ values: [Float], _ columns: Int, gap: Int) -> [Float] {
    values.indices.filter { $0 % (columns + gap) < columns }.map { values[$0] }
  }

  private static func gaps(_ values: [Float], _ columns: Int, gap: Int) -> [Float] {
    values.indices.filter { $0 % (columns + gap) >= columns }.map { values[$0] }
  }
}
