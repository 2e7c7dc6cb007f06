import CKernels
import Tensors

/// One number made of all numbers along some axes: their sum, mean, largest, ….
///
/// Sums are taken in double precision, the few numbers of a block before in single precision. What
/// is not a number makes the result not a number.
public struct Reduction: Operator {
  /// What is made of the numbers.
  public enum Kind: Hashable, Sendable, CaseIterable {
    /// Σ x.
    case sum
    /// Σ x / n.
    case mean
    /// The largest x; equal ones share the gradient.
    case maximum
    /// The smallest x; equal ones share the gradient.
    case minimum
    /// Π x.
    case product
    /// Σ |x|.
    case absoluteSum
    /// √Σ x²; the gradient is 0 where it is 0.
    case euclideanNorm
    /// Σ x².
    case sumOfSquares
    /// log Σ x.
    case logarithmOfSum
    /// log Σ exp(x), without overflow.
    case logarithmOfExponentialSum
  }

  /// What is made of the numbers.
  public let kind: Kind
  /// The axes along which numbers are put together, the outermost of an example being 0.
  public let axes: [Int]
  /// Whether these axes remain, with extent 1.
  public let keepsAxes: Bool

  /// Makes the operator.
  public init(_ kind: Kind, axes: [Int], keepsAxes: Bool) {
    self.kind = kind
    self.axes = axes
    self.keepsAxes = keepsAxes
  }

  /// Sums and means.
  public func isAffine(in argument: Int) -> Bool { kind == .sum || kind == .mean }

  /// The shape of the input without the axes, or with extents of 1 instead.
  ///
  /// - Throws: `ShapeError` where the axes are no different axes of the input, or there is nothing
  ///   along one.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    let shape = inputs[0]
    try GroupedAxes.check(axes, of: shape)
    guard axes.allSatisfy({ shape[$0] > 0 }) else {
      throw ShapeError("there is nothing along axes \(axes) of shape \(shape)")
    }
    let reduced = Set(axes)
    return Shape(
      shape.dimensions.enumerated().compactMap { axis, extent in
        reduced.contains(axis) ? (keepsAxes ? 1 : nil) : extent
      })
  }

  /// Finds the groups of numbers.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    ReductionKernel(kind: kind, groups: GroupedAxes(of: inputs[0], axes: axes))
  }
}

private struct ReductionKernel: Kernel {
  let kind: Reduction.Kind
  let groups: GroupedAxes

  var backwardReads: BackwardReads {
    switch kind {
    case .sum, .mean: []
    case .logarithmOfSum: .output
    case .product, .absoluteSum, .sumOfSquares: .inputs
    case .maximum, .minimum, .euclideanNorm, .logarithmOfExponentialSum: [.inputs, .output]
    }
  }

  func memory(for inputs: [Shape], output: Shape) -> KernelMemory {
    KernelMemory(scratch: groups.scratch)
  }

  func forward(_ operands: Operands, batch: Int) {
    let (x, y) = (operands.inputs[0], operands.output)
    groups.withGroups(of: [x]) { groups in
      for example in 0..<batch {
        withUnsafePointer(to: results(y, example)) { y in
          igk_reduce(x.example(example), x.rowStride(in: groups), groups, loop, y, operands.scratch)
        }
      }
    }
  }

  func backward(_ operands: Operands, batch: Int) {
    guard let gradient = operands.inputGradients[0] else { return }
    let (x, dx) = (operands.inputs[0], gradient.view)
    groups.withGroups(of: [x, dx]) { groups in
      for example in 0..<batch {
        withUnsafePointer(to: results(operands.outputGradient, example)) { dy in
          withUnsafePointer(to: results(operands.output, example)) { y in
            igk_reduce_backward(
              dy, y, x.example(example), x.rowStride(in: groups), groups, loop, dx.example(example),
              dx.rowStride(in: groups), gradient.accumulates ? 1 : 0, operands.scratch)
          }
        }
      }
    }
  }

  private func results(_ view: View, _ example: Int) -> igk_results {
    igk_results(base: view.example(example), stride: view.rowStride, columns: view.columns)
  }

  private var loop: igk_reduction {
    switch kind {
    case .sum: IGK_REDUCE_SUM
    case .mean: IGK_REDUCE_MEAN
    case .maximum: IGK_REDUCE_MAXIMUM
    case .minimum: IGK_REDUCE_MINIMUM
    case .product: IGK_REDUCE_PRODUCT
    case .absoluteSum: IGK_REDUCE_ABSOLUTE_SUM
    case .euclideanNorm: IGK_REDUCE_EUCLIDEAN_NORM
    case .sumOfSquares: IGK_REDUCE_SUM_OF_SQUARES
    case .logarithmOfSum: IGK_REDUCE_LOG_SUM
    case .logarithmOfExponentialSum: IGK_REDUCE_LOG_SUM_EXP
    }
  }
}
