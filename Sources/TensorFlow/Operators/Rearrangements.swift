import ONNX

extension NodeTranslation {
  /// Reshape.
  func reshape() throws(TensorFlowError) -> [Value] {
    let (value, target) = (try input(0), try input(1, "the shape"))
    var shape: PartialShape?
    if let extents = graph.constant(named: target.name)?.integers {
      shape = PartialShape(extents.map { $0 < 0 ? nil : $0 })
    } else if let rank = rank(ofExtents: target) {
      shape = PartialShape(rank: rank)
    }
    return result("Reshape", [value, target], shape: shape)
  }

  /// Number of axes of a value whose extents are computed.
  func rank(ofExtents extents: Value) -> Int? {
    guard let count = extents.shape?.extents.first ?? nil, 0...ConstantArray.maximumRank ~= count
    else { return nil }
    return count
  }

  /// Squeeze: without some axes of extent 1, or all that are.
  func squeeze() throws(TensorFlowError) -> [Value] {
    let value = try input(0)
    var axes = try integers("squeeze_dims")
    if axes.isEmpty, let shape = value.shape {
      axes = shape.extents.indices.filter { shape.extents[$0] == 1 }
      if axes.isEmpty { return result("Identity", [value], shape: shape) }
    }
    if axes.isEmpty { return result("Squeeze", [value]) }
    return result(
      "Squeeze", [value, list(axes, suffix: "axes")], shape: removing(axes, from: value.shape))
  }

  /// The shape without some axes.
  func removing(_ axes: [Int], from shape: PartialShape?) -> PartialShape? {
    guard let shape else { return nil }
    let removed = Set(axes.compactMap(shape.index))
    return PartialShape(
      shape.extents.enumerated().filter { !removed.contains($0.offset) }.map(\.element))
  }

  /// ExpandDims: with one more axis, of extent 1.
  func expansion() throws(TensorFlowError) -> [Value] {
    let value = try input(0)
    let axis = try integer(1, "the axis")
    var shape = value.shape
    if let rank = shape?.rank, let index = PartialShape(rank: rank + 1).index(of: axis) {
      shape?.extents.insert(1, at: index)
    } else {
      shape = nil
    }
    return result("Unsqueeze", [value, list([axis], suffix: "axes")], shape: shape)
  }

  /// Transpose.
  func transpose() throws(TensorFlowError) -> [Value] {
    let value = try input(0)
    let order = try integers(1, "the order of the axes")
    guard order.count <= ConstantArray.maximumRank else {
      throw failure("\(order.count) axes are too many")
    }
    let positive = order.map { $0 < 0 ? $0 + order.count : $0 }
    return result(
      "Transpose", [value], [.integers("perm", positive)],
      shape: value.shape?.permuted(positive) ?? PartialShape(rank: order.count))
  }
}
