import Engine
import Tensors

/// Products with constant matrices.
extension NodeImport {
  /// Gemm: `α · A · B + β · C` with computed A (N×K) and constant B and C.
  func generalMatrixProduct() throws(ONNXError) -> ImportedValue {
    if try flag("transA") { throw failure("attribute \"transA\" is not supported") }
    let id = try variable(0, "A")
    guard rank(of: id) == 2 else {
      throw failure("expected A to have two axes (N×K), found \(rank(of: id))")
    }
    let matrix = try matrix(1, "B", transposed: flag("transB"))
    let alpha = try float("alpha", default: 1)
    let weights = alpha == 1 ? matrix : Tensor(matrix.shape, matrix.values.map { $0 * alpha })
    let bias = try productBias(columns: matrix.shape[1])
    return try add(Linear(weights: weights, bias: bias), id)
  }

  /// β · C as one number per column; nil without C.
  private func productBias(columns: Int) throws(ONNXError) -> [Float]? {
    guard let array = try optionalConstant(2, "C") else { return nil }
    let dimensions = array.dimensions
    guard dimensions.count <= 2, dimensions.count < 2 || dimensions[0] == 1,
      array.count == 1 || array.count == columns
    else {
      throw failure(
        "expected C to be one number or one row of \(columns), found shape \(Shape(dimensions))")
    }
    let beta = try float("beta", default: 1)
    let row = array.floats.map { $0 * beta }
    return row.count == columns ? row : [Float](repeating: row[0], count: columns)
  }

  /// MatMul: `A · B` with computed A and a constant matrix B.
  func matrixProduct() throws(ONNXError) -> ImportedValue {
    let id = try variable(0, "A")
    let rank = rank(of: id)
    // The innermost axis of an image in storage order is not that of the file.
    guard rank == 2 || rank == 3 else {
      throw failure("expected A to have two or three axes, found \(rank)")
    }
    return try add(Linear(weights: matrix(1, "B", transposed: false)), id)
  }

  private func matrix(_ index: Int, _ role: String, transposed: Bool) throws(ONNXError) -> Tensor {
    let array = try constant(index, role)
    guard array.dimensions.count == 2, array.count > 0 else {
      throw failure(
        "expected \(role) to be a matrix, found shape \(Shape(array.dimensions))")
    }
    return transposed ? array.tensor.permuted([1, 0]) : array.tensor
  }
}
