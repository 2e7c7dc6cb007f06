import CKernels
import Tensors

/// Numbers picked by fixed indices, axis by axis: `y[a, b, …] = x[A[a], B[b], …]`, or the fill value
/// where an index is −1.
///
/// It is what slices (with steps of either sign), splits, gathers by constant indices, paddings
/// (constant, or with repeated indices), expansions, tiles, and nearest-neighbour resizing do.
public struct Selection: Operator {
  /// Per axis of an example the indices that are picked, in order; nil where the axis stays.
  public let axes: [[Int]?]
  /// What an index of −1 gives.
  public let fill: Float
  /// The padding that this selection is, if it is one.
  private var padding: Padding?

  /// Numbers added around all axes of a shape.
  private struct Padding: Sendable {
    let before: [Int]
    let after: [Int]
    let shape: Shape
  }

  /// Makes the operator.
  public init(axes: [[Int]?], fill: Float = 0) {
    self.axes = axes
    self.fill = fill
  }

  /// A constant around inputs of `shape`: `before` and `after` count, for every axis, what is added
  /// (what is cut off, where they are negative).
  public static func padding(
    before: [Int], after: [Int], shape: Shape, fill: Float = 0
  ) -> Selection {
    precondition(before.count == shape.rank && after.count == shape.rank, "one number per axis")
    let axes = shape.dimensions.indices.map { axis -> [Int]? in
      let (first, end) = (-before[axis], shape[axis] + after[axis])
      if first == 0 && end == shape[axis] { return nil }
      return (first..<max(first, end)).map { (0..<shape[axis]).contains($0) ? $0 : -1 }
    }
    var selection = Selection(axes: axes, fill: fill)
    selection.padding = Padding(before: before, after: after, shape: shape)
    return selection
  }

  /// Always: what is filled does not depend on the input.
  public func isAffine(in argument: Int) -> Bool { true }

  /// The number of indices of every axis.
  ///
  /// - Throws: `ShapeError` where the input has another number of axes, a shorter one, or another
  ///   shape than the padding.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    let shape = inputs[0]
    guard axes.count == shape.rank else {
      throw ShapeError("a selection along \(axes.count) axes does not fit shape \(shape)")
    }
    if let padding, padding.shape != shape {
      throw ShapeError("expected shape \(padding.shape) to pad, found \(shape)")
    }
    for (axis, indices) in axes.enumerated() {
      if let index = indices?.first(where: { !(-1..<shape[axis]).contains($0) }) {
        throw ShapeError("index \(index) lies outside axis \(axis) of shape \(shape)")
      }
    }
    return Shape(zip(axes, shape.dimensions).map { $0?.count ?? $1 })
  }

  /// Lists rows, and runs of columns.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    SelectionKernel(axes: axes, fill: fill, input: inputs[0])
  }

  /// Gives zeros around height and width to a following convolution, as its own padding.
  public func absorbing(_ next: any Operator) -> (any Operator)? {
    guard fill == 0, let padding, let convolution = next as? Convolution,
      let window = Self.padded(convolution.window, by: padding)
    else { return nil }
    return Convolution(
      weights: convolution.weights, bias: convolution.bias, window: window,
      groups: convolution.groups, activation: convolution.activation)
  }

  /// The window over the image without its padding; nil if no window sees the same.
  private static func padded(_ window: Window, by padding: Padding) -> Window? {
    let y = padding.shape.rank - 3
    let others = padding.shape.dimensions.indices.filter { $0 != y && $0 != y + 1 }
    guard y >= 0, others.allSatisfy({ padding.before[$0] == 0 && padding.after[$0] == 0 }),
      !window.roundsUp
    else { return nil }
    var result = window
    result.padBefore.y += padding.before[y]
    result.padBefore.x += padding.before[y + 1]
    result.padAfter.y += padding.after[y]
    result.padAfter.x += padding.after[y + 1]
    let added = [padding.before[y], padding.before[y + 1], padding.after[y], padding.after[y + 1]]
    let own = [window.padBefore.y, window.padBefore.x, window.padAfter.y, window.padAfter.x]
    // Pixels that were cut off do not come back as zeros.
    return zip(added, own).allSatisfy { $0 >= 0 || $1 <= 0 } ? result : nil
  }
}

