import Engine
import Tensors

/// Products of matrices, constant or computed.
extension NodeImport {
  /// Gemm: `α · A · B + β · C`.
  func generalMatrixProduct() throws(ONNXError) -> ImportedValue {
    let alpha = try float("alpha", default: 1)
    let beta = try float("beta", default: 1)
    if opset < 7 { ignore("broadcast") }
    var left = try value(0, "A")
    var right = try value(1, "B")
    guard left.dimensions.count == 2, right.dimensions.count == 2 else {
      throw failure(
        "expected A and B to have two axes, found shapes \(Shape(left.dimensions)) and "
          + "\(Shape(right.dimensions))")
    }
    if try flag("transA") { left = turned(left) }
    if try flag("transB") { right = turned(right) }
    let columns = right.dimensions[1]
    if case .constant(let matrix) = right, let bias = try constantRow(2, beta, columns: columns) {
      let weights = alpha == 1 ? matrix.floats : matrix.floats.map { $0 * alpha }
      return .variable(
        try linear(left, Tensor(Shape(matrix.dimensions), weights), bias: bias))
    }
    var product = try scaled(.variable(self.product(left, right)), by: alpha)
    if let added = input(2) {
      let missing = product.dimensions.count - added.dimensions.count
      guard missing >= 0,
        zip(added.dimensions, product.dimensions.dropFirst(missing)).allSatisfy({
          $0 == 1 || $0 == $1
        })
      else {
        throw failure(
          "expected C to fit the product, \(Shape(product.dimensions)), found "
            + "\(Shape(added.dimensions))")
      }
      let operands = [product, try scaled(added, by: beta)]
      product = .variable(try combine(Arithmetic(.sum), operands))
    }
    return product
  }

  /// β · C as one number per column: zeros without C, nil if it is something else.
  private func constantRow(
    _ index: Int, _ beta: Float, columns: Int
  ) throws(ONNXError) -> [Float]? {
    guard let value = input(index) else { return [Float](repeating: 0, count: columns) }
    guard case .constant(let array) = value, array.dimensions.count <= 2,
      array.count == 1 || array.count == columns,
      array.dimensions.dropLast().allSatisfy({ $0 == 1 })
    else { return nil }
    let row = array.floats.map { $0 * beta }
    return row.count == columns ? row : [Float](repeating: row[0], count: columns)
  }

  /// Returns a value times a number.
  func scaled(_ value: ImportedValue, by factor: Float) throws(ONNXError) -> ImportedValue {
    if factor == 1 { return value }
    let number = ConstantArray(floats: [factor], dimensions: [])
    return .variable(
      try combine(Arithmetic(.product), [value, .constant(number)], type: value.type))
  }

  /// Returns a value with its last two axes exchanged.
  func turned(_ value: ImportedValue) -> ImportedValue {
    let rank = value.dimensions.count
    let axes = Array(0..<rank - 2) + [rank - 1, rank - 2]
    switch value {
    case .variable(let variable): return .variable(Self.transposed(variable, axes))
    case .constant(let array):
      return .constant(
        ConstantArray(
          floats: array.tensor.transposed(axes).values,
          dimensions: axes.map { array.dimensions[$0] },
          type: array.type))
    }
  }

  /// MatMul.
  func matrixProduct() throws(ONNXError) -> ImportedValue {
    try requireInputs(2...2)
    return .variable(try product(value(0, "A"), value(1, "B")))
  }

  /// A · B over the last axis of A and the one before the last of B, as NumPy has it.
  func product(_ left: ImportedValue, _ right: ImportedValue) throws(ONNXError) -> Variable {
    let (a, b) = (left.dimensions, right.dimensions)
    guard let last = a.last, !b.isEmpty, last == b[max(0, b.count - 2)] else {
      throw failure("shapes \(Shape(a)) and \(Shape(b)) cannot be multiplied")
    }
    // Vectors are matrices of one row or column for a while.
    if a.count == 1 && b.count == 1 {
      return try reshaped(
        product(reshaped(left, to: [1] + a), reshaped(right, to: b + [1])), to: [])
    }
    if a.count == 1 {
      let row = try reshaped(left, to: [1] + a)
      let result = try product(row, right)
      let axis = result.rank - min(2, b.count)
      return try reshaped(result, to: without(result.dimensions, axis: axis))
    }
    if b.count == 1 {
      let result = try product(left, reshaped(right, to: b + [1]))
      return try reshaped(result, to: Array(result.dimensions.dropLast()))
    }
    if case .constant(let matrix) = right, b.dropLast(2).allSatisfy({ $0 == 1 }),
      b.count <= a.count
    {
      let weights = Tensor(Shape(Array(b.suffix(2))), matrix.floats)
      return try linear(left, weights, bias: nil)
    }
    return try contraction(left, right)
  }

