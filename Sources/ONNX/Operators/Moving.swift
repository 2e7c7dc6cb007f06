import Engine
import Tensors

/// Operators that move numbers, or only rename axes.
extension NodeImport {
  /// Reshape.
  func reshape() throws(ONNXError) -> ImportedValue {
    let value = try value(0)
    return try reshaped(value, to: reshaped(value.dimensions))
  }

  /// Flatten.
  func flatten() throws(ONNXError) -> ImportedValue {
    let value = try value(0)
    let axis = try flatteningAxis(rank: value.dimensions.count)
    let (rows, columns) = (value.dimensions[..<axis], value.dimensions[axis...])
    return try reshaped(value, to: [rows.reduce(1, *), columns.reduce(1, *)])
  }

  /// Squeeze.
  func squeeze() throws(ONNXError) -> ImportedValue {
    let value = try value(0)
    return try reshaped(value, to: squeezed(value.dimensions))
  }

  /// Unsqueeze.
  func unsqueeze() throws(ONNXError) -> ImportedValue {
    let value = try value(0)
    return try reshaped(value, to: unsqueezed(value.dimensions))
  }

  /// Returns the same numbers, in the file's order, under other extents.
  ///
  /// Axes that are split or merged keep their place in storage; numbers move only where axes that
  /// are merged do not lie there in the file's order.
  func reshaped(_ value: ImportedValue, to target: [Int]) throws(ONNXError) -> ImportedValue {
    guard case .variable(let variable) = value else {
      return .constant(value.constant?.reshaped(to: target) ?? ConstantArray(integers: []))
    }
    return .variable(try reshaped(variable, to: target))
  }

  /// Returns a variable's numbers under other extents.
  func reshaped(_ variable: Variable, to target: [Int]) throws(ONNXError) -> Variable {
    let groups = AxisGroups.groups(from: variable.dimensions, to: target)
    let stored = variable.wideOrder
    // Groups in the order of their first member in storage.
    let sorted = groups.map { group in
      (group, group.source.compactMap { stored.firstIndex(of: $0) }.min() ?? 0)
    }.sorted { $0.1 < $1.1 }.map(\.0)
    let id = try arranged(variable, sorted.flatMap(\.source))
    // A single picture stays H×W×C, whatever its extents.
    let order = Self.imageOrder(variable, target) ?? sorted.flatMap(\.target)
    let shape = Shape(order.map { target[$0] })
    return Variable(
      id: try graph.reshaped(id, to: shape, name: outputName), dimensions: target, order: order,
      type: variable.type)
  }

  /// The order of N×C becoming N×C×1×1: channels innermost.
  private static func imageOrder(_ variable: Variable, _ target: [Int]) -> [Int]? {
    guard target.count == 4, target[2] == 1, target[3] == 1, target[0] == 1 else { return nil }
    return [2, 3, 1]
  }

  /// Transpose: axes get other names.
  func transpose() throws(ONNXError) -> ImportedValue {
    let value = try value(0)
    let axes = try permutation(rank: value.dimensions.count)
    switch value {
    case .constant(let array): return .constant(transposed(array, axes))
    case .variable(let variable): return .variable(Self.transposed(variable, axes))
    }
  }

  /// A variable whose axis k is axis `axes[k]` of another one.
  static func transposed(_ variable: Variable, _ axes: [Int]) -> Variable {
    variable.renamed(
      dimensions: axes.map { variable.dimensions[$0] },
      order: variable.order.map { axes.firstIndex(of: $0) ?? 0 })
  }

  private func transposed(_ array: ConstantArray, _ axes: [Int]) -> ConstantArray {
    let result = axes.map { array.dimensions[$0] }
    if case .floats = array.elements {
      return ConstantArray(
        floats: array.tensor.transposed(axes).values, dimensions: result, type: array.type)
    }
    let strides = Shape(array.dimensions).strides
    let positions = axes.reduce([0]) { positions, axis in
      positions.flatMap { start in
        (0..<array.dimensions[axis]).map { start + $0 * strides[axis] }
      }
    }
    return array.selecting(positions, dimensions: result)
  }

