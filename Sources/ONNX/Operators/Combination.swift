import Engine
import Tensors

/// Bringing operands of different extents and orders together.
extension NodeImport {
  /// Adds an operator that combines its operands entry by entry, extents of 1 being repeated. The
  /// result is stored in the order of the largest operand.
  func combine(
    _ operation: any Operator, _ values: [ImportedValue], type: ElementType? = nil
  ) throws(ONNXError) -> Variable {
    var dimensions: [Int] = []
    for value in values {
      guard let together = Broadcasting.dimensions(dimensions, value.dimensions) else {
        throw failure(
          "shapes \(values.map { Shape($0.dimensions).description }.joined(separator: ", ")) "
            + "cannot be combined")
      }
      dimensions = together
    }
    try requireFreeBatch(values, dimensions: dimensions)
    let order = commonOrder(of: values, dimensions: dimensions)
    let operands = try values.map { value throws(ONNXError) in
      try operand(value, order: order, rank: dimensions.count)
    }
    return try add(
      operation, operands, dimensions: dimensions, order: order,
      type: type ?? values.last?.type ?? .float)
  }

  /// Refuses a constant that holds something else for each example of a batch that was freed.
  private func requireFreeBatch(
    _ values: [ImportedValue], dimensions: [Int]
  ) throws(ONNXError) {
    guard let batch = graph.freedBatch, dimensions.first == batch else { return }
    let isFixed = values.contains {
      $0.constant != nil && $0.dimensions.count == dimensions.count && $0.dimensions[0] == batch
    }
    guard isFixed else { return }
    throw failure(
      "a constant has numbers of its own for each of \(batch) examples; export the network with a "
        + "batch of 1")
  }

  /// The order of the largest computed operand, with the axes that it lacks outermost.
  private func commonOrder(of values: [ImportedValue], dimensions: [Int]) -> [Int] {
    var largest: Variable?
    for case .variable(let variable) in values where variable.count > largest?.count ?? 0 {
      largest = variable
    }
    let shift = dimensions.count - (largest?.rank ?? 0)
    let known = largest?.order.map { $0 + shift } ?? []
    return dimensions.indices.filter { dimensions[$0] != 1 && !known.contains($0) } + known
  }

  /// Returns a value as an operand of a result that is stored in the given order of `rank` axes: with
  /// extents of 1 where it has none of its own.
  func operand(
    _ value: ImportedValue, order: [Int], rank: Int
  ) throws(ONNXError) -> Graph.ValueID {
    let padded = Broadcasting.padded(value.dimensions, to: rank)
    let shape = Shape(order.map { padded[$0] })
    let shift = rank - value.dimensions.count
    switch value {
    case .variable(let variable):
      let own = order.filter { $0 >= shift }.map { $0 - shift }
      let id = try arranged(variable, own)
      return try graph.reshaped(id, to: shape, name: outputName)
    case .constant(let array):
      return graph.builder.addConstant(
        name: "\(outputName)/constant",
        ModelValue.stored(array.floats, padded, order: order).reshaped(to: shape))
    }
  }
}

extension ModelValue {
  /// Returns numbers in the file's order as an array stored in another order of axes; axes that do not
  /// occur have extent 1.
  static func stored(_ values: [Float], _ dimensions: [Int], order: [Int]) -> Tensor {
    let wide = dimensions.indices.filter { dimensions[$0] != 1 }
    let wideOrder = order.filter { dimensions[$0] != 1 }
    return Tensor(Shape(wide.map { dimensions[$0] }), values)
      .transposed(wideOrder.map { wide.firstIndex(of: $0) ?? 0 })
      .reshaped(to: Shape(order.map { dimensions[$0] }))
  }
}
