import ONNX

extension NodeTranslation {
  /// MatMul, each matrix transposed before if its setting says so.
  func matrixProduct() throws(TensorFlowError) -> [Value] {
    let left = try transposed(input(0), if: flag("transpose_a"), rank: 2, suffix: "left")
    let right = try transposed(input(1), if: flag("transpose_b"), rank: 2, suffix: "right")
    return result(
      "MatMul", [left, right],
      shape: PartialShape([left.shape?.extents[0], right.shape?.extents[1]]))
  }

  /// BatchMatMul: products of the matrices in the two innermost axes.
  func batchMatrixProduct() throws(TensorFlowError) -> [Value] {
    let (left, right) = (try input(0), try input(1))
    let (turnsLeft, turnsRight) = (try flag("adj_x"), try flag("adj_y"))
    let shape = productShape(left, right, turnsLeft: turnsLeft, turnsRight: turnsRight)
    let isKnown = (left.shape != nil || !turnsLeft) && (right.shape != nil || !turnsRight)
    guard isKnown else {
      let equation = "...\(turnsLeft ? "ki" : "ik"),...\(turnsRight ? "jk" : "kj")->...ij"
      return result("Einsum", [left, right], [.text("equation", equation)], shape: shape)
    }
    let first = try transposed(
      left, if: turnsLeft, rank: left.shape?.rank ?? 2, suffix: "left")
    let second = try transposed(
      right, if: turnsRight, rank: right.shape?.rank ?? 2, suffix: "right")
    return result("MatMul", [first, second], shape: shape)
  }

  /// Einsum, in the words of both formats.
  func einsteinSum() throws(TensorFlowError) -> [Value] {
    result(
      "Einsum", try allInputs(), [.text("equation", try text("equation", default: ""))])
  }

  private func transposed(
    _ value: Value, if turns: Bool, rank: Int, suffix: String
  ) throws(TensorFlowError) -> Value {
    guard rank >= 2, value.shape?.rank ?? rank == rank else {
      throw failure("expected matrices, found \(value.shape?.rank ?? rank) axes")
    }
    guard turns else { return value }
    let order = Array(0..<rank - 2) + [rank - 1, rank - 2]
    return step(
      "Transpose", [value], [.integers("perm", order)], suffix: suffix,
      shape: value.shape?.permuted(order))
  }

  private func productShape(
    _ left: Value, _ right: Value, turnsLeft: Bool, turnsRight: Bool
  ) -> PartialShape? {
    guard let first = left.shape?.extents, let second = right.shape?.extents, first.count >= 2,
      second.count >= 2,
      let outer = PartialShape.broadcast([
        PartialShape(first.dropLast(2)), PartialShape(second.dropLast(2)),
      ])
    else { return nil }
    let rows = first[first.count - (turnsLeft ? 1 : 2)]
    let columns = second[second.count - (turnsRight ? 2 : 1)]
    return PartialShape(outer.extents + [rows, columns])
  }
}