  /// Concat.
  func concatenation() throws(ONNXError) -> ImportedValue {
    let parts = try inputs.indices.map { index throws(ONNXError) in try value(index) }
    guard let first = parts.first else { throw failure("an input is missing") }
    let rank = first.dimensions.count
    let axis = try axis(integer("axis", default: opset < 4 ? 1 : nil), rank: rank)
    for part in parts.dropFirst() {
      let fits =
        part.dimensions.count == rank
        && first.dimensions.indices.allSatisfy {
          $0 == axis || part.dimensions[$0] == first.dimensions[$0]
        }
      guard fits else {
        throw failure(
          "shapes \(Shape(first.dimensions)) and \(Shape(part.dimensions)) cannot be joined along "
            + "axis \(axis)")
      }
    }
    return try joined(parts.filter { !$0.dimensions.contains(0) }, axis: axis, none: first)
  }

  /// Joins values of equal extents but along one axis; `none` is returned if there are none.
  func joined(
    _ parts: [ImportedValue], axis: Int, none: ImportedValue
  ) throws(ONNXError) -> ImportedValue {
    guard let first = parts.first else { return none }
    if parts.count == 1 { return first }
    var dimensions = first.dimensions
    dimensions[axis] = parts.reduce(0) { $0 + $1.dimensions[axis] }
    let constants = parts.compactMap(\.constant)
    if constants.count == parts.count {
      try graph.reserve(dimensions, for: self)
      return .constant(Self.joined(constants, axis: axis, dimensions: dimensions))
    }
    var largest: Variable?
    for case .variable(let variable) in parts where variable.count > largest?.count ?? 0 {
      largest = variable
    }
    var order = largest?.order ?? []
    for other in dimensions.indices.reversed()
    where !order.contains(other) && dimensions[other] != 1 { order.insert(other, at: 0) }
    let ids = try parts.map { part throws(ONNXError) in
      try operand(part, order: order, rank: dimensions.count)
    }
    let operation = Concatenation(axis: order.firstIndex(of: axis) ?? 0)
    return .variable(
      try add(operation, ids, dimensions: dimensions, order: order, type: first.type))
  }

  private static func joined(
    _ parts: [ConstantArray], axis: Int, dimensions: [Int]
  ) -> ConstantArray {
    let outer = dimensions[..<axis].reduce(1, *)
    func joined<Element>(_ parts: [[Element]]) -> [Element] {
      (0..<outer).flatMap { block in
        parts.flatMap { part in
          let length = part.count / outer
          return part[block * length..<(block + 1) * length]
        }
      }
    }
    let integers = parts.compactMap(\.integers)
    if integers.count == parts.count {
      return ConstantArray(
        integers: joined(integers), dimensions: dimensions, type: parts[0].type)
    }
    return ConstantArray(
      floats: joined(parts.map(\.floats)), dimensions: dimensions, type: parts[0].type)
  }
}

/// Operators that take some of the entries along axes.
extension NodeImport {
  /// Returns the entries of a value at the given places along axes; −1 is the fill value.
  func selected(
    _ value: ImportedValue, _ places: [Int: [Int]], fill: Float = 0
  ) throws(ONNXError) -> ImportedValue {
    var dimensions = value.dimensions
    for (axis, list) in places { dimensions[axis] = list.count }
    if places.allSatisfy({ $1 == Array(0..<value.dimensions[$0]) }) { return value }
    guard ConstantArray.count(of: dimensions) != nil else {
      throw failure("its output \(Shape(dimensions.map { max(0, $0) })) is too large")
    }
    switch value {
    case .constant(let array): return .constant(try selected(array, places, dimensions, fill))
    case .variable(let variable):
      if dimensions.contains(0) {
        return .constant(
          ConstantArray(floats: [], dimensions: dimensions, type: variable.type))
      }
      let stored = try storing(places.keys.sorted(), of: variable)
      let operation = Selection(axes: stored.order.map { places[$0] }, fill: fill)
      return .variable(
        try add(
          operation, [stored.id], dimensions: dimensions, order: stored.order,
          type: stored.type))
    }
  }

  private func selected(
    _ array: ConstantArray, _ places: [Int: [Int]], _ dimensions: [Int], _ fill: Float
  ) throws(ONNXError) -> ConstantArray {
    try graph.reserve(dimensions, for: self)
    let strides = Shape(array.dimensions).strides
    let positions = dimensions.indices.reduce([0]) { positions, axis in
      let list = places[axis] ?? Array(0..<dimensions[axis])
      return positions.flatMap { start in
        list.map { start < 0 || $0 < 0 ? -1 : start + $0 * strides[axis] }
      }
    }
    if let integers = array.integers {
      return ConstantArray(
        integers: positions.map { $0 < 0 ? Int(fill) : integers[$0] }, dimensions: dimensions,
        type: array.type)
    }
    let floats = array.floats
    return ConstantArray(
      floats: positions.map { $0 < 0 ? fill : floats[$0] }, dimensions: dimensions,
      type: array.type)
  }

