import ONNX

extension NodeTranslation {
  /// Slice: from `begin` on, `size` numbers along each axis, or all that follow for −1.
  func slice() throws(TensorFlowError) -> [Value] {
    let value = try input(0)
    let (begin, size) = (try input(1, "the begin"), try input(2, "the size"))
    let (starts, counts) = (graph.constant(named: begin.name), graph.constant(named: size.name))
    guard let starts = starts?.integers, let counts = counts?.integers else {
      guard counts?.integers?.contains(-1) != true else {
        throw failure("expected the begin to be constant, found a computed value")
      }
      let ends = step("Add", [begin, size], suffix: "ends")
      let shape = value.shape.map { PartialShape(rank: $0.rank) }
      return result("Slice", [value, begin, ends], shape: shape)
    }
    guard starts.count == counts.count, starts.count <= ConstantArray.maximumRank else {
      throw failure("a begin of \(starts.count) and a size of \(counts.count) numbers do not fit")
    }
    let ranges = starts.indices.map { axis in
      let end = starts[axis].addingReportingOverflow(counts[axis])
      let isOpen = counts[axis] < 0 || end.overflow
      return AxisRange(axis: axis, start: starts[axis], end: isOpen ? .max : end.partialValue)
    }
    return [sliced(value, ranges, isResult: true)]
  }

  /// StridedSlice: what Python writes as `value[begin:end:strides, …]`, with masks of bits for what
  /// is left out.
  func stridedSlice() throws(TensorFlowError) -> [Value] {
    let value = try input(0)
    let plan = try SlicePlan(self)
    if plan.removed.isEmpty, plan.added.isEmpty {
      return [sliced(value, plan.ranges, isResult: true)]
    }
    var last = sliced(value, plan.ranges, isResult: false)
    if !plan.removed.isEmpty {
      let (axes, shape) = (
        list(plan.removed, suffix: "removed"), removing(plan.removed, from: last.shape)
      )
      guard !plan.added.isEmpty else { return result("Squeeze", [last, axes], shape: shape) }
      last = step("Squeeze", [last, axes], suffix: "squeezed", shape: shape)
    }
    let shape = last.shape.map { PartialShape(rank: $0.rank + plan.added.count) }
    return result("Unsqueeze", [last, list(plan.added, suffix: "added")], shape: shape)
  }

  private func sliced(_ value: Value, _ ranges: [AxisRange], isResult: Bool) -> Value {
    let ranges = ranges.filter { !$0.isWhole }
    var shape = value.shape
    for range in ranges {
      guard let index = shape?.index(of: range.axis) else { continue }
      let extent = value.shape?.extents[index] ?? nil
      shape?.extents[index] = extent.flatMap(range.count)
    }
    guard !ranges.isEmpty else {
      return isResult ? result("Identity", [value], shape: shape)[0] : value
    }
    let inputs = [
      value, list(ranges.map(\.start), suffix: "starts"), list(ranges.map(\.end), suffix: "ends"),
      list(ranges.map(\.axis), suffix: "axes"), list(ranges.map(\.step), suffix: "steps"),
    ]
    return isResult
      ? result("Slice", inputs, shape: shape)[0]
      : step("Slice", inputs, suffix: "slice", shape: shape)
  }
}

/// Which positions along an axis are taken.
struct AxisRange: Hashable {
  /// The axis; negative if it is counted from the end.
  var axis: Int
  /// The first position; negative if it is counted from the end.
  var start: Int
  /// The position behind the last one, in the direction of the steps.
  var end: Int
  /// Distance between positions.
  var step = 1

  /// Whether all positions are taken.
  var isWhole: Bool { start == 0 && end == .max && step == 1 }

  /// Returns the number of positions that are taken of `extent`; nil if that is not worked out.
  func count(of extent: Int) -> Int? {
    guard step > 0 else { return nil }
    let first = start < 0 ? max(0, start + extent) : min(start, extent)
    let last = end < 0 ? max(0, end + extent) : min(end, extent)
    return last <= first ? 0 : (last - first - 1) / step + 1
  }
}

/// The masks of a StridedSlice, worked out.
private struct SlicePlan {
  /// What is taken along the axes of the value.
  private(set) var ranges: [AxisRange] = []
  /// Axes of the value of which one position is taken, and which are gone then.
  private(set) var removed: [Int] = []
  /// Axes of the result that are new.
  private(set) var added: [Int] = []

  init(_ node: NodeTranslation) throws(TensorFlowError) {
    let begin = try node.integers(1, "the begin")
    let end = try node.integers(2, "the end")
    let steps = try node.integers(3, "the strides")
    guard begin.count == end.count, begin.count == steps.count, begin.count <= 32 else {
      throw node.failure(
        "\(begin.count) begins, \(end.count) ends and \(steps.count) strides do not fit")
    }
    let masks = try Masks(node)
    let ellipses = begin.indices.filter { masks.ellipsis >> $0 & 1 == 1 }
    guard ellipses.count <= 1 else { throw node.failure("expected one ellipsis at most") }
    guard steps.allSatisfy({ $0 != 0 && $0 != .min }) else {
      throw node.failure("a stride of 0 is not possible")
    }
    let entries = begin.indices.map { (begin: begin[$0], end: end[$0], step: steps[$0]) }
    // Axes before an ellipsis are counted from the start, those behind it from the end.
    let ellipsis = ellipses.first ?? entries.count
    take(Array(0..<ellipsis), of: entries, masks, axis: 0, direction: 1)
    let back = entries.indices.dropFirst(ellipsis + 1).reversed()
    take(Array(back), of: entries, masks, axis: -1, direction: -1)
  }

  private mutating func take(
    _ indices: [Int], of entries: [(begin: Int, end: Int, step: Int)], _ masks: Masks, axis: Int,
    direction: Int
  ) {
    var (axis, position) = (axis, axis)
    for index in indices {
      let (kind, entry) = (masks.kind(of: index), entries[index])
      if kind == .added { added.append(position) }
      if kind == .removed { removed.append(axis) }
      if kind != .added {
        ranges.append(
          masks.range(index, axis: axis, begin: entry.begin, end: entry.end, step: entry.step))
      }
      axis += kind == .added ? 0 : direction
      position += kind == .removed ? 0 : direction
    }
  }
}

/// The masks of a StridedSlice: one bit for each entry of its lists.
private struct Masks {
  /// What an entry does to the axes.
  enum Kind {
    case kept
    case removed
    case added
  }

  let begin: Int
  let end: Int
  let ellipsis: Int
  let new: Int
  let shrink: Int

  init(_ node: NodeTranslation) throws(TensorFlowError) {
    begin = try node.integer("begin_mask", default: 0)
    end = try node.integer("end_mask", default: 0)
    ellipsis = try node.integer("ellipsis_mask", default: 0)
    new = try node.integer("new_axis_mask", default: 0)
    shrink = try node.integer("shrink_axis_mask", default: 0)
  }

  func kind(of index: Int) -> Kind {
    if new >> index & 1 == 1 { return .added }
    return shrink >> index & 1 == 1 ? .removed : .kept
  }

  func range(_ index: Int, axis: Int, begin first: Int, end last: Int, step: Int) -> AxisRange {
    if kind(of: index) == .removed {
      let end = first == -1 || first == .max ? Int.max : first + 1
      return AxisRange(axis: axis, start: first, end: end)
    }
    let start = begin >> index & 1 == 1 ? (step > 0 ? 0 : .max) : first
    let stop = end >> index & 1 == 1 ? (step > 0 ? .max : .min) : last
    return AxisRange(axis: axis, start: start, end: stop, step: step)
  }
}
