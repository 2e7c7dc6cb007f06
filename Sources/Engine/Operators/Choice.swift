import CKernels
import Tensors

/// Of two values the one that a condition says, entry by entry: (condition, a, b) → a where the
/// condition is not 0, else b. Extents of 1 are repeated in all three.
public struct Choice: Operator {
  /// Makes the operator.
  public init() {}

  /// True of what is chosen from, not of the condition.
  public func isAffine(in argument: Int) -> Bool { argument > 0 }

  /// True of what is chosen from, not of the condition.
  public func passesGradient(to argument: Int) -> Bool { argument > 0 }

  /// The largest extent along each axis.
  ///
  /// - Throws: `ShapeError` where extents along an axis differ and are not 1.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    try Broadcast.shape(of: inputs)
  }

  /// Lays out which row of each operand a row of the output reads.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    ChoiceKernel(broadcast: Broadcast(of: inputs, to: output))
  }
}

private struct ChoiceKernel: Kernel {
  let broadcast: Broadcast

  var backwardReads: BackwardReads { .inputs }

  func forward(_ operands: Operands, batch: Int) {
    let inputs = operands.inputs
    broadcast.forEachBlock(of: operands.output, batch: batch) { example, block, rows in
      igk_choice(
        broadcast.operand(0, inputs[0], example: example, block: block),
        broadcast.operand(1, inputs[1], example: example, block: block),
        broadcast.operand(2, inputs[2], example: example, block: block), rows,
        broadcast.blockRows, operands.output.columns)
    }
  }

  /// da = dy where the condition is not 0, db = dy where it is.
  func backward(_ operands: Operands, batch: Int) {
    broadcast.distribute(
      operands, to: 1, batch: batch, by: igk_where_true, left: 0, right: 0)
    broadcast.distribute(
      operands, to: 2, batch: batch, by: igk_where_false, left: 0, right: 0)
  }
}