  /// Slice; bounds are attributes, from opset 10 inputs.
  func slice() throws(ONNXError) -> ImportedValue {
    let value = try value(0)
    let isOld = opset < 10
    let starts = isOld ? try integers("starts") ?? [] : try list(1, "the starts")
    let ends = isOld ? try integers("ends") ?? [] : try list(2, "the ends")
    let listed = isOld ? try integers("axes") : try optionalList(3, "the axes")
    let steps = isOld ? nil : try optionalList(4, "the steps")
    let axes = try axes(listed ?? Array(starts.indices), rank: value.dimensions.count)
    guard ends.count == starts.count, axes.count == starts.count,
      steps == nil || steps?.count == starts.count
    else { throw failure("expected as many starts as ends, axes and steps") }
    var places: [Int: [Int]] = [:]
    for (index, axis) in axes.enumerated() {
      places[axis] = try self.places(
        from: starts[index], to: ends[index], step: steps?[index] ?? 1,
        extent: value.dimensions[axis])
    }
    return try selected(value, places)
  }

  private func places(
    from start: Int, to end: Int, step: Int, extent: Int
  ) throws(ONNXError) -> [Int] {
    guard step != 0 else { throw failure("a step of 0 leads nowhere") }
    func position(_ index: Int, _ range: ClosedRange<Int>) -> Int {
      min(max(index < 0 ? index &+ extent : index, range.lowerBound), range.upperBound)
    }
    if step > 0 {
      let first = position(start, 0...extent)
      return Array(stride(from: first, to: position(end, 0...extent), by: step))
    }
    guard extent > 0 else { return [] }
    let last = end < -extent ? -1 : position(end, -1...extent - 1)
    return Array(stride(from: position(start, 0...extent - 1), to: last, by: max(step, -extent)))
  }

  /// Split; the parts are an attribute, from opset 13 an input.
  func split() throws(ONNXError) -> [ImportedValue] {
    let value = try value(0)
    let axis = try axis(integer("axis", default: 0), rank: value.dimensions.count)
    let extent = value.dimensions[axis]
    var listed = opset < 13 ? try integers("split") : try optionalList(1, "the parts")
    if listed == nil { listed = try equalParts(of: extent) }
    let parts = listed ?? []
    guard parts.reduce(0, &+) == extent, parts.allSatisfy({ (0...extent).contains($0) }) else {
      throw failure("parts \(parts) do not make \(extent)")
    }
    var start = 0
    var results: [ImportedValue] = []
    for part in parts {
      results.append(try selected(value, [axis: Array(start..<start + part)]))
      start += part
    }
    return results
  }

  /// Equal parts, the last of which may be smaller.
  private func equalParts(of extent: Int) throws(ONNXError) -> [Int] {
    let count = try integer("num_outputs", default: outputNames.count, since: 18)
    guard count > 0, count <= max(1, extent) else {
      throw failure("\(extent) entries cannot be split in \(count) parts")
    }
    let size = (extent + count - 1) / count
    return (0..<count).map { max(0, min(size, extent - $0 * size)) }
  }

  /// Expand.
  func expand() throws(ONNXError) -> ImportedValue {
    let value = try value(0)
    let target = try list(1, "the new shape").map { $0 == graph.freedBatch ? 1 : $0 }
    let asked = try list(1, "the new shape")
    let wanted = asked.enumerated().map { $0 == 0 ? target[$0] : $1 }
    guard wanted.count <= ConstantArray.maximumRank, wanted.allSatisfy({ $0 >= 0 }),
      let dimensions = Broadcasting.dimensions(value.dimensions, wanted),
      ConstantArray.count(of: dimensions) != nil
    else { throw failure("shape \(Shape(value.dimensions)) cannot be expanded to \(wanted)") }
    let padded = Broadcasting.padded(value.dimensions, to: dimensions.count)
    let places = dimensions.indices.filter { padded[$0] != dimensions[$0] }.map { axis in
      (axis, [Int](repeating: 0, count: dimensions[axis]))
    }
    return try selected(
      reshaped(value, to: padded), Dictionary(uniqueKeysWithValues: places))
  }

