import Engine
import Tensors

/// Arithmetic of several values, entry by entry.
extension NodeImport {
  /// Add, Sub, Mul, Div, Pow and PRelu.
  func arithmetic(_ operation: Arithmetic.Operation) throws(ONNXError) -> ImportedValue {
    try requireInputs(2...2)
    var operands = [try value(0), try value(1)]
    operands[1] =
      try operation == .parametricRectifier
      ? slopesAsOnce(operands[1], of: operands[0])
      : alignedAsOnce(operands[1], with: operands[0])
    let type = operands[0].type
    // Integers are divided towards zero.
    let exact = operation == .quotient && !type.isFloatingPoint ? .truncatedQuotient : operation
    return .variable(try combine(Arithmetic(exact), operands, type: type))
  }

  /// Equal, Less, And and their like: the result is true or false.
  func comparison(_ operation: Arithmetic.Operation) throws(ONNXError) -> ImportedValue {
    try requireInputs(2...2)
    let left = try value(0)
    let operands = [left, try alignedAsOnce(value(1), with: left)]
    return .variable(try combine(Arithmetic(operation), operands, type: .boolean))
  }

  /// Mod.
  func remainder() throws(ONNXError) -> ImportedValue {
    try requireInputs(2...2)
    let operation: Arithmetic.Operation = try flag("fmod") ? .truncatedRemainder : .remainder
    let operands = [try value(0), try value(1)]
    return .variable(try combine(Arithmetic(operation), operands, type: operands[0].type))
  }

  /// Sum, Max and Min of any number of values.
  func chain(_ operation: Arithmetic.Operation) throws(ONNXError) -> ImportedValue {
    guard !inputs.isEmpty else { throw failure("expected an input, found none") }
    ignore("consumed_inputs")
    var total = try value(0)
    for index in inputs.indices.dropFirst() {
      total = .variable(
        try combine(Arithmetic(operation), [total, value(index)], type: total.type))
    }
    return total
  }

  /// Mean of any number of values.
  func mean() throws(ONNXError) -> ImportedValue {
    let total = try chain(.sum)
    let share = ConstantArray(floats: [1 / Float(max(1, inputs.count))], dimensions: [])
    return .variable(try combine(Arithmetic(.product), [total, .constant(share)]))
  }

  /// Where.
  func choice() throws(ONNXError) -> ImportedValue {
    try requireInputs(3...3)
    let operands = [try value(0, "the condition"), try value(1), try value(2)]
    return .variable(try combine(Choice(), operands, type: operands[1].type))
  }

  /// Operator sets before 7 repeat the second operand only where "broadcast" says so, aligned at an
  /// axis of the first.
  private func alignedAsOnce(
    _ value: ImportedValue, with first: ImportedValue
  ) throws(ONNXError) -> ImportedValue {
    ignore("consumed_inputs")
    guard opset < 7 else { return value }
    let repeats = try flag("broadcast")
    let (rank, own) = (first.dimensions.count, value.dimensions.count)
    guard let axis = try optionalInteger("axis"), repeats, own < rank else { return value }
    let start = try self.axis(axis, rank: rank)
    guard start + own <= rank else {
      throw failure("shapes \(Shape(first.dimensions)) and \(Shape(value.dimensions)) do not fit")
    }
    return withOnes(rank - start - own, after: value)
  }

  /// Operator sets before 7 have one slope for all numbers, or one for each channel.
  private func slopesAsOnce(_ slopes: ImportedValue, of first: ImportedValue) -> ImportedValue {
    ignore("consumed_inputs")
    let rank = first.dimensions.count
    guard opset < 7, rank > 2, slopes.dimensions.count == 1, slopes.dimensions[0] > 1 else {
      return slopes
    }
    return withOnes(rank - 2, after: slopes)
  }

  /// Returns the same numbers with further axes of extent 1 innermost.
  private func withOnes(_ count: Int, after value: ImportedValue) -> ImportedValue {
    let dimensions = value.dimensions + [Int](repeating: 1, count: count)
    return switch value {
    case .constant(let array): .constant(array.reshaped(to: dimensions))
    case .variable(let variable):
      .variable(variable.renamed(dimensions: dimensions, order: variable.order))
    }
  }
}
