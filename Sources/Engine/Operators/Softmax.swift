import CKernels
import Tensors

/// y = exp(x) / Σ exp(x), the sum being over some axes.
///
/// Of −∞ it is exactly 0, unless all numbers of a sum are −∞: then it is not a number.
public struct Softmax: Operator {
  /// The axes along which numbers are normalised together, the outermost of an example being 0;
  /// nil stands for the innermost.
  public let axes: [Int]?
  /// Makes the operator; without axes, for the innermost.
  public init(axes: [Int]? = nil) { self.axes = axes }

  /// The shape of the input.
  ///
  /// - Throws: `ShapeError` where the axes are no different axes of the input.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    if let axes { try GroupedAxes.check(axes, of: inputs[0]) }
    return inputs[0]
  }

  /// Finds the groups of numbers.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    SoftmaxKernel(axes: axes, shape: inputs[0], isLogarithm: false)
  }
}

/// y = x − log Σ exp(x), the sum being over some axes.
public struct LogSoftmax: Operator {
  /// The axes along which numbers are normalised together, the outermost of an example being 0;
  /// nil stands for the innermost.
  public let axes: [Int]?
  /// Makes the operator; without axes, for the innermost.
  public init(axes: [Int]? = nil) { self.axes = axes }

  /// The shape of the input.
  ///
  /// - Throws: `ShapeError` where the axes are no different axes of the input.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    if let axes { try GroupedAxes.check(axes, of: inputs[0]) }
    return inputs[0]
  }

  /// Finds the groups of numbers.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    SoftmaxKernel(axes: axes, shape: inputs[0], isLogarithm: true)
  }
}

private struct SoftmaxKernel: Kernel {
  let groups: GroupedAxes
  let logarithm: Int32

  init(axes: [Int]?, shape: Shape, isLogarithm: Bool) {
    groups = GroupedAxes(
      of: shape, axes: axes ?? (shape.rank > 0 ? [shape.rank - 1] : []))
    logarithm = isLogarithm ? 1 : 0
  }

  var backwardReads: BackwardReads { .output }
  var memoryUse: MemoryUse { .inPlace }

  func memory(for inputs: [Shape], output: Shape) -> KernelMemory {
    KernelMemory(scratch: groups.scratch)
  }

  func forward(_ operands: Operands, batch: Int) {
    let (x, y) = (operands.inputs[0], operands.output)
    groups.withGroups(of: [x, y]) { groups in
      for example in 0..<batch {
        igk_softmax(
          x.example(example), x.rowStride(in: groups), groups, logarithm, y.example(example),
          y.rowStride(in: groups),
          operands.scratch)
      }
    }
  }

  func backward(_ operands: Operands, batch: Int) {
    guard let gradient = operands.inputGradients[0] else { return }
    let (y, dy, dx) = (operands.output, operands.outputGradient, gradient.view)
    groups.withGroups(of: [y, dy, dx]) { groups in
      for example in 0..<batch {
        igk_softmax_backward(
          dy.example(example), dy.rowStride(in: groups), y.example(example),
          y.rowStride(in: groups), groups, logarithm,
          dx.example(example), dx.rowStride(in: groups), gradient.accumulates ? 1 : 0,
          operands.scratch)
      }
    }
  }
}
