import CKernels
import Tensors

/// An operation of two values, entry by entry. Extents of 1 are repeated (NumPy's broadcasting,
/// aligned at the innermost axis).
public struct Arithmetic: Operator {
  /// What is made of an entry a of the first value and an entry b of the second.
  public enum Operation: Hashable, CaseIterable, Sendable {
    /// a + b
    case sum
    /// a − b
    case difference
    /// a · b
    case product
    /// a / b
    case quotient
    /// The smaller one; where they are equal, each gets half of the gradient. What is not a number
    /// stays.
    case minimum
    /// The larger one; where they are equal, each gets half of the gradient. What is not a number
    /// stays.
    case maximum
    /// a to the power b, with slopes b · a^(b − 1) and a^b · ln a; the latter is 0 where a is.
    case power
    /// a where a > 0, else a · b. The slopes at a = 0 are b and 0.
    ///
    /// Paper: He, Zhang, Ren, Sun, "Delving Deep into Rectifiers", ICCV 2015.
    case parametricRectifier
    /// 1 where a = b, else 0.
    case equal
    /// 1 where a < b, else 0.
    case less
    /// 1 where a ≤ b, else 0.
    case lessOrEqual
    /// 1 where a > b, else 0.
    case greater
    /// 1 where a ≥ b, else 0.
    case greaterOrEqual
    /// 1 where neither a nor b is 0, else 0.
    case and
    /// 1 where a or b is not 0, else 0.
    case or
    /// 1 where one of a and b is 0 and the other is not, else 0.
    case exclusiveOr
    /// a / b, rounded towards zero: the quotient of integers in C.
    case truncatedQuotient
    /// a − b ⌊a / b⌋, which has the sign of b; the slope along a is 1, along b −⌊a / b⌋.
    case remainder
    /// a − b · trunc(a / b), which has the sign of a; the slope along a is 1, along b −trunc(a / b).
    case truncatedRemainder
  }

  /// Which operation.
  public let operation: Operation

  /// Makes the operator.
  public init(_ operation: Operation) { self.operation = operation }

  /// True of sums, differences and products, and of a dividend.
  public func isAffine(in argument: Int) -> Bool {
    let isLinear = [Operation.sum, .difference, .product].contains(operation)
    return isLinear || (operation == .quotient && argument == 0)
  }

  /// The product of x and its sigmoid is one function of x.
  public func joining(_ function: any Operator) -> (any Operator)? {
    operation == .product && function is Sigmoid ? SigmoidLinearUnit() : nil
  }

  /// False of comparisons, logic and truncated quotients.
  public func passesGradient(to argument: Int) -> Bool {
    operation.loops.backward[argument] != nil
  }

  /// The larger extent along each axis.
  ///
  /// - Throws: `ShapeError` where extents along an axis differ and are not 1.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    try Broadcast.shape(of: inputs)
  }

  /// Lays out which row of each operand a row of the output reads.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    ArithmeticKernel(loops: operation.loops, broadcast: Broadcast(of: inputs, to: output))
  }

  /// A sum, difference, product or quotient with a constant that is the same for all pixels is a
  /// ``ChannelAffine``.
  public func specialized(constants: [Tensor?], output: Shape) -> (
    operator: any Operator, input: Int
  )? {
    guard let channels = output.dimensions.last else { return nil }
    let input = constants[0] == nil ? 0 : 1
    guard let constant = constants[1 - input], constants[input] == nil, constant.shape.count > 0,
      constant.shape.dimensions.dropLast().allSatisfy({ $0 == 1 }),
      constant.shape.rank <= output.rank
    else { return nil }
    let values =
      constant.values.count == channels
      ? constant.values : [Float](repeating: constant.values[0], count: channels)
    let ones = [Float](repeating: 1, count: channels)
    let zeros = [Float](repeating: 0, count: channels)
    return switch (operation, input) {
    case (.sum, _): (ChannelAffine(scale: ones, shift: values), input)
    case (.difference, 0): (ChannelAffine(scale: ones, shift: values.map { -$0 }), 0)
    case (.difference, _): (ChannelAffine(scale: ones.map { -$0 }, shift: values), 1)
    case (.product, _): (ChannelAffine(scale: values, shift: zeros), input)
    case (.quotient, 0): (ChannelAffine(scale: values.map { 1 / $0 }, shift: zeros), 0)
    default: nil
    }
  }
}

private struct ArithmeticKernel: Kernel {
  let loops: ArithmeticLoops
  let broadcast: Broadcast

  var backwardReads: BackwardReads { loops.readsOperands ? .inputs : [] }

  func forward(_ operands: Operands, batch: Int) {
    let (a, b) = (operands.inputs[0], operands.inputs[1])
    broadcast.forEachBlock(of: operands.output, batch: batch) { example, block, rows in
      loops.forward(
        broadcast.operand(0, a, example: example, block: block),
        broadcast.operand(1, b, example: example, block: block), rows, broadcast.blockRows,
        operands.output.columns)
    }
  }

  func backward(_ operands: Operands, batch: Int) {
    for (argument, loop) in loops.backward.enumerated() {
      if let loop { broadcast.distribute(operands, to: argument, batch: batch, by: loop) }
    }
  }
}
