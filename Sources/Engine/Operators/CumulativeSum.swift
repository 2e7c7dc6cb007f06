import CKernels
import Tensors

/// The sums of all numbers up to each along an axis: `y[k] = Σ x[j]` over j ≤ k, in double
/// precision.
public struct CumulativeSum: Operator {
  /// The axis along which numbers are summed, the outermost of an example being 0.
  public let axis: Int
  /// Whether a sum leaves out the number at its own place: j < k.
  public let exclusive: Bool
  /// Whether sums begin at the end: j ≥ k, or j > k.
  public let reverse: Bool

  /// Makes the operator.
  public init(axis: Int, exclusive: Bool = false, reverse: Bool = false) {
    self.axis = axis
    self.exclusive = exclusive
    self.reverse = reverse
  }

  /// Always.
  public func isAffine(in argument: Int) -> Bool { true }

  /// The shape of the input.
  ///
  /// - Throws: `ShapeError` where there is no such axis, or nothing along it.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    try AxisLines.check(axis, of: inputs[0])
    return inputs[0]
  }

  /// Finds the lines along the axis.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    CumulativeSumKernel(
      lines: AxisLines(of: inputs[0], axis: axis), exclusive: exclusive, reverse: reverse)
  }
}

private struct CumulativeSumKernel: Kernel {
  let lines: AxisLines
  let exclusive: Bool
  let reverse: Bool

  func forward(_ operands: Operands, batch: Int) {
    sum(operands.inputs[0], reverse: reverse, into: operands.output, adds: false, batch: batch)
  }

  /// dx[j] = Σ dy[k] over all k whose sums have x[j]: the same from the other end.
  func backward(_ operands: Operands, batch: Int) {
    guard let gradient = operands.inputGradients[0] else { return }
    sum(
      operands.outputGradient, reverse: !reverse, into: gradient.view, adds: gradient.accumulates,
      batch: batch)
  }

  private func sum(_ x: View, reverse: Bool, into y: View, adds: Bool, batch: Int) {
    lines.withLines { lines in
      for example in 0..<batch {
        igk_cumulative_sum(
          x.example(example), x.rowStride, lines, exclusive ? 1 : 0, reverse ? 1 : 0,
          y.example(example), y.rowStride, adds ? 1 : 0)
      }
    }
  }
}
