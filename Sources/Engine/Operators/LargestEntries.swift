import CKernels
import Tensors

/// The k largest or smallest numbers along an axis, in order, or their places, counted from 0.
///
/// Of equal numbers the first comes first; what is not a number is larger than all numbers. The
/// gradient of a number goes to its place; places have none.
public struct LargestEntries: Operator {
  /// What is put out.
  public enum Result: Hashable, Sendable {
    /// The numbers.
    case values
    /// Their places.
    case indices
  }

  /// k.
  public let count: Int
  /// The axis along which numbers are chosen, the outermost of an example being 0.
  public let axis: Int
  /// Whether the largest are chosen, not the smallest.
  public let largest: Bool
  /// What is put out.
  public let result: Result

  /// Makes the operator.
  public init(count: Int, axis: Int, largest: Bool = true, result: Result = .values) {
    self.count = count
    self.axis = axis
    self.largest = largest
    self.result = result
  }

  /// Only values have one.
  public func passesGradient(to argument: Int) -> Bool { result == .values }

  /// The shape of the input with extent k along the axis.
  ///
  /// - Throws: `ShapeError` where there is no such axis, or it has fewer than k numbers.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    try AxisLines.check(axis, of: inputs[0])
    var dimensions = inputs[0].dimensions
    guard (1...dimensions[axis]).contains(count) else {
      throw ShapeError("there are no \(count) entries along axis \(axis) of shape \(inputs[0])")
    }
    dimensions[axis] = count
    return Shape(dimensions)
  }

  /// Finds the lines along the axis.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    LargestEntriesKernel(
      lines: AxisLines(of: inputs[0], axis: axis), count: count, isLargest: largest,
      takesValues: result == .values)
  }
}

private struct LargestEntriesKernel: Kernel {
  let lines: AxisLines
  let count: Int
  let isLargest: Bool
  let takesValues: Bool

  /// The places, as 32-bit numbers.
  func memory(for inputs: [Shape], output: Shape) -> KernelMemory {
    KernelMemory(statePerExample: placesPerExample)
  }

  private var placesPerExample: Int { lines.count * count }

  func forward(_ operands: Operands, batch: Int) {
    let (x, y) = (operands.inputs[0], operands.output)
    lines.withLines { lines in
      for example in 0..<batch {
        let (source, places) = (x.example(example), places(operands, example))
        igk_select_lines(source, x.rowStride, lines, count, isLargest ? 1 : 0, places)
        igk_selected(
          source, x.rowStride, lines, count, places, takesValues ? 1 : 0, y.example(example),
          y.rowStride, y.columns)
      }
    }
  }

  func backward(_ operands: Operands, batch: Int) {
    guard takesValues, let gradient = operands.inputGradients[0] else { return }
    let (dy, dx) = (operands.outputGradient, gradient.view)
    gradient.prepareToAdd(batch: batch)
    lines.withLines { lines in
      for example in 0..<batch {
        igk_selected_backward(
          dy.example(example), dy.rowStride, dy.columns, lines, count, places(operands, example),
          dx.example(example), dx.rowStride)
      }
    }
  }

  private func places(_ operands: Operands, _ example: Int) -> UnsafeMutablePointer<UInt32> {
    UnsafeMutableRawPointer(operands.state + example * placesPerExample)
      .assumingMemoryBound(to: UInt32.self)
  }
}
