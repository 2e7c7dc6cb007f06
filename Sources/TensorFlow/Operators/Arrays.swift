import ONNX

extension NodeTranslation {
  /// Shape: the extents, as integers.
  func extents() throws(TensorFlowError) -> [Value] {
    let value = try input(0)
    return result("Shape", [value], shape: PartialShape([value.shape?.rank]))
  }

  /// Size: the number of numbers.
  func size() throws(TensorFlowError) -> [Value] {
    result("Size", [try input(0)], shape: PartialShape([]))
  }

  /// Rank: the number of axes.
  func rank() throws(TensorFlowError) -> [Value] {
    let value = try input(0)
    if let rank = value.shape?.rank {
      return [graph.define(ConstantArray(integers: [rank], extents: []), named: name)]
    }
    let extents = step("Shape", [value], suffix: "extents")
    return result("Size", [extents], shape: PartialShape([]))
  }

  /// Fill: one number in all places.
  func fill() throws(TensorFlowError) -> [Value] {
    let extents = try input(0, "the extents")
    let shape: PartialShape?
    if let known = graph.constant(named: extents.name)?.integers {
      shape = PartialShape(known)
    } else {
      shape = rank(ofExtents: extents).map { PartialShape(rank: $0) }
    }
    guard let value = try optionalConstant(1, "the number"),
      ConstantArray.count(of: value.extents) == 1
    else { return result("Expand", [try input(1), extents], shape: shape) }
    return result(
      "ConstantOfShape", [extents], [.array("value", value.reshaped(to: [1]))], shape: shape)
  }

  /// Range: evenly spaced numbers.
  func range() throws(TensorFlowError) -> [Value] {
    let inputs = [try input(0), try input(1, "the limit"), try input(2, "the step")]
    let bounds = inputs.compactMap { graph.constant(named: $0.name)?.integers?.first }
    if bounds.count == 3, bounds[2] != 0,
      bounds.allSatisfy({ -(1 << 16)...(1 << 16) ~= $0 })
    {
      let numbers = Array(stride(from: bounds[0], to: bounds[1], by: bounds[2]))
      return [graph.define(ConstantArray(integers: numbers), named: name)]
    }
    return result("Range", inputs, shape: PartialShape(rank: 1))
  }

  /// Gather: elements along the first axis.
  func gather() throws(TensorFlowError) -> [Value] { try gather(axis: 0) }

  /// GatherV2: elements along one axis.
  func gatherAlongAxis() throws(TensorFlowError) -> [Value] {
    guard try integer("batch_dims", default: 0) == 0 else {
      throw failure("a choice for each example (batch_dims) is not supported")
    }
    return try gather(axis: integer(2, "the axis"))
  }

  private func gather(axis: Int) throws(TensorFlowError) -> [Value] {
    let (value, positions) = (try input(0), try input(1, "the positions"))
    var shape: PartialShape?
    if let chosen = positions.shape, let whole = value.shape, let index = whole.index(of: axis) {
      shape = PartialShape(
        whole.extents[..<index] + chosen.extents + whole.extents[(index + 1)...])
    }
    return result("Gather", [value, positions], [.integer("axis", axis)], shape: shape)
  }

  /// Tile: copies side by side.
  func tile() throws(TensorFlowError) -> [Value] {
    let (value, counts) = (try input(0), try input(1, "the counts"))
    let shape = value.shape.map { PartialShape(rank: $0.rank) }
    return result("Tile", [value, counts], shape: shape)
  }

  /// Pad and PadV2: a constant around the numbers, 0 unless it is given.
  func pad() throws(TensorFlowError) -> [Value] {
    var inputs = [try input(0), try paddings()]
    if self.inputs.count > 2 { inputs.append(try input(2)) }
    return try pad(inputs, mode: "constant")
  }

  /// MirrorPad: the numbers in mirrors that lie on the outermost ones.
  func mirrorPad() throws(TensorFlowError) -> [Value] {
    let mode = try text("mode", default: "")
    guard mode == "REFLECT" else { throw failure("the mode \(quoted(mode)) is not supported") }
    return try pad([input(0), paddings()], mode: "reflect")
  }

  private func pad(_ inputs: [Value], mode: String) throws(TensorFlowError) -> [Value] {
    var shape = inputs[0].shape
    let pads = graph.constant(named: inputs[1].name)?.integers
    for axis in 0..<(shape?.rank ?? 0) {
      guard let pads, let rank = shape?.rank, pads.count == 2 * rank else {
        shape?.extents[axis] = nil
        continue
      }
      if pads[axis] != 0 || pads[rank + axis] != 0 { shape?.extents[axis] = nil }
    }
    return result("Pad", inputs, [.text("mode", mode)], shape: shape)
  }

  /// The paddings in ONNX's order: those before all axes, then those behind.
  private func paddings() throws(TensorFlowError) -> Value {
    guard let array = try optionalConstant(1, "the paddings") else {
      let turned = step(
        "Transpose", [try input(1)], [.integers("perm", [1, 0])], suffix: "turned_pads")
      return step("Reshape", [turned, list([-1], suffix: "extents")], suffix: "pads")
    }
    guard let pairs = array.integers, array.extents.count == 2, array.extents[1] == 2,
      pairs.count <= 2 * ConstantArray.maximumRank
    else { throw failure("expected two integers as paddings of each axis") }
    let order = stride(from: 0, to: pairs.count, by: 2)
    return list(order.map { pairs[$0] } + order.map { pairs[$0 + 1] }, suffix: "pads")
  }
}