private struct SelectionKernel: Kernel {
  private let selection: SelectionLists
  /// The way back as a selection; nil where a number is picked several times.
  private let inverse: SelectionLists?
  private let fill: Float

  init(axes: [[Int]?], fill: Float, input: Shape) {
    selection = SelectionLists(axes, of: input)
    self.fill = fill
    let output = Shape(zip(axes, input.dimensions).map { $0?.count ?? $1 })
    var inverses: [[Int]?] = []
    for (axis, indices) in axes.enumerated() {
      guard let indices else {
        inverses.append(nil)
        continue
      }
      var inverse = [Int](repeating: -1, count: input[axis])
      for (place, index) in indices.enumerated() where index >= 0 {
        if inverse[index] >= 0 {
          self.inverse = nil
          return
        }
        inverse[index] = place
      }
      inverses.append(inverse)
    }
    inverse = SelectionLists(inverses, of: output)
  }

  func forward(_ operands: Operands, batch: Int) {
    select(selection, of: operands.inputs[0], to: operands.output, fill: fill, batch: batch)
  }

  func backward(_ operands: Operands, batch: Int) {
    guard let gradient = operands.inputGradients[0] else { return }
    let (dy, dx) = (operands.outputGradient, gradient.view)
    if let inverse, !gradient.accumulates {
      select(inverse, of: dy, to: dx, fill: 0, batch: batch)
      return
    }
    gradient.prepareToAdd(batch: batch)
    selection.withLoop { loop in
      for example in 0..<batch {
        igk_select_add(
          dy.example(example), dy.rowStride, dx.example(example), dx.rowStride, loop)
      }
    }
  }

  private func select(
    _ lists: SelectionLists, of x: View, to y: View, fill: Float, batch: Int
  ) {
    lists.withLoop { loop in
      for example in 0..<batch {
        igk_select(x.example(example), x.rowStride, y.example(example), y.rowStride, loop, fill)
      }
    }
  }
}

/// The indices of a selection as the C loops take them.
private struct SelectionLists: Sendable {
  /// For every row of the output its row of the input, or −1.
  private var rows: [Int32] = [0]
  /// The columns of a row.
  private let runs: [igk_run]
  /// The columns one by one, where they are hardly runs; else empty.
  private let columns: [Int32]
  private let columnCount: Int

  init(_ axes: [[Int]?], of shape: Shape) {
    for (indices, extent) in zip(axes, shape.dimensions).dropLast() {
      let places = indices ?? Array(0..<extent)
      rows = rows.flatMap { row in
        places.map { row < 0 || $0 < 0 ? -1 : row * Int32(extent) + Int32($0) }
      }
    }
    let innermost = axes.last.flatMap { $0 } ?? Array(0..<(shape.dimensions.last ?? 1))
    let runs = Self.runs(innermost)
    let isScattered = runs.count > 1 && runs.count * 4 > innermost.count
    self.runs = runs
    columns = isScattered ? innermost.map { Int32($0) } : []
    columnCount = innermost.count
  }

  /// Evenly spaced indices, and those of the fill value, taken together.
  private static func runs(_ indices: [Int]) -> [igk_run] {
    var runs: [igk_run] = []
    var start = 0
    while start < indices.count {
      let first = indices[start]
      var end = start + 1
      let step = first >= 0 && end < indices.count && indices[end] >= 0 ? indices[end] - first : 1
      while end < indices.count,
        first < 0 ? indices[end] < 0 : indices[end] >= 0 && indices[end] == indices[end - 1] + step
      { end += 1 }
      runs.append(igk_run(target: start, length: end - start, source: first, step: step))
      start = end
    }
    return runs
  }

  /// Calls `body` with the lists.
  func withLoop(_ body: (UnsafePointer<igk_selection>) -> Void) {
    rows.withUnsafeBufferPointer { rows in
      runs.withUnsafeBufferPointer { runs in
        columns.withUnsafeBufferPointer { columns in
          var loop = igk_selection(
            rows: rows.baseAddress, count: rows.count, runs: runs.baseAddress,
            run_count: runs.count, columns: columns.isEmpty ? nil : columns.baseAddress,
            column_count: columnCount)
          body(&loop)
        }
      }
    }
  }
}
