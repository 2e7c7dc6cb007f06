import Tensors

/// Operators whose inputs are all constants, computed when the file is read.
enum ConstantFolding {
  /// Computes a node whose given inputs are all constants.
  typealias Function = @Sendable (NodeImport, [ConstantArray]) throws(ONNXError) -> ConstantArray

  /// ONNX name → function.
  static let functions: [String: Function] = [
    "Add": { (node, inputs) throws(ONNXError) in try combine(node, inputs, +, &+) },
    "Sub": { (node, inputs) throws(ONNXError) in try combine(node, inputs, -, &-) },
    "Mul": { (node, inputs) throws(ONNXError) in try combine(node, inputs, *, &*) },
    "Div": { (node, inputs) throws(ONNXError) in
      // A quotient that does not exist is 0.
      try combine(node, inputs, /) { left, right in
        right == 0 ? 0 : left.dividedReportingOverflow(by: right).partialValue
      }
    },
    "Cast": cast,
    "Concat": concatenate,
    "Constant": { (node, _) throws(ONNXError) in try constant(node) },
    "ConstantOfShape": fill,
    "Dropout": { (_, inputs) throws(ONNXError) in inputs[0] },
    "Flatten": flatten,
    "Gather": gather,
    "Identity": { (_, inputs) throws(ONNXError) in inputs[0] },
    "Reshape": { (node, inputs) throws(ONNXError) in
      let target = try node.reshapeTarget()
      return try reshape(node, inputs[0], target)
    },
    "Shape": { (node, inputs) throws(ONNXError) in
      try ConstantArray(integers: node.extentsAsked(of: inputs[0].dimensions))
    },
    "Squeeze": { (node, inputs) throws(ONNXError) in
      let axes = try node.axes(rank: inputs[0].dimensions.count)
      return try inputs[0].reshaped(to: node.squeezed(inputs[0].dimensions, axes: axes))
    },
    "Transpose": transpose,
    "Unsqueeze": { (node, inputs) throws(ONNXError) in
      try inputs[0].reshaped(to: node.unsqueezed(inputs[0].dimensions))
    },
  ]

  private static func combine(
    _ node: NodeImport, _ inputs: [ConstantArray], _ floats: (Float, Float) -> Float,
    _ integers: (Int, Int) -> Int
  ) throws(ONNXError) -> ConstantArray {
    try node.requireNoBroadcastAttributes()
    guard inputs.count == 2,
      let result = Broadcasting.dimensions(inputs[0].dimensions, inputs[1].dimensions)
    else { throw node.failure("expected two arrays whose extents fit") }
    try node.graph.reserve(result, for: node)
    let a = Broadcasting.positions(of: inputs[0].dimensions, in: result)
    let b = Broadcasting.positions(of: inputs[1].dimensions, in: result)
    if let left = inputs[0].integers, let right = inputs[1].integers {
      return ConstantArray(
        integers: zip(a, b).map { integers(left[$0], right[$1]) }, dimensions: result)
    }
    let (left, right) = (inputs[0].floats, inputs[1].floats)
    return ConstantArray(
      dimensions: result, elements: .floats(zip(a, b).map { floats(left[$0], right[$1]) }))
  }

  private static func cast(
    _ node: NodeImport, _ inputs: [ConstantArray]
  ) throws(ONNXError) -> ConstantArray {
    let input = inputs[0]
    try node.graph.reserve(input.dimensions, for: node)
    switch try node.integer("to") {
    case 1, 10, 11, 16:
      return ConstantArray(dimensions: input.dimensions, elements: .floats(input.floats))
    case 6, 7, 9:
      let integers =
        input.integers ?? input.floats.map { Int(exactly: $0.rounded(.towardZero)) ?? 0 }
      return ConstantArray(integers: integers, dimensions: input.dimensions)
    default:
      throw node.failure("expected a cast to floating-point numbers or integers")
    }
  }

