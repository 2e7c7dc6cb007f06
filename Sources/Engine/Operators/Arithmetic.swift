import Tensors

/// Sum, difference, product or quotient of two values, entry by entry. Extents of 1 are repeated
/// (NumPy's broadcasting, aligned at the innermost axis).
public struct Arithmetic: Operator {
  /// Which of the four operations.
  public enum Operation: Hashable, Sendable {
    /// a + b
    case sum
    /// a − b
    case difference
    /// a · b
    case product
    /// a / b
    case quotient
  }

  /// Which of the four operations.
  public let operation: Operation

  /// Makes the operator.
  public init(_ operation: Operation) { self.operation = operation }

  /// True but for a divisor.
  public func isAffine(in argument: Int) -> Bool { operation != .quotient || argument == 0 }

  /// The larger extent along each axis.
  public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
    let rank = max(inputs[0].rank, inputs[1].rank)
    let (a, b) = (inputs[0].padded(to: rank), inputs[1].padded(to: rank))
    guard zip(a, b).allSatisfy({ $0 == $1 || $0 == 1 || $1 == 1 }) else {
      throw ShapeError("shapes \(inputs[0]) and \(inputs[1]) cannot be combined")
    }
    return Shape(zip(a, b).map { $0 == 1 ? $1 : $0 })
  }

  /// Lays out which row of each operand a row of the output reads.
  public func kernel(
    for inputs: [Shape], output: Shape, options: KernelOptions
  ) -> any Kernel {
    ArithmeticKernel(operation: operation, inputs: inputs, output: output)
  }

  /// An operation with a constant that is the same for all pixels is a ``ChannelAffine``.
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
    case (.quotient, _): nil
    }
  }
}

extension Shape {
  /// The extents with ones in front, `rank` in all.
  fileprivate func padded(to rank: Int) -> [Int] {
    [Int](repeating: 1, count: rank - self.rank) + dimensions
  }
}

/// Arithmetic over rows: every output row names the row of each operand that it reads.
private struct ArithmeticKernel: Kernel {
  let operation: Arithmetic.Operation
  private let rowsOfInputs: [[Int]]

  init(operation: Arithmetic.Operation, inputs: [Shape], output: Shape) {
    self.operation = operation
    let outer = Array(output.dimensions.dropLast())
    rowsOfInputs = inputs.map { shape in
      let extents = shape.padded(to: output.rank).dropLast()
      let strides = Shape(Array(extents)).strides
      return (0..<outer.reduce(1, *)).map { row in
        var (rest, source) = (row, 0)
        for axis in outer.indices.reversed() {
          if extents[axis] > 1 { source += rest % outer[axis] * strides[axis] }
          rest /= outer[axis]
        }
        return source
      }
    }
  }

  var backwardReads: BackwardReads {
    operation == .product || operation == .quotient ? .inputs : []
  }

  func forward(_ operands: Operands, batch: Int) {
    switch operation {
    case .sum: combine(operands, batch: batch) { $0 + $1 }
    case .difference: combine(operands, batch: batch) { $0 - $1 }
    case .product: combine(operands, batch: batch) { $0 * $1 }
    case .quotient: combine(operands, batch: batch) { $0 / $1 }
    }
  }

  func backward(_ operands: Operands, batch: Int) {
    switch operation {
    case .sum:
      distribute(operands, to: 0, batch: batch) { slope, _, _ in slope }
      distribute(operands, to: 1, batch: batch) { slope, _, _ in slope }
    case .difference:
      distribute(operands, to: 0, batch: batch) { slope, _, _ in slope }
      distribute(operands, to: 1, batch: batch) { slope, _, _ in -slope }
    case .product:
      distribute(operands, to: 0, batch: batch) { slope, _, b in slope * b }
      distribute(operands, to: 1, batch: batch) { slope, a, _ in slope * a }
    case .quotient:
      distribute(operands, to: 0, batch: batch) { slope, _, b in slope / b }
      distribute(operands, to: 1, batch: batch) { slope, a, b in -slope * a / (b * b) }
    }
  }

  @inline(__always)
  private func combine(_ operands: Operands, batch: Int, _ body: (Float, Float) -> Float) {
    let (a, b, y) = (operands.inputs[0], operands.inputs[1], operands.output)
    let (aStep, bStep) = (a.columns == 1 ? 0 : 1, b.columns == 1 ? 0 : 1)
    for example in 0..<batch {
      for row in 0..<y.rows {
        let left = a.example(example) + rowsOfInputs[0][row] * a.rowStride
        let right = b.example(example) + rowsOfInputs[1][row] * b.rowStride
        let target = y.example(example) + row * y.rowStride
        for column in 0..<y.columns {
          target[column] = body(left[column * aStep], right[column * bStep])
        }
      }
    }
  }

  /// Adds `body(slope, a, b)` of every output entry to the entry of operand `argument` that it
  /// was computed from.
  @inline(__always)
  private func distribute(
    _ operands: Operands, to argument: Int, batch: Int, _ body: (Float, Float, Float) -> Float
  ) {
    guard let gradient = operands.inputGradients[argument] else { return }
    gradient.prepareToAdd(batch: batch)
    let (a, b) = (operands.inputs[0], operands.inputs[1])
    let (dy, dx) = (operands.outputGradient, gradient.view)
    let (aStep, bStep) = (a.columns == 1 ? 0 : 1, b.columns == 1 ? 0 : 1)
    let step = argument == 0 ? aStep : bStep
    for example in 0..<batch {
      for row in 0..<dy.rows {
        let left = a.example(example) + rowsOfInputs[0][row] * a.rowStride
        let right = b.example(example) + rowsOfInputs[1][row] * b.rowStride
        let slope = dy.example(example) + row * dy.rowStride
        let target = dx.example(example) + rowsOfInputs[argument][row] * dx.rowStride
        for column in 0..<dy.columns {
          target[column * step] += body(
            slope[column], left[column * aStep], right[column * bStep])
        }
      }
    }
  }
}
