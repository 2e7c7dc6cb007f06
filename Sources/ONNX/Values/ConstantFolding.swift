import Tensors

/// Operators on constants that are computed exactly when the file is read: those that make arrays of
/// nothing, and arithmetic of integers, which need not fit into a float.
enum ConstantFolding {
  /// Computes a node all of whose given inputs are constants; nil where the node is to be computed
  /// as it would be on floats.
  typealias Function = @Sendable (NodeImport, [ConstantArray]) throws(ONNXError) -> ConstantArray?

  /// ONNX name → function.
  static let functions: [String: Function] = [
    "Abs": { (node, inputs) throws(ONNXError) in map(inputs) { Int(clamping: $0.magnitude) } },
    "Add": { (node, inputs) throws(ONNXError) in try combine(node, inputs, &+) },
    "And": { (node, inputs) throws(ONNXError) in try compare(node, inputs) { $0 & $1 != 0 } },
    "Constant": { (node, _) throws(ONNXError) in try constant(node) },
    "ConstantOfShape": { (node, inputs) throws(ONNXError) in try fill(node, inputs) },
    "Div": { (node, inputs) throws(ONNXError) in
      // A quotient that does not exist is 0.
      try combine(node, inputs) { left, right in
        right == 0 ? 0 : left.dividedReportingOverflow(by: right).partialValue
      }
    },
    "Equal": { (node, inputs) throws(ONNXError) in try compare(node, inputs, ==) },
    "Greater": { (node, inputs) throws(ONNXError) in try compare(node, inputs, >) },
    "GreaterOrEqual": { (node, inputs) throws(ONNXError) in try compare(node, inputs, >=) },
    "Less": { (node, inputs) throws(ONNXError) in try compare(node, inputs, <) },
    "LessOrEqual": { (node, inputs) throws(ONNXError) in try compare(node, inputs, <=) },
    "Max": { (node, inputs) throws(ONNXError) in try combine(node, inputs, max) },
    "Min": { (node, inputs) throws(ONNXError) in try combine(node, inputs, min) },
    "Mod": { (node, inputs) throws(ONNXError) in
      let truncates = try node.flag("fmod")
      return try combine(node, inputs) { left, right in
        guard right != 0 else { return 0 }
        let rest = left.remainderReportingOverflow(dividingBy: right).partialValue
        return truncates || rest == 0 || (rest < 0) == (right < 0) ? rest : rest + right
      }
    },
    "Mul": { (node, inputs) throws(ONNXError) in try combine(node, inputs, &*) },
    "Neg": { (node, inputs) throws(ONNXError) in map(inputs) { 0 &- $0 } },
    "NonZero": { (node, inputs) throws(ONNXError) in try nonZero(node, inputs) },
    "Not": { (node, inputs) throws(ONNXError) in map(inputs) { $0 == 0 ? 1 : 0 } },
    "Or": { (node, inputs) throws(ONNXError) in try compare(node, inputs) { $0 | $1 != 0 } },
    "Range": { (node, inputs) throws(ONNXError) in try range(node, inputs) },
    "ReduceProd": { (node, inputs) throws(ONNXError) in try reduced(node, inputs, 1, &*) },
    "ReduceSum": { (node, inputs) throws(ONNXError) in try reduced(node, inputs, 0, &+) },
    "Sub": { (node, inputs) throws(ONNXError) in try combine(node, inputs, &-) },
    "Where": { (node, inputs) throws(ONNXError) in try choose(node, inputs) },
    "Xor": { (node, inputs) throws(ONNXError) in try compare(node, inputs, !=) },
  ]

  private static func map(_ inputs: [ConstantArray], _ body: (Int) -> Int) -> ConstantArray? {
    guard inputs.count == 1, let integers = inputs[0].integers else { return nil }
    return ConstantArray(
      integers: integers.map(body), dimensions: inputs[0].dimensions, type: inputs[0].type)
  }

  private static func combine(
    _ node: NodeImport, _ inputs: [ConstantArray], type: ElementType? = nil,
    _ body: (Int, Int) -> Int
  ) throws(ONNXError) -> ConstantArray? {
    guard inputs.count == 2, node.opset >= 7, let left = inputs[0].integers,
      let right = inputs[1].integers
    else { return nil }
    guard let result = Broadcasting.dimensions(inputs[0].dimensions, inputs[1].dimensions) else {
      throw node.failure("expected two arrays whose extents fit")
    }
    try node.graph.reserve(result, for: node)
    let a = Broadcasting.positions(of: inputs[0].dimensions, in: result)
    let b = Broadcasting.positions(of: inputs[1].dimensions, in: result)
    return ConstantArray(
      integers: zip(a, b).map { body(left[$0], right[$1]) }, dimensions: result,
      type: type ?? inputs[0].type)
  }

  private static func compare(
    _ node: NodeImport, _ inputs: [ConstantArray], _ body: (Int, Int) -> Bool
  ) throws(ONNXError) -> ConstantArray? {
    try combine(node, inputs, type: .boolean) { body($0, $1) ? 1 : 0 }
  }

