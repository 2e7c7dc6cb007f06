import ONNX

extension NodeTranslation {
  /// Concat, which has the axis first.
  func concatenationBehindAxis() throws(TensorFlowError) -> [Value] {
    let axis = try integer(0, "the axis")
    return try concatenation(Array(allInputs().dropFirst()), axis: axis)
  }

  /// ConcatV2, which has the axis last.
  func concatenation() throws(TensorFlowError) -> [Value] {
    let values = try allInputs()
    let axis = try integer(values.count - 1, "the axis")
    return try concatenation(values.dropLast(), axis: axis)
  }

  private func concatenation(_ values: [Value], axis: Int) throws(TensorFlowError) -> [Value] {
    guard !values.isEmpty else { throw failure("it has nothing to join") }
    if let array = joinedConstants(values, rank: 1) {
      return [graph.define(array, named: name)]
    }
    var shape = values.compactMap(\.shape).first
    if let index = shape?.index(of: axis) {
      let extents = values.compactMap { $0.shape?.extents[safe: index] ?? nil }
      let isKnown = extents.count == values.count
      let sum = extents.reduce(0, &+)
      shape?.extents[index] = isKnown && 0...ConstantArray.maximumCount ~= sum ? sum : nil
    }
    return result("Concat", values, [.integer("axis", axis)], shape: shape)
  }

  /// Pack: values side by side along a new axis.
  func pack() throws(TensorFlowError) -> [Value] {
    let values = try allInputs()
    let axis = try integer("axis", default: 0)
    if axis == 0, let array = joinedConstants(values, rank: 0) {
      return [graph.define(array, named: name)]
    }
    let axes = list([axis], suffix: "axes")
    let parts = values.enumerated().map { index, value in
      step("Unsqueeze", [value, axes], suffix: "part\(index)")
    }
    var shape = values.compactMap(\.shape).first
    if let rank = shape?.rank, let index = PartialShape(rank: rank + 1).index(of: axis) {
      shape?.extents.insert(values.count, at: index)
    }
    return result("Concat", parts, [.integer("axis", axis)], shape: shape)
  }

  /// Constant integers, or lists of them, in one list: orders of axes and extents are often made so.
  private func joinedConstants(_ values: [Value], rank: Int) -> ConstantArray? {
    let limit = 1 << 10
    let arrays = values.compactMap { graph.constant(named: $0.name) }
    guard arrays.count == values.count,
      arrays.allSatisfy({ $0.type == .integer && $0.extents.count == rank }),
      arrays.reduce(0, { $0 + $1.bytes.count }) <= limit * ElementType.integer.width
    else { return nil }
    return ConstantArray(integers: arrays.flatMap { $0.integers ?? [] })
  }

  /// Unpack: the parts along an axis, without it.
  func unpack() throws(TensorFlowError) -> [Value] {
    let value = try input(0)
    let (axis, count) = (try integer("axis", default: 0), try integer("num", default: 0))
    let parts = try split(value, axis: axis, count: count)
    let axes = list([axis], suffix: "axes")
    let shape = removing([axis], from: value.shape)
    return parts.enumerated().map { index, part in
      let output = Value(name: outputName(index), shape: shape)
      add("Squeeze", [part, axes], [], outputs: [output])
      return output
    }
  }

  private func split(_ value: Value, axis: Int, count: Int) throws(TensorFlowError) -> [Value] {
    guard 1...FrozenGraph.maximumNodes ~= count else {
      throw failure("\(count) parts are not possible")
    }
    if count == 1 { return [value] }
    let parts = (0..<count).map { index in
      Value(name: graph.uniqueName("\(name)/part\(index)"), shape: nil)
    }
    add(
      "Split", [value], [.integer("axis", axis), .integer("num_outputs", count)], outputs: parts)
    return parts
  }

  /// Split, which has the axis first: equal parts.
  func split() throws(TensorFlowError) -> [Value] {
    let axis = try integer(0, "the axis")
    let value = try input(1)
    let count = try integer("num_split", default: 0)
    guard 1...FrozenGraph.maximumNodes ~= count else {
      throw failure("\(count) parts are not possible")
    }
    if count == 1 { return result("Identity", [value], shape: value.shape) }
    var shape = value.shape
    if let index = shape?.index(of: axis), let extent = shape?.extents[index] {
      guard extent % count == 0 else {
        throw failure("an extent of \(extent) cannot be split in \(count) equal parts")
      }
      shape?.extents[index] = extent / count
    }
    return results(
      "Split", [value], [.integer("axis", axis), .integer("num_outputs", count)],
      shapes: [PartialShape?](repeating: shape, count: count))
  }

  /// SplitV: parts of given extents, of which one may be −1, the rest.
  func unevenSplit() throws(TensorFlowError) -> [Value] {
    let value = try input(0)
    var extents = try integers(1, "the extents")
    let axis = try integer(2, "the axis")
    let open = extents.indices.filter { extents[$0] < 0 }
    let isUsable = extents.allSatisfy { -1...ConstantArray.maximumCount ~= $0 }
    guard !extents.isEmpty, open.count <= 1, isUsable else {
      throw failure("extents \(extents) are not usable")
    }
    let index = value.shape?.index(of: axis)
    if let open = open.first {
      let others = extents.reduce(1, +)
      guard let index, let whole = value.shape?.extents[index], whole >= others else {
        throw failure("the extent of one part is left open, and it cannot be known in advance")
      }
      extents[open] = whole - others
    }
    let shapes = extents.map { extent in
      var shape = value.shape
      if let index { shape?.extents[index] = extent }
      return shape
    }
    return results(
      "Split", [value, list(extents, suffix: "extents")], [.integer("axis", axis)], shapes: shapes)
  }
}

extension Array {
  /// The element at a position; nil if there is none.
  subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
