import Engine
import Tensors

/// Functions of single numbers.
extension NodeImport {
  /// A function without settings.
  func function(_ operation: any Operator, type: ElementType? = nil) throws(ONNXError)
    -> ImportedValue
  {
    try requireInputs(1...1)
    ignore("consumed_inputs")
    return .variable(try map(operation, variable(0), type: type))
  }

  /// A function of a number α.
  func function(
    alpha fallback: Float, _ make: (Float) -> any Operator
  ) throws(ONNXError) -> ImportedValue {
    try function(make(float("alpha", default: fallback)))
  }

  /// Selu; its constants are those of the paper to the last bit of a float.
  func scaledExponentialUnit() throws(ONNXError) -> ImportedValue {
    let isOld = opset < 6
    return try function(
      ScaledExponentialLinearUnit(
        alpha: float("alpha", default: isOld ? 1.6732 : 1.673_263_2),
        gamma: float("gamma", default: isOld ? 1.0507 : 1.050_701)))
  }

  /// HardSigmoid.
  func hardSigmoid() throws(ONNXError) -> ImportedValue {
    try function(
      HardSigmoid(alpha: float("alpha", default: 0.2), beta: float("beta", default: 0.5)))
  }

  /// Gelu.
  func gaussianUnit() throws(ONNXError) -> ImportedValue {
    switch try text("approximate", default: "none") {
    case "none": return try function(GaussianErrorLinearUnit(approximation: .none))
    case "tanh": return try function(GaussianErrorLinearUnit(approximation: .tanh))
    case let other:
      throw failure("attribute \"approximate\" has the unknown value \(quoted(other))")
    }
  }

  /// Erfc: no operator of the standard, but tf2onnx leaves it where TensorFlow writes GELU.
  func complementaryErrorFunction() throws(ONNXError) -> ImportedValue {
    let one = ConstantArray(floats: [1], dimensions: [])
    let error = try function(ErrorFunction())
    return .variable(try combine(Arithmetic(.difference), [.constant(one), error]))
  }

  /// Shrink.
  func shrinkage() throws(ONNXError) -> ImportedValue {
    try function(
      Shrinkage(bias: float("bias", default: 0), threshold: float("lambd", default: 0.5)))
  }

  /// IsInf.
  func infinityTest() throws(ONNXError) -> ImportedValue {
    try function(
      IsInfinite(
        detectsPositive: flag("detect_positive", default: true),
        detectsNegative: flag("detect_negative", default: true)),
      type: .boolean)
  }

  /// Clip; the limits are attributes, from opset 11 inputs.
  func clip() throws(ONNXError) -> ImportedValue {
    ignore("consumed_inputs")
    let minimum = opset < 11 ? try optionalFloat("min") : try optionalNumber(1, "the minimum")
    let maximum = opset < 11 ? try optionalFloat("max") : try optionalNumber(2, "the maximum")
    return .variable(
      try map(
        Clip(minimum: minimum ?? -.infinity, maximum: maximum ?? .infinity), variable(0)))
  }

  /// Pow: a function of its base where the exponent is one constant number.
  func power() throws(ONNXError) -> ImportedValue {
    try requireInputs(2...2)
    guard let exponent = input(1)?.constant, let number = exponent.single,
      exponent.dimensions.count <= 1, try value(0).type.isFloatingPoint
    else { return try arithmetic(.power) }
    _ = opset < 7 ? (try flag("broadcast"), try optionalInteger("axis")) : (false, nil)
    return .variable(try map(Power(exponent: number), variable(0)))
  }
}
