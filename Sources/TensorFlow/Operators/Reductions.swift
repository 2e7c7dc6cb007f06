import ONNX

extension NodeTranslation {
  /// Mean, Sum and their like along some axes.
  func reduction(_ kind: String) throws(TensorFlowError) -> [Value] {
    let value = try input(0)
    let keeps = try flag("keep_dims")
    let settings: [ONNXAttribute] = [.integer("keepdims", keeps ? 1 : 0)]
    guard let array = try optionalConstant(1, "the axes") else {
      let axes = step(
        "Reshape", [try input(1), list([-1], suffix: "extents")], suffix: "axes")
      return result(kind, [value, axes], settings)
    }
    guard let axes = array.integers else { throw failure("expected the axes to be integers") }
    if axes.isEmpty { return result("Identity", [value], shape: value.shape) }
    return result(
      kind, [value, list(axes, suffix: "axes")], settings,
      shape: reduced(value.shape, axes: axes, keeps: keeps))
  }

  /// ArgMax and ArgMin: positions along one axis.
  func position(_ kind: String) throws(TensorFlowError) -> [Value] {
    let value = try input(0)
    let axis = try integer(1, "the axis")
    return result(
      kind, [value], [.integer("axis", axis), .integer("keepdims", 0)],
      shape: reduced(value.shape, axes: [axis], keeps: false))
  }

  private func reduced(_ shape: PartialShape?, axes: [Int], keeps: Bool) -> PartialShape? {
    guard let shape else { return nil }
    let reduced = Set(axes.compactMap(shape.index))
    let extents = shape.extents.enumerated().map { reduced.contains($0) ? 1 : $1 }
    if keeps { return PartialShape(extents) }
    return PartialShape(extents.enumerated().filter { !reduced.contains($0.offset) }.map(\.element))
  }
}