  private func without(_ dimensions: [Int], axis: Int) -> [Int] {
    dimensions.indices.filter { $0 != axis }.map { dimensions[$0] }
  }

  /// A layer on the last axis of a value.
  func linear(
    _ value: ImportedValue, _ weights: Tensor, bias: [Float]?
  ) throws(ONNXError) -> Variable {
    guard case .variable(let variable) = value else {
      guard case .constant(let array) = value else { throw failure("an input is missing") }
      return try linear(.variable(stored(array)), weights, bias: bias)
    }
    let axis = variable.rank - 1
    guard weights.shape[0] == variable.dimensions[axis], weights.values.count > 0 else {
      throw failure(
        "shapes \(Shape(variable.dimensions)) and \(weights.shape) cannot be multiplied")
    }
    let order = variable.order.filter { $0 != axis } + [axis]
    var dimensions = variable.dimensions
    dimensions[axis] = weights.shape[1]
    return try add(
      Linear(weights: weights, bias: bias), [arranged(variable, order)], dimensions: dimensions,
      order: order, type: variable.type)
  }

  /// A product of two arrays of matrices, extents before the last two being repeated.
  private func contraction(
    _ left: ImportedValue, _ right: ImportedValue
  ) throws(ONNXError) -> Variable {
    let rank = max(left.dimensions.count, right.dimensions.count)
    // Labels: batch axes by their place in the result, then rows, columns and what is summed over.
    let (row, column, inner) = (rank - 2, rank - 1, rank)
    var a = try operand(left, rank: rank)
    var b = try operand(right, rank: rank)
    let shape = Broadcasting.dimensions(
      Array(a.dimensions.dropLast(2)),
      Array(b.dimensions.dropLast(2)))
    guard let shape else {
      throw failure(
        "shapes \(Shape(left.dimensions)) and \(Shape(right.dimensions)) cannot be multiplied")
    }
    a = try innermost(a, oneOf: [row, column])
    b = try innermost(b, oneOf: [row, column])
    let dimensions = shape + [a.dimensions[row], b.dimensions[column]]
    let leftLabels = a.order.map { $0 == column ? inner : $0 }
    let rightLabels = b.order.map { $0 == row ? inner : $0 }
    var order = leftLabels.map { $0 == inner ? column : $0 }
    let missing = dimensions.indices.filter { dimensions[$0] > 1 && !order.contains($0) }
    order = missing.filter { $0 < row } + order
    let operation = Contraction(left: leftLabels, right: rightLabels, output: order)
    return try add(
      operation, [a.id, b.id], dimensions: dimensions, order: order, type: left.type)
  }

  /// A value of `rank` axes whose last two are stored, and batch axes of one entry are not.
  private func operand(_ value: ImportedValue, rank: Int) throws(ONNXError) -> Variable {
    let padded = try reshaped(value, to: Broadcasting.padded(value.dimensions, to: rank))
    let variable: Variable
    switch padded {
    case .variable(let found): variable = found
    case .constant(let array): variable = stored(array)
    }
    let kept = variable.order.filter { $0 >= rank - 2 || variable.dimensions[$0] > 1 }
    let order = [rank - 2, rank - 1].filter { !kept.contains($0) } + kept
    return Variable(
      id: try arranged(variable, order), dimensions: variable.dimensions, order: order,
      type: variable.type)
  }

  /// Returns a variable whose innermost axis is one of two.
  private func innermost(_ variable: Variable, oneOf axes: [Int]) throws(ONNXError) -> Variable {
    if let last = variable.order.last, axes.contains(last) { return variable }
    let order = variable.order.filter { $0 != axes[1] } + [axes[1]]
    return Variable(
      id: try arranged(variable, order), dimensions: variable.dimensions, order: order,
      type: variable.type)
  }
}