  /// Tile.
  func tile() throws(ONNXError) -> ImportedValue {
    let value = try value(0)
    guard opset >= 6 else { throw failure("opset \(opset) is not supported; convert it to 6") }
    let repeats = try list(1, "the repeats")
    guard repeats.count == value.dimensions.count,
      repeats.allSatisfy({ (0...ConstantArray.maximumElements).contains($0) })
    else { throw failure("expected \(value.dimensions.count) repeats, found \(repeats)") }
    var dimensions = value.dimensions
    for axis in dimensions.indices { dimensions[axis] = dimensions[axis] * repeats[axis] }
    guard ConstantArray.count(of: dimensions) != nil else {
      throw failure("its output is too large")
    }
    var places: [Int: [Int]] = [:]
    for (axis, count) in repeats.enumerated() where count != 1 {
      places[axis] = (0..<count).flatMap { _ in Array(0..<value.dimensions[axis]) }
    }
    return try selected(value, places)
  }

  /// Pad; pads are attributes, from opset 11 inputs.
  func pad() throws(ONNXError) -> ImportedValue {
    let value = try value(0)
    let isOld = opset < 11
    // Opset 1 had another name for them.
    let pads = isOld ? try integers(opset < 2 ? "paddings" : "pads") : try list(1, "the pads")
    let fill = isOld ? try float("value", default: 0) : try optionalNumber(2, "the value") ?? 0
    let rank = value.dimensions.count
    let listed = opset < 18 ? nil : try optionalList(3, "the axes")
    let axes = try axes(listed ?? Array(0..<rank), rank: rank)
    let limit = -(1 << 28)...(1 << 28)
    guard let pads, pads.count == 2 * axes.count, pads.allSatisfy(limit.contains) else {
      throw failure("expected \(2 * axes.count) pads, found \(pads ?? [])")
    }
    let mode = try text("mode", default: "constant")
    var dimensions = value.dimensions
    for (index, axis) in axes.enumerated() {
      dimensions[axis] += pads[index] + pads[index + axes.count]
    }
    guard dimensions.allSatisfy({ $0 >= 0 }) else {
      throw failure("pads \(pads) cut more than there is")
    }
    guard ConstantArray.count(of: dimensions) != nil else {
      throw failure("its output \(Shape(dimensions)) is too large")
    }
    var places: [Int: [Int]] = [:]
    for (index, axis) in axes.enumerated() {
      let (before, after) = (pads[index], pads[index + axes.count])
      if before == 0 && after == 0 { continue }
      places[axis] = try (-before..<value.dimensions[axis] + after).map { place throws(ONNXError) in
        try source(of: place, extent: value.dimensions[axis], mode: mode)
      }
    }
    return try selected(value, places, fill: fill)
  }

  /// Where a padded place takes its number from; −1 for the fill value.
  private func source(of place: Int, extent: Int, mode: String) throws(ONNXError) -> Int {
    if (0..<extent).contains(place) { return place }
    switch mode {
    case "constant": return -1
    case "edge": return min(max(place, 0), extent - 1)
    case "wrap" where extent > 0: return ((place % extent) + extent) % extent
    case "reflect" where extent > 0:
      let period = max(1, 2 * (extent - 1))
      let rest = ((place % period) + period) % period
      return rest < extent ? rest : period - rest
    default: throw failure("attribute \"mode\" has the unknown value \(quoted(mode))")
    }
  }

  /// Trilu: zero above or below a diagonal.
  func triangle() throws(ONNXError) -> ImportedValue {
    let value = try value(0)
    let rank = value.dimensions.count
    guard rank >= 2 else { throw failure("expected two axes or more, found \(rank)") }
    let upper = try flag("upper", default: true)
    let diagonal = try optionalList(1, "the diagonal")?.first ?? 0
    let (rows, columns) = (value.dimensions[rank - 2], value.dimensions[rank - 1])
    try graph.reserve([rows, columns], for: self)
    let mask = (0..<rows).flatMap { row in
      (0..<columns).map { column in
        (upper ? column &- row >= diagonal : column &- row <= diagonal) ? 1 : 0
      }
    }
    let kept = ConstantArray(integers: mask, dimensions: [rows, columns], type: .boolean)
    let zero = ConstantArray(floats: [0], dimensions: [])
    return .variable(
      try combine(
        Choice(), [.constant(kept), value, .constant(zero)],
        type: value.type))
  }
}
