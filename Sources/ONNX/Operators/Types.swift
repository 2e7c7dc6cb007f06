import Engine
import Tensors

/// Types, extents, and nodes that change nothing.
extension NodeImport {
  /// Identity.
  func identity() throws(ONNXError) -> ImportedValue {
    try requireInputs(1...1)
    return try value(0)
  }

  /// Dropout, which does nothing once a network is trained. Its mask lets everything through.
  func dropout() throws(ONNXError) -> [ImportedValue] {
    ignore("seed", "consumed_inputs")
    if opset < 12 { ignore("ratio") }
    if opset < 7 { ignore("is_test") }
    if let training = try optionalConstant(2, "training_mode"), training.floats.first ?? 0 != 0,
      try optionalNumber(1, "the ratio") ?? 0.5 != 0
    {
      throw failure("training_mode is not supported; export the model for inference")
    }
    let value = try value(0)
    guard outputNames.count > 1, ConstantArray.count(of: value.dimensions) != nil else {
      return [value]
    }
    let count = try graph.reserve(value.dimensions, for: self)
    let mask = ConstantArray(
      integers: [Int](repeating: 1, count: count), dimensions: value.dimensions, type: .boolean)
    return [value, .constant(mask)]
  }

  /// Cast, CastLike.
  func cast(to target: ElementType? = nil) throws(ONNXError) -> ImportedValue {
    ignore("saturate", "round_mode")
    var type = target
    if type == nil { type = ElementType(rawValue: Int32(clamping: try integer("to"))) }
    guard let type, type != .text else {
      throw failure("expected a cast to floating-point numbers, integers or booleans")
    }
    switch try value(0) {
    case .constant(let array): return .constant(Self.cast(array, to: type))
    case .variable(let variable):
      if type == .boolean && variable.type != .boolean {
        return .variable(try map(IsNonZero(), variable, type: type))
      }
      if type.isInteger && variable.type.isFloatingPoint {
        return .variable(try map(Truncation(), variable, type: type))
      }
      // Every number is a float here, whatever the file calls it.
      return .variable(
        variable.renamed(dimensions: variable.dimensions, order: variable.order, type: type))
    }
  }

  private static func cast(_ array: ConstantArray, to type: ElementType) -> ConstantArray {
    if type.isFloatingPoint {
      return ConstantArray(floats: array.floats, dimensions: array.dimensions, type: type)
    }
    let integers =
      array.integers
      ?? array.floats.map { number in
        type == .boolean
          ? (number == 0 ? 0 : 1)
          : Int(exactly: number.rounded(.towardZero)) ?? (number > 0 ? .max : .min)
      }
    return ConstantArray(
      integers: type == .boolean ? integers.map { $0 == 0 ? 0 : 1 } : integers,
      dimensions: array.dimensions, type: type)
  }

  /// CastLike.
  func castLike() throws(ONNXError) -> ImportedValue { try cast(to: value(1).type) }

  /// Shape.
  func extents() throws(ONNXError) -> ImportedValue {
    .constant(ConstantArray(integers: try extentsAsked(of: value(0).dimensions)))
  }

  /// Size.
  func size() throws(ONNXError) -> ImportedValue {
    .constant(
      ConstantArray(integers: [try value(0).dimensions.reduce(1, *)], dimensions: []))
  }
}