  private static func constant(_ node: NodeImport) throws(ONNXError) -> ConstantArray {
    if let tensor = try node.tensor("value") {
      return try ConstantArray(tensor, name: node.outputName, files: node.graph.files)
    }
    if let value = try node.optionalFloat("value_float", since: 12) {
      return ConstantArray(floats: [value], dimensions: [])
    }
    if let values = try node.floats("value_floats", since: 12) {
      return ConstantArray(floats: values, dimensions: [values.count])
    }
    if let value = try node.optionalInteger("value_int", since: 12) {
      return ConstantArray(integers: [value], dimensions: [])
    }
    if let values = try node.integers("value_ints", since: 12) {
      return ConstantArray(integers: values)
    }
    throw node.failure("expected value, value_float(s) or value_int(s)")
  }

  private static func fill(
    _ node: NodeImport, _ inputs: [ConstantArray]
  ) throws(ONNXError) -> ConstantArray {
    guard let dimensions = inputs.first?.integers, dimensions.count <= ConstantArray.maximumRank
    else { throw node.failure("expected at most \(ConstantArray.maximumRank) integer extents") }
    let count = try node.graph.reserve(dimensions, for: node)
    let value = try node.tensor("value").map { tensor throws(ONNXError) in
      try ConstantArray(tensor, name: node.outputName)
    }
    if let value, let integer = value.integers?.first {
      return ConstantArray(
        integers: [Int](repeating: integer, count: count), dimensions: dimensions,
        type: value.type)
    }
    return ConstantArray(
      floats: [Float](repeating: value?.floats.first ?? 0, count: count), dimensions: dimensions)
  }

  private static func range(
    _ node: NodeImport, _ inputs: [ConstantArray]
  ) throws(ONNXError) -> ConstantArray {
    guard inputs.count == 3, inputs.allSatisfy({ $0.count == 1 }) else {
      throw node.failure("expected three numbers: start, limit and step")
    }
    let limits = inputs.map { Double($0.floats[0]) }
    guard limits[2] != 0, limits.allSatisfy(\.isFinite) else {
      throw node.failure("expected a step other than 0")
    }
    let steps = max(0, ((limits[1] - limits[0]) / limits[2]).rounded(.up))
    let count = try node.graph.reserve([Int(exactly: steps) ?? .max], for: node)
    let integers = inputs.compactMap { $0.integers?.first }
    if integers.count == 3 {
      return ConstantArray(
        integers: (0..<count).map { integers[0] &+ $0 &* integers[2] }, type: inputs[0].type)
    }
    return ConstantArray(
      floats: (0..<count).map { Float(limits[0] + Double($0) * limits[2]) }, dimensions: [count],
      type: inputs[0].type)
  }

  private static func nonZero(
    _ node: NodeImport, _ inputs: [ConstantArray]
  ) throws(ONNXError) -> ConstantArray {
    guard inputs.count == 1 else { throw node.failure("expected one input") }
    let (dimensions, strides) = (inputs[0].dimensions, Shape(inputs[0].dimensions).strides)
    let places = inputs[0].floats.indices.filter { inputs[0].floats[$0] != 0 }
    let rows = zip(dimensions, strides).flatMap { extent, stride in
      places.map { $0 / max(1, stride) % max(1, extent) }
    }
    return ConstantArray(integers: rows, dimensions: [dimensions.count, places.count])
  }

  /// Of all integers of an array together.
  private static func reduced(
    _ node: NodeImport, _ inputs: [ConstantArray], _ start: Int, _ body: (Int, Int) -> Int
  ) throws(ONNXError) -> ConstantArray? {
    guard let array = inputs.first, let integers = array.integers,
      array.dimensions.count == 1
    else { return nil }
    let inputSince = node.operatorName == "ReduceSum" ? 13 : 18
    let axes = try node.listedAxes(inputSince: inputSince)
    let keeps = try node.flag("keepdims", default: true)
    if try node.flag("noop_with_empty_axes", since: inputSince), axes?.isEmpty != false {
      return array
    }
    return ConstantArray(
      integers: [integers.reduce(start, body)], dimensions: keeps ? [1] : [], type: array.type)
  }

  private static func choose(
    _ node: NodeImport, _ inputs: [ConstantArray]
  ) throws(ONNXError) -> ConstantArray? {
    guard inputs.count == 3, let condition = inputs[0].integers, let yes = inputs[1].integers,
      let no = inputs[2].integers
    else { return nil }
    guard let both = Broadcasting.dimensions(inputs[1].dimensions, inputs[2].dimensions),
      let result = Broadcasting.dimensions(inputs[0].dimensions, both)
    else { throw node.failure("expected arrays whose extents fit") }
    try node.graph.reserve(result, for: node)
    let places = inputs.map { Broadcasting.positions(of: $0.dimensions, in: result) }
    let values = places[0].indices.map { index in
      condition[places[0][index]] != 0 ? yes[places[1][index]] : no[places[2][index]]
    }
    return ConstantArray(integers: values, dimensions: result, type: inputs[1].type)
  }
}
