import Engine
import Tensors

/// Arithmetic and functions of single numbers.
extension NodeImport {
  /// Add, Sub, Mul and Div of computed values, or of one and a constant.
  func arithmetic(_ operation: Arithmetic.Operation) throws(ONNXError) -> ImportedValue {
    try requireNoBroadcastAttributes()
    let operands = try alignedOperands()
    guard operands.count == 2 else {
      throw failure("expected two inputs, found \(operands.count)")
    }
    return try add(Arithmetic(operation), operands[0], operands[1])
  }

  /// Sum of any number of values.
  func sum() throws(ONNXError) -> ImportedValue {
    let operands = try alignedOperands()
    guard operands.count > 1 else { return .variable(operands[0]) }
    var total = operands[0]
    for index in 1..<(operands.count - 1) {
      total = try step(Arithmetic(.sum), total, operands[index], suffix: "sum-\(index)")
    }
    return try add(Arithmetic(.sum), total, operands[operands.count - 1])
  }

  /// Relu.
  func rectifier() throws(ONNXError) -> ImportedValue { try add(Rectifier(), variable(0)) }

  /// LeakyRelu.
  func leakyRectifier() throws(ONNXError) -> ImportedValue {
    try add(LeakyRectifier(negativeSlope: float("alpha", default: 0.01)), variable(0))
  }

  /// Sigmoid.
  func sigmoid() throws(ONNXError) -> ImportedValue { try add(Sigmoid(), variable(0)) }

  /// Tanh.
  func hyperbolicTangent() throws(ONNXError) -> ImportedValue {
    try add(HyperbolicTangent(), variable(0))
  }

  /// Clip; the limits are attributes, from opset 11 inputs.
  func clip() throws(ONNXError) -> ImportedValue {
    let minimum = opset < 11 ? try optionalFloat("min") : try limit(1, "the minimum")
    let maximum = opset < 11 ? try optionalFloat("max") : try limit(2, "the maximum")
    return try add(
      Clip(minimum: minimum ?? -.infinity, maximum: maximum ?? .infinity), variable(0))
  }

  private func limit(_ index: Int, _ role: String) throws(ONNXError) -> Float? {
    guard let array = try optionalConstant(index, role) else { return nil }
    guard array.count == 1 else {
      throw failure("expected \(role) to be one number, found shape \(Shape(array.dimensions))")
    }
    return array.floats[0]
  }

  /// Returns all inputs as values of one rank. Computed values must have that rank already: of two
  /// different ones, an axis of the larger would be aligned with the batch.
  private func alignedOperands() throws(ONNXError) -> [Graph.ValueID] {
    var ranks = Set<Int>()
    for case .variable(let id) in inputs { ranks.insert(rank(of: id)) }
    guard let rank = ranks.first, ranks.count == 1 else {
      throw failure(
        "expected computed inputs with one number of axes, found \(ranks.sorted())")
    }
    var operands: [Graph.ValueID] = []
    for input in inputs {
      guard let input else { throw failure("an input is missing") }
      operands.append(try operand(input, rank: rank))
    }
    return operands
  }

  /// Returns an input as a value in the graph. A constant is aligned at the innermost of `rank`
  /// axes in the file's order and must be the same for all examples of a batch.
  func operand(_ input: ImportedValue, rank: Int) throws(ONNXError) -> Graph.ValueID {
    switch input {
    case .variable(let id): return id
    case .constant(let array):
      guard array.dimensions.count <= rank, array.count > 0 else {
        throw failure(
          "expected a constant of at most \(rank) axes, found shape \(Shape(array.dimensions))")
      }
      let aligned = Broadcasting.padded(array.dimensions, to: rank)
      guard aligned[0] == 1 else {
        throw failure(
          "expected a constant that is the same for all examples, found \(aligned[0]) along the "
            + "batch axis")
      }
      let example = Tensor(Shape(Array(aligned.dropFirst())), array.floats)
      let stored = example.permuted(StorageOrder.axes(rank: rank).map { $0 - 1 })
      return graph.builder.addConstant(name: "\(outputName)/constant", stored)
    }
  }
}
