import Engine
import Tensors

/// Operators that look numbers up, or put them, where indices say.
extension NodeImport {
  /// Gather: indices may be constant or computed.
  func gather() throws(ONNXError) -> ImportedValue {
    try requireInputs(2...2)
    let data = try value(0, "the data")
    let indices = try value(1, "the indices")
    return try lookup(
      data, indices, axis: axis(integer("axis", default: 0), rank: data.dimensions.count))
  }

  /// Returns the entries of data along an axis that indices, constant or computed, say.
  func lookup(
    _ data: ImportedValue, _ indices: ImportedValue, axis: Int
  ) throws(ONNXError) -> ImportedValue {
    guard axis < data.dimensions.count,
      data.dimensions.count + indices.dimensions.count - 1 <= ConstantArray.maximumRank
    else {
      throw failure("its output has more than \(ConstantArray.maximumRank) axes")
    }
    let dimensions =
      data.dimensions[..<axis] + indices.dimensions + data.dimensions[(axis + 1)...]
    if let constant = indices.constant {
      let places = try places(constant, below: data.dimensions[axis])
      return try reshaped(selected(data, [axis: places]), to: Array(dimensions))
    }
    let (source, places) = (try fileOrdered(data), try fileOrdered(indices))
    let result = try add(
      Lookup(axis: axis), [source.id, places.id], dimensions: Array(dimensions),
      order: Array(dimensions.indices), type: data.type)
    return .variable(result)
  }

  /// Constant indices, counted from the front.
  private func places(_ indices: ConstantArray, below extent: Int) throws(ONNXError) -> [Int] {
    guard let integers = indices.integers else { throw failure("expected indices to be integers") }
    let places = integers.map { $0 < 0 ? $0 &+ extent : $0 }
    guard places.allSatisfy({ (0..<extent).contains($0) }) else {
      throw failure("expected indices below \(extent)")
    }
    return places
  }

  /// An input in the file's order, with all of its axes.
  func fileOrdered(_ index: Int, _ role: String) throws(ONNXError) -> Variable {
    try fileOrdered(value(index, role))
  }

  /// A value in the file's order, with all of its axes.
  private func fileOrdered(_ value: ImportedValue) throws(ONNXError) -> Variable {
    guard case .variable(let variable) = value else {
      return stored(value.constant ?? ConstantArray(integers: []))
    }
    let order = Array(variable.dimensions.indices)
    return Variable(
      id: try arranged(variable, order), dimensions: variable.dimensions, order: order,
      type: variable.type)
  }

  /// An operator whose operands are all read in the file's order.
  private func indexed(
    _ operation: any Operator, _ roles: [String], dimensions: [Int]
  ) throws(ONNXError) -> ImportedValue {
    try requireInputs(roles.count...roles.count)
    guard ConstantArray.count(of: dimensions) ?? 0 > 0 else {
      throw failure("an output of shape \(dimensions) is not supported")
    }
    var ids: [Graph.ValueID] = []
    for (index, role) in roles.enumerated() { ids.append(try fileOrdered(index, role).id) }
    return .variable(
      try add(
        operation, ids, dimensions: dimensions, order: Array(dimensions.indices),
        type: value(0).type))
  }

  /// GatherElements.
  func gatherElements() throws(ONNXError) -> ImportedValue {
    let indices = try value(1, "the indices").dimensions
    let axis = try axis(integer("axis", default: 0), rank: indices.count)
    return try indexed(
      ElementLookup(axis: axis), ["the data", "the indices"], dimensions: indices)
  }

  /// GatherND.
  func gatherPoints() throws(ONNXError) -> ImportedValue {
    let batch = try integer("batch_dims", default: 0, since: 12)
    let data = try value(0, "the data").dimensions
    let indices = try value(1, "the indices").dimensions
    guard let depth = indices.last, batch >= 0, batch < indices.count, depth >= 1,
      depth <= data.count - batch
    else { throw failure("indices \(Shape(indices)) do not fit data \(Shape(data))") }
    return try indexed(
      PointLookup(batchAxes: batch), ["the data", "the indices"],
      dimensions: indices.dropLast() + data.dropFirst(batch + depth))
  }

  /// ScatterElements, and Scatter as it was called before.
  func scatterElements() throws(ONNXError) -> ImportedValue {
    let data = try value(0, "the data").dimensions
    let axis = try axis(integer("axis", default: 0), rank: data.count)
    return try indexed(
      ElementScatter(axis: axis, reduction: scatterReduction(since: 16)),
      ["the data", "the indices", "the updates"], dimensions: data)
  }

  /// ScatterND.
  func scatterPoints() throws(ONNXError) -> ImportedValue {
    try indexed(
      PointScatter(reduction: scatterReduction(since: 16)),
      ["the data", "the indices", "the updates"], dimensions: value(0, "the data").dimensions)
  }

  private func scatterReduction(since first: Int) throws(ONNXError) -> ScatterReduction {
    switch try text("reduction", default: "none", since: first) {
    case "none": return .replace
    case "add": return .sum
    case "mul": return .product
    case "max": return .maximum
    case "min": return .minimum
    case let other: throw failure("attribute \"reduction\" has the unknown value \(quoted(other))")
    }
  }

  /// OneHot.
  func oneHot() throws(ONNXError) -> ImportedValue {
    try requireInputs(3...3)
    let indices = try fileOrdered(0, "the indices")
    guard let depth = try constant(1, "the depth").single.flatMap({ Int(exactly: $0) }),
      depth > 0,
      depth <= ConstantArray.maximumElements
    else { throw failure("expected the depth to be one positive number") }
    let values = try constant(2, "the values")
    guard values.count == 2 else { throw failure("expected two values, found \(values.count)") }
    let axis = try axis(integer("axis", default: -1), rank: indices.rank + 1)
    var dimensions = indices.dimensions
    dimensions.insert(depth, at: axis)
    guard ConstantArray.count(of: dimensions) != nil else {
      throw failure("its output is too large")
    }
    let operation = OneHot(depth: depth, axis: axis, off: values.floats[0], on: values.floats[1])
    return .variable(
      try add(
        operation, [indices.id], dimensions: dimensions, order: Array(dimensions.indices),
        type: values.type))
  }
}