  private static func concatenate(
    _ node: NodeImport, _ inputs: [ConstantArray]
  ) throws(ONNXError) -> ConstantArray {
    let rank = inputs[0].dimensions.count
    let axis = try node.axis(
      node.integer("axis", default: node.opset < 4 ? 1 : nil), rank: rank)
    var result = inputs[0].dimensions
    result[axis] = 0
    for input in inputs {
      guard input.dimensions.count == rank,
        result.indices.allSatisfy({ $0 == axis || input.dimensions[$0] == result[$0] })
      else { throw node.failure("its inputs cannot be joined along axis \(axis)") }
      result[axis] += input.dimensions[axis]
    }
    try node.graph.reserve(result, for: node)
    let outer = result[..<axis].reduce(1, *)
    func joined<Element>(_ parts: [[Element]]) -> [Element] {
      (0..<outer).flatMap { block in
        parts.flatMap { part in
          let length = part.count / outer
          return part[block * length..<(block + 1) * length]
        }
      }
    }
    let integers = inputs.compactMap(\.integers)
    let elements: ConstantArray.Elements =
      integers.count == inputs.count
      ? .integers(joined(integers)) : .floats(joined(inputs.map(\.floats)))
    return ConstantArray(dimensions: result, elements: elements)
  }

  private static func constant(_ node: NodeImport) throws(ONNXError) -> ConstantArray {
    if let tensor = try node.tensor("value") {
      return try ConstantArray(tensor, name: node.outputName)
    }
    if let value = try node.optionalFloat("value_float") {
      return ConstantArray(dimensions: [], elements: .floats([value]))
    }
    if let values = try node.floats("value_floats") {
      return ConstantArray(dimensions: [values.count], elements: .floats(values))
    }
    if let value = try node.optionalInteger("value_int") {
      return ConstantArray(integers: [value], dimensions: [])
    }
    if let values = try node.integers("value_ints") { return ConstantArray(integers: values) }
    throw node.failure("expected value, value_float(s) or value_int(s)")
  }

  private static func fill(
    _ node: NodeImport, _ inputs: [ConstantArray]
  ) throws(ONNXError) -> ConstantArray {
    guard let dimensions = inputs[0].integers,
      dimensions.count <= ConstantArray.maximumRank
    else { throw node.failure("expected at most \(ConstantArray.maximumRank) integer extents") }
    let count = try node.graph.reserve(dimensions, for: node)
    let value = try node.tensor("value").map { tensor throws(ONNXError) in
      try ConstantArray(tensor, name: node.outputName)
    }
    if let integer = value?.integers?.first {
      return ConstantArray(
        integers: [Int](repeating: integer, count: count), dimensions: dimensions)
    }
    let filler = value?.floats.first ?? 0
    return ConstantArray(
      dimensions: dimensions, elements: .floats([Float](repeating: filler, count: count)))
  }

  private static func flatten(
    _ node: NodeImport, _ inputs: [ConstantArray]
  ) throws(ONNXError) -> ConstantArray {
    let dimensions = inputs[0].dimensions
    let axis = try node.flatteningAxis(rank: dimensions.count)
    return inputs[0].reshaped(
      to: [dimensions[..<axis].reduce(1, *), dimensions[axis...].reduce(1, *)])
  }

  private static func gather(
    _ node: NodeImport, _ inputs: [ConstantArray]
  ) throws(ONNXError) -> ConstantArray {
    guard inputs.count == 2, inputs[0].dimensions.count == 1, let indices = inputs[1].integers,
      try node.integer("axis", default: 0) == 0
    else { throw node.failure("expected a vector of constants and integer indices") }
    let count = inputs[0].count
    let positions = indices.map { $0 < 0 ? $0 &+ count : $0 }
    guard positions.allSatisfy({ (0..<count).contains($0) }) else {
      throw node.failure("expected indices below \(count)")
    }
    try node.graph.reserve(inputs[1].dimensions, for: node)
    return inputs[0].selecting(positions, dimensions: inputs[1].dimensions)
  }

  private static func reshape(
    _ node: NodeImport, _ input: ConstantArray, _ target: [Int]
  ) throws(ONNXError) -> ConstantArray {
    let copied = try node.copyingZeros(in: target, from: input.dimensions)
    return try input.reshaped(to: node.inferringExtent(in: copied, count: input.count))
  }

  private static func transpose(
    _ node: NodeImport, _ inputs: [ConstantArray]
  ) throws(ONNXError) -> ConstantArray {
    let input = inputs[0]
    let axes = try node.permutation(rank: input.dimensions.count)
    try node.graph.reserve(input.dimensions, for: node)
    let result = axes.map { input.dimensions[$0] }
    if case .floats = input.elements {
      return ConstantArray(
        dimensions: result, elements: .floats(input.tensor.permuted(axes).values))
    }
    let strides = Shape(input.dimensions).strides
    let positions = axes.reduce([0]) { positions, axis in
      positions.flatMap { start in (0..<input.dimensions[axis]).map { start + $0 * strides[axis] } }
    }
    return input.selecting(positions, dimensions: result)
  }
}
