import CKernels

/// The loops of an operation of two operands.
struct ArithmeticLoops: Sendable {
  /// y = f(a, b).
  typealias Forward =
    @Sendable @convention(c) (igk_operand, igk_operand, igk_rows, Int, Int) -> Void
  /// The gradient of one operand.
  typealias Backward =
    @Sendable @convention(c) (
      igk_operand, igk_operand, igk_rows, igk_operand, Int, Int, Int32
    ) -> Void

  /// y = f(a, b).
  let forward: Forward
  /// The gradients of a and b; nil where there is none.
  let backward: [Backward?]
  /// Whether the gradients are made of the operands.
  let readsOperands: Bool

  init(
    _ forward: @escaping Forward, _ left: Backward? = nil, _ right: Backward? = nil,
    readsOperands: Bool = true
  ) {
    self.forward = forward
    backward = [left, right]
    self.readsOperands = readsOperands
  }
}

extension Arithmetic.Operation {
  /// The loops of the operation.
  var loops: ArithmeticLoops {
    switch self {
    case .sum: ArithmeticLoops(igk_sum, igk_pass, igk_pass, readsOperands: false)
    case .difference:
      ArithmeticLoops(igk_difference, igk_pass, igk_pass_negated, readsOperands: false)
    case .product: ArithmeticLoops(igk_product, igk_product_left, igk_product_right)
    case .quotient: ArithmeticLoops(igk_quotient, igk_quotient_left, igk_quotient_right)
    case .minimum: ArithmeticLoops(igk_minimum, igk_minimum_left, igk_minimum_right)
    case .maximum: ArithmeticLoops(igk_maximum, igk_maximum_left, igk_maximum_right)
    case .power: ArithmeticLoops(igk_power, igk_power_left, igk_power_right)
    case .parametricRectifier: ArithmeticLoops(igk_prelu, igk_prelu_left, igk_prelu_right)
    case .equal: ArithmeticLoops(igk_equal)
    case .less: ArithmeticLoops(igk_less)
    case .lessOrEqual: ArithmeticLoops(igk_less_or_equal)
    case .greater: ArithmeticLoops(igk_greater)
    case .greaterOrEqual: ArithmeticLoops(igk_greater_or_equal)
    case .and: ArithmeticLoops(igk_and)
    case .or: ArithmeticLoops(igk_or)
    case .exclusiveOr: ArithmeticLoops(igk_exclusive_or)
    case .truncatedQuotient: ArithmeticLoops(igk_truncated_quotient)
    case .remainder: ArithmeticLoops(igk_remainder, igk_pass, igk_remainder_right)
    case .truncatedRemainder:
      ArithmeticLoops(igk_truncated_remainder, igk_pass, igk_truncated_remainder_right)
    }
  }
}
