import CKernels
import Tensors

/// The same numbers, in storage order, under another shape. In a plan it is nothing but another name
/// for its input.
public struct Reshape: Operator, Kernel {
  /// Shape of the output.
  public let shape: Shape

  /// Makes the operator.
  public init(to shape: Shape) { self.shape = shape }

  /// Always.
  public func isAffine(in argument: Int) -> Bool { true }

  /// The given shape, which must hold as many numbers as the input.
  ///
  /// - Throws: `ShapeError` where it does not.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    guard inputs[0].count == Shape.checkedCount(of: shape.dimensions) else {
      throw ShapeError("shape \(inputs[0]) cannot become \(shape)")
    }
    return shape
  }

  /// Shared with the input.
  public var memoryUse: MemoryUse { .sharesInput }

  /// Copies, where memory is not shared.
  public func forward(_ operands: Operands, batch: Int) {
    Self.move(operands.inputs[0], to: operands.output, batch: batch, adds: false)
  }

  /// Copies back, where memory is not shared.
  public func backward(_ operands: Operands, batch: Int) {
    guard let gradient = operands.inputGradients[0] else { return }
    Self.move(
      operands.outputGradient, to: gradient.view, batch: batch, adds: gradient.accumulates)
  }

  /// Moves numbers between views of different rows, in runs that are dense on both sides.
  private static func move(_ source: View, to target: View, batch: Int, adds: Bool) {
    let move = adds ? igk_add_rows : igk_copy_rows
    let run = source.columns % target.columns == 0 ? target.columns : 1
    let length = target.columns % source.columns == 0 ? source.columns : run
    let count = batch * target.rows * target.columns / max(1, length)
    for index in 0..<count {
      let position = index * length
      let from =
        source.base + position / source.columns * source.rowStride + position % source.columns
      let into =
        target.base + position / target.columns * target.rowStride + position % target.columns
      move(from, length, into, length, 1, length)
    }
  }
}
