import Engine
import Tensors

/// Operators that make one number of several along axes.
extension NodeImport {
  /// ReduceSum, ReduceMean and their like; axes are an attribute, from the given opset on an input.
  func reduction(
    _ kind: Reduction.Kind, axesInputSince first: Int = 18
  ) throws(ONNXError) -> ImportedValue {
    let variable = try variable(0)
    let listed = try listedAxes(inputSince: first)
    let keeps = try flag("keepdims", default: true)
    let doesNothing = try flag("noop_with_empty_axes", since: first)
    if doesNothing && listed?.isEmpty != false {
      return .variable(try reduced(variable, over: [], kind, keepsAxes: true))
    }
    let all = Array(variable.dimensions.indices)
    let axes =
      try listed.map { listed throws(ONNXError) in
        listed.isEmpty ? all : try self.axes(listed, rank: variable.rank)
      } ?? all
    return .variable(try reduced(variable, over: axes, kind, keepsAxes: keeps))
  }

  /// GlobalAveragePool, GlobalMaxPool: over all axes behind the channels.
  func globalPooling(_ kind: Reduction.Kind) throws(ONNXError) -> ImportedValue {
    let variable = try variable(0)
    guard variable.rank > 2 else {
      throw failure("expected pictures (N×C×H×W), found \(variable.rank) axes")
    }
    return .variable(
      try reduced(variable, over: Array(2..<variable.rank), kind, keepsAxes: true))
  }

  /// GlobalLpPool.
  func globalNorm() throws(ONNXError) -> ImportedValue {
    let order =
      try opset < 2 ? Int(exactly: float("p", default: 2)) ?? 0 : integer("p", default: 2)
    switch order {
    case 1: return try globalPooling(.absoluteSum)
    case 2: return try globalPooling(.euclideanNorm)
    default: throw failure("a norm of order \(order) is not supported, only 1 and 2")
    }
  }

  /// Reduces a variable over axes of the file.
  func reduced(
    _ variable: Variable, over axes: [Int], _ kind: Reduction.Kind, keepsAxes: Bool
  ) throws(ONNXError) -> Variable {
    // An axis that is not stored has one entry: it makes a difference to a norm.
    var source = variable
    if variable.storedAxes(of: axes).isEmpty {
      source =
        try axes.isEmpty
        ? withExtraAxis(variable) : storing([axes[0]], of: variable)
    }
    let stored = axes.isEmpty ? [0] : source.storedAxes(of: axes)
    let order = source.order.filter { !axes.contains($0) && $0 < variable.rank }
    let operation = Reduction(kind, axes: stored, keepsAxes: false)
    var dimensions = variable.dimensions
    for axis in axes { dimensions[axis] = 1 }
    // What was a picture stays one: H×W×C of 1×1×C.
    let isPicture = keepsAxes && !axes.isEmpty && variable.rank == 4
    var result = try add(
      operation, [source.id], dimensions: dimensions, order: order, type: variable.type)
    if isPicture {
      result = Variable(
        id: try arranged(result, source.order.filter { $0 < variable.rank }),
        dimensions: dimensions, order: source.order, type: variable.type)
    }
    if keepsAxes { return result }
    let kept = dimensions.indices.filter { !axes.contains($0) }
    return result.renamed(
      dimensions: kept.map { dimensions[$0] },
      order: result.order.compactMap { kept.firstIndex(of: $0) })
  }

  /// A variable with one more axis of one entry, outermost in storage.
  private func withExtraAxis(_ variable: Variable) throws(ONNXError) -> Variable {
    let shape = Shape([1] + variable.storedShape.dimensions)
    return Variable(
      id: try graph.reshaped(variable.id, to: shape, name: outputName),
      dimensions: variable.dimensions + [1], order: [variable.rank] + variable.order,
      type: variable.type)
  }

  /// ArgMax, ArgMin.
  func extremumIndex(_ kind: ExtremumIndex.Kind) throws(ONNXError) -> ImportedValue {
    let variable = try variable(0)
    let axis = try axis(integer("axis", default: 0), rank: variable.rank)
    let keeps = try flag("keepdims", default: true)
    let last = try flag("select_last_index", since: 12)
    let source = try storing([axis], of: variable)
    let operation = ExtremumIndex(
      axis: source.order.firstIndex(of: axis) ?? 0, kind: kind, selectsLast: last,
      keepsAxis: true)
    var dimensions = variable.dimensions
    dimensions[axis] = 1
    let result = try add(
      operation, [source.id], dimensions: dimensions, order: source.order, type: .int64)
    if keeps { return .variable(result) }
    dimensions.remove(at: axis)
    return try reshaped(.variable(result), to: dimensions)
  }

  /// TopK: the largest entries along an axis, and where they are.
  func largestEntries() throws(ONNXError) -> [ImportedValue] {
    let variable = try variable(0)
    let axis = try axis(integer("axis", default: -1), rank: variable.rank)
    let count = opset < 10 ? try integer("k") : try list(1, "k").first ?? 0
    let largest = try flag("largest", default: true, since: 11)
    _ = try flag("sorted", default: true, since: 11)
    guard (1...max(1, variable.dimensions[axis])).contains(count) else {
      throw failure("\(count) of \(variable.dimensions[axis]) entries cannot be had")
    }
    let source = try storing([axis], of: variable)
    var dimensions = variable.dimensions
    dimensions[axis] = count
    let results: [LargestEntries.Result] = [.values, .indices]
    return try results.map { result throws(ONNXError) in
      let operation = LargestEntries(
        count: count, axis: source.order.firstIndex(of: axis) ?? 0, largest: largest,
        result: result)
      return .variable(
        try add(
          operation, [source.id], dimensions: dimensions, order: source.order,
          type: result == .values ? variable.type : .int64))
    }
  }

  /// CumSum.
  func cumulativeSum() throws(ONNXError) -> ImportedValue {
    let variable = try variable(0)
    guard let asked = try constant(1, "the axis").integers?.first else {
      throw failure("expected the axis to be an integer")
    }
    let axis = try axis(asked, rank: variable.rank)
    let source = try storing([axis], of: variable)
    let operation = CumulativeSum(
      axis: source.order.firstIndex(of: axis) ?? 0, exclusive: try flag("exclusive"),
      reverse: try flag("reverse"))
    return .variable(try map(operation, source))
  }
}
