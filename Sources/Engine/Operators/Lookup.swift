import CKernels
import Tensors

/// Slices of the first input at indices along one axis, the second input: `y[…, i…, …] = x[…,
/// n[i…], …]`. An embedding is one along the outermost axis of a table.
///
/// Indices are whole numbers; negative ones count from the end, those outside the axis stand for
/// its nearest end, and they have no gradient.
public struct Lookup: Operator {
  /// Axis of the first input in storage order.
  public let axis: Int
  /// Makes the operator.
  public init(axis: Int) { self.axis = axis }

  /// True of the numbers, not of the indices.
  public func isAffine(in argument: Int) -> Bool { argument == 0 }

  /// Indices have none.
  public func passesGradient(to argument: Int) -> Bool { argument == 0 }

  /// The axes of the indices take the place of the axis.
  ///
  /// - Throws: `ShapeError` where there is no second input, no such axis, or nothing along it.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    let data = inputs[0].dimensions
    guard inputs.count == 2, data.indices.contains(axis), data[axis] > 0 else {
      throw ShapeError("axis \(axis) has nothing to look up in shapes \(inputs)")
    }
    return Shape(data[..<axis] + inputs[1].dimensions + data[(axis + 1)...])
  }

  /// Fixes the slices.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    LookupKernel(slices: IndexedSlices(of: inputs[0], axis: axis, count: inputs[1].count))
  }
}

/// Single numbers of the first input, whose places along one axis are the second input:
/// `y[a, i, c] = x[a, n[a, i, c], c]`. Indices are as those of a ``Lookup``.
public struct ElementLookup: Operator {
  /// Axis in storage order.
  public let axis: Int
  /// Makes the operator.
  public init(axis: Int) { self.axis = axis }

  /// True of the numbers, not of the indices.
  public func isAffine(in argument: Int) -> Bool { argument == 0 }

  /// Indices have none.
  public func passesGradient(to argument: Int) -> Bool { argument == 0 }

  /// The shape of the indices, which must lie inside the numbers but for the axis.
  ///
  /// - Throws: `ShapeError` where they do not, or there is no such axis, or nothing along it.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    try Self.checkElements(inputs, axis: axis)
    return inputs[1]
  }

  /// Fixes the places.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    LookupKernel(slices: IndexedSlices(of: inputs[0], axis: axis, indices: inputs[1]))
  }

  /// Checks the shapes of numbers and indices.
  static func checkElements(_ inputs: [Shape], axis: Int) throws(ShapeError) {
    guard inputs.count > 1, inputs[0].rank == inputs[1].rank,
      inputs[0].dimensions.indices.contains(axis), inputs[0][axis] > 0,
      inputs[0].dimensions.indices.allSatisfy({ $0 == axis || inputs[1][$0] <= inputs[0][$0] })
    else { throw ShapeError("indices along axis \(axis) do not fit shapes \(inputs)") }
  }
}

/// Slices of the first input at points: the innermost axis of the second input holds a position
/// along the axes behind those that both share, `y[b…, q…, …] = x[b…, n[b…, q…]…, …]`. Indices are
/// as those of a ``Lookup``.
public struct PointLookup: Operator {
  /// Number of outermost axes that numbers and indices share.
  public let batchAxes: Int
  /// Makes the operator.
  public init(batchAxes: Int = 0) { self.batchAxes = batchAxes }

  /// True of the numbers, not of the indices.
  public func isAffine(in argument: Int) -> Bool { argument == 0 }

  /// Indices have none.
  public func passesGradient(to argument: Int) -> Bool { argument == 0 }

  /// The axes of the indices but the innermost, and the axes of the numbers that have no index.
  ///
  /// - Throws: `ShapeError` where the shared axes differ, or the points have more components than
  ///   the numbers have axes behind those.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    let components = try Self.checkPoints(inputs, batchAxes: batchAxes)
    return Shape(
      inputs[1].dimensions.dropLast() + inputs[0].dimensions[(batchAxes + components)...])
  }

  /// Fixes the slices.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    LookupKernel(slices: IndexedSlices(of: inputs[0], batchAxes: batchAxes, points: inputs[1]))
  }

  /// Checks the shapes of numbers and indices; returns the number of indices of a point.
  static func checkPoints(_ inputs: [Shape], batchAxes: Int) throws(ShapeError) -> Int {
    guard inputs.count > 1, let components = inputs[1].dimensions.last, components > 0,
      batchAxes >= 0, inputs[1].rank > batchAxes, inputs[0].rank >= batchAxes + components,
      inputs[0].dimensions[..<batchAxes] == inputs[1].dimensions[..<batchAxes],
      inputs[0].count > 0
    else { throw ShapeError("points with \(batchAxes) shared axes do not fit shapes \(inputs)") }
    return components
  }
}

private struct LookupKernel: Kernel {
  let slices: IndexedSlices

  func memory(for inputs: [Shape], output: Shape) -> KernelMemory {
    KernelMemory(statePerExample: slices.count)
  }

  func forward(_ operands: Operands, batch: Int) {
    let (x, indices, y) = (operands.inputs[0], operands.inputs[1], operands.output)
    for example in 0..<batch {
      let positions = operands.positions(slices.count, example: example)
      slices.locate(indices, example: example, into: positions)
      var (source, target) = (x.cells(example), y.cells(example))
      slices.withLoop { igk_gather(&source, positions, $0, &target, 0) }
    }
  }

  func backward(_ operands: Operands, batch: Int) {
    guard let gradient = operands.inputGradients[0] else { return }
    gradient.prepareToAdd(batch: batch)
    for example in 0..<batch {
      let positions = operands.positions(slices.count, example: example)
      var source = operands.outputGradient.cells(example)
      var target = gradient.view.cells(example)
      slices.withLoop { igk_scatter(&source, positions, $0, &target, IGK_SCATTER_SUM) }
    }
  }
}
