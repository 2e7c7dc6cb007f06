import CKernels
import Tensors

/// The place, counted from 0, of the largest or smallest number along an axis. It has no gradient.
///
/// What is not a number counts as the extremum.
public struct ExtremumIndex: Operator {
  /// Which number is looked for.
  public enum Kind: Hashable, Sendable {
    /// The largest.
    case maximum
    /// The smallest.
    case minimum
  }

  /// The axis along which it is looked for, the outermost of an example being 0.
  public let axis: Int
  /// Which number is looked for.
  public let kind: Kind
  /// Whether the last of equal numbers is taken, not the first.
  public let selectsLast: Bool
  /// Whether the axis remains, with extent 1.
  public let keepsAxis: Bool

  /// Makes the operator.
  public init(axis: Int, kind: Kind, selectsLast: Bool = false, keepsAxis: Bool = true) {
    self.axis = axis
    self.kind = kind
    self.selectsLast = selectsLast
    self.keepsAxis = keepsAxis
  }

  /// Never: the output moves in steps.
  public func passesGradient(to argument: Int) -> Bool { false }

  /// The shape of the input without the axis, or with extent 1 instead.
  ///
  /// - Throws: `ShapeError` where there is no such axis, or nothing along it.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    try AxisLines.check(axis, of: inputs[0])
    var dimensions = inputs[0].dimensions
    dimensions.replaceSubrange(axis...axis, with: keepsAxis ? [1] : [])
    return Shape(dimensions)
  }

  /// Finds the lines along the axis.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    ExtremumIndexKernel(
      lines: AxisLines(of: inputs[0], axis: axis), isLargest: kind == .maximum,
      selectsLast: selectsLast)
  }
}

private struct ExtremumIndexKernel: Kernel {
  let lines: AxisLines
  let isLargest: Bool
  let selectsLast: Bool

  func forward(_ operands: Operands, batch: Int) {
    let (x, y) = (operands.inputs[0], operands.output)
    for example in 0..<batch {
      let results = igk_results(
        base: y.example(example), stride: y.rowStride, columns: y.columns)
      lines.withLines { lines in
        withUnsafePointer(to: results) { results in
          igk_extremum_index(
            x.example(example), x.rowStride, lines, isLargest ? 1 : 0, selectsLast ? 1 : 0,
            results)
        }
      }
    }
  }

  /// Does nothing: there is no gradient.
  func backward(_ operands: Operands, batch: Int) {}
}

/// 1 at the first of the largest numbers along an axis, 0 elsewhere. It has no gradient.
public struct Hardmax: Operator {
  /// The axis along which one number is chosen, the outermost of an example being 0.
  public let axis: Int

  /// Makes the operator.
  public init(axis: Int) { self.axis = axis }

  /// Never: the output moves in steps.
  public func passesGradient(to argument: Int) -> Bool { false }

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
    HardmaxKernel(lines: AxisLines(of: inputs[0], axis: axis))
  }
}

private struct HardmaxKernel: Kernel {
  let lines: AxisLines

  func forward(_ operands: Operands, batch: Int) {
    let (x, y) = (operands.inputs[0], operands.output)
    lines.withLines { lines in
      for example in 0..<batch {
        igk_hardmax(x.example(example), x.rowStride, lines, y.example(example), y.rowStride)
      }
    }
  }

  /// Does nothing: there is no gradient.
  func backward(_ operands: Operands, batch: Int) {}
}
