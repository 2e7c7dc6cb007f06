import CKernels
import Tensors

/// What becomes of a number and an update at its place.
public enum ScatterReduction: Hashable, Sendable, CaseIterable {
  /// The update; the last one, of several.
  case replace
  /// Their sum.
  case sum
  /// Their product.
  case product
  /// The smaller one; the first one has the gradient, of equals.
  case minimum
  /// The larger one; the first one has the gradient, of equals.
  case maximum

  /// Whether what is scattered is affine in the numbers, and in the updates.
  fileprivate var isAffine: Bool { self == .replace || self == .sum }

  fileprivate var loop: igk_scattering {
    switch self {
    case .replace: IGK_SCATTER_REPLACE
    case .sum: IGK_SCATTER_SUM
    case .product: IGK_SCATTER_PRODUCT
    case .minimum: IGK_SCATTER_MINIMUM
    case .maximum: IGK_SCATTER_MAXIMUM
    }
  }
}

/// The first input, changed at single places by the third: `y[a, n[a, i, c], c]` becomes an update
/// `u[a, i, c]`, or is reduced with it, in storage order of the updates. The second input are the
/// indices n along one axis, which are as those of a ``Lookup``.
public struct ElementScatter: Operator {
  /// Axis in storage order.
  public let axis: Int
  /// What updates do.
  public let reduction: ScatterReduction

  /// Makes the operator.
  public init(axis: Int, reduction: ScatterReduction = .replace) {
    self.axis = axis
    self.reduction = reduction
  }

  /// True of numbers and updates if they are replaced or summed.
  public func isAffine(in argument: Int) -> Bool { argument != 1 && reduction.isAffine }

  /// Indices have none.
  public func passesGradient(to argument: Int) -> Bool { argument != 1 }

  /// The shape of the first input; indices and updates are of one shape.
  ///
  /// - Throws: `ShapeError` where they are not, or the indices do not fit the numbers as those of
  ///   an ``ElementLookup`` do.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    try ElementLookup.checkElements(inputs, axis: axis)
    guard inputs.count == 3, inputs[2] == inputs[1] else {
      throw ShapeError("expected as many updates as indices, found shapes \(inputs)")
    }
    return inputs[0]
  }

  /// Fixes the places.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    ScatterKernel(
      slices: IndexedSlices(of: inputs[0], axis: axis, indices: inputs[1]), reduction: reduction,
      count: output.count)
  }
}

/// The first input, changed at points by the third: slice `y[n[q…]…, …]` becomes the update `u[q…,
/// …]`, or is reduced with it, in storage order of the updates. The innermost axis of the second
/// input are the indices n of a point, which are as those of a ``Lookup``.
public struct PointScatter: Operator {
  /// What updates do.
  public let reduction: ScatterReduction
  /// Number of outermost axes that numbers and indices share.
  public let batchAxes: Int

  /// Makes the operator.
  public init(reduction: ScatterReduction = .replace, batchAxes: Int = 0) {
    self.reduction = reduction
    self.batchAxes = batchAxes
  }

  /// True of numbers and updates if they are replaced or summed.
  public func isAffine(in argument: Int) -> Bool { argument != 1 && reduction.isAffine }

  /// Indices have none.
  public func passesGradient(to argument: Int) -> Bool { argument != 1 }

  /// The shape of the first input; there is a slice of it for every point.
  ///
  /// - Throws: `ShapeError` where there is not, or the points do not fit the numbers as those of a
  ///   ``PointLookup`` do.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    let slices = try PointLookup(batchAxes: batchAxes).outputShape(of: inputs)
    guard inputs.count == 3, inputs[2] == slices else {
      throw ShapeError("expected updates of shape \(slices), found shapes \(inputs)")
    }
    return inputs[0]
  }

  /// Fixes the slices.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    ScatterKernel(
      slices: IndexedSlices(of: inputs[0], batchAxes: batchAxes, points: inputs[1]),
      reduction: reduction, count: output.count)
  }
}

private struct ScatterKernel: Kernel {
  let slices: IndexedSlices
  let reduction: ScatterReduction
  /// Numbers of the output.
  let count: Int

  var backwardReads: BackwardReads {
    switch reduction {
    case .replace, .sum: []
    case .product: .inputs
    case .minimum, .maximum: [.inputs, .output]
    }
  }

  /// Positions; owners of numbers, or products of numbers and updates.
  func memory(for inputs: [Shape], output: Shape) -> KernelMemory {
    KernelMemory(statePerExample: slices.count, scratch: count + slices.count * slices.length)
  }

  func forward(_ operands: Operands, batch: Int) {
    let (x, indices, updates) = (operands.inputs[0], operands.inputs[1], operands.inputs[2])
    let y = operands.output
    for example in 0..<batch {
      let positions = operands.positions(slices.count, example: example)
      slices.locate(indices, example: example, into: positions)
      igk_copy_rows(
        x.example(example), x.rowStride, y.example(example), y.rowStride, y.rows, y.columns)
      var (source, target) = (updates.cells(example), y.cells(example))
      slices.withLoop { igk_scatter(&source, positions, $0, &target, reduction.loop) }
    }
  }

  func backward(_ operands: Operands, batch: Int) {
    for example in 0..<batch {
      let positions = operands.positions(slices.count, example: example)
      slices.withLoop { loop in
        switch reduction {
        case .sum: passSum(operands, loop, positions, example)
        case .product: passProduct(operands, loop, positions, example)
        case .replace, .minimum, .maximum: passToOwners(operands, loop, positions, example)
        }
      }
    }
  }

  private func passSum(
    _ operands: Operands, _ loop: UnsafePointer<igk_slices>,
    _ positions: UnsafePointer<Int32>, _ example: Int
  ) {
    let dy = operands.outputGradient
    if let gradient = operands.inputGradients[0] {
      let move = gradient.accumulates ? igk_add_rows : igk_copy_rows
      move(
        dy.example(example), dy.rowStride, gradient.view.example(example),
        gradient.view.rowStride, dy.rows, dy.columns)
    }
    if let gradient = operands.inputGradients[2] {
      var (source, target) = (dy.cells(example), gradient.view.cells(example))
      igk_gather(&source, positions, loop, &target, gradient.accumulates ? 1 : 0)
    }
  }

  private func passProduct(
    _ operands: Operands, _ loop: UnsafePointer<igk_slices>,
    _ positions: UnsafePointer<Int32>, _ example: Int
  ) {
    var slope = operands.outputGradient.cells(example)
    var (data, updates) = (operands.inputs[0].cells(example), operands.inputs[2].cells(example))
    var (first, third) = (operands.slope(0, example), operands.slope(2, example))
    igk_product_slopes(
      &slope, &data, &updates, positions, loop, count, &first, &third, operands.scratch)
  }

  private func passToOwners(
    _ operands: Operands, _ loop: UnsafePointer<igk_slices>,
    _ positions: UnsafePointer<Int32>, _ example: Int
  ) {
    let owners = UnsafeMutableRawPointer(operands.scratch).assumingMemoryBound(to: Int32.self)
    var (data, updates) = (operands.inputs[0].cells(example), operands.inputs[2].cells(example))
    var (y, slope) = (operands.output.cells(example), operands.outputGradient.cells(example))
    var (first, third) = (operands.slope(0, example), operands.slope(2, example))
    igk_owners(&data, &updates, &y, positions, loop, reduction.loop, owners, count)
    igk_give_to_owners(&slope, positions, loop, owners, count, &first, &third)
  }
}

extension Operands {
  /// The gradient of an input as the C loops take it; nothing if nobody asks for it.
  fileprivate func slope(_ argument: Int, _ example: Int) -> igk_slope {
    guard let gradient = inputGradients[argument] else { return igk_slope() }
    return igk_slope(
      cells: gradient.view.cells(example), accumulate: gradient.accumulates ? 1 : 0)
  }
}
