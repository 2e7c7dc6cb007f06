import Engine
import Tensors

/// Operators that ONNX Runtime's optimiser makes of several.
extension NodeImport {
  // MARK: - Activations

  /// BiasGelu and FastGelu: a function of the sum with an optional second input.
  func biasedGaussianUnit(
    _ approximation: GaussianErrorLinearUnit.Approximation
  ) throws(ONNXError) -> ImportedValue {
    try requireInputs(1...2)
    let type = try value(0).type
    let sum =
      input(1) == nil
      ? try variable(0)
      : try combine(Arithmetic(.sum), [value(0), value(1)], type: type)
    return .variable(try map(GaussianErrorLinearUnit(approximation: approximation), sum))
  }

  /// An activation by its name and numbers; nil for one that is not known.
  private static func activation(_ name: String, _ numbers: [Float]) -> (any Operator)? {
    func number(_ index: Int, _ fallback: Float) -> Float {
      numbers.indices.contains(index) ? numbers[index] : fallback
    }
    return switch name {
    case "Relu": Rectifier()
    case "LeakyRelu": LeakyRectifier(negativeSlope: number(0, 0.01))
    case "Sigmoid": Sigmoid()
    case "Tanh": HyperbolicTangent()
    case "Clip": Clip(minimum: number(0, -.infinity), maximum: number(1, .infinity))
    case "HardSigmoid": HardSigmoid(alpha: number(0, 0.2), beta: number(1, 0.5))
    case "HardSwish": HardSwish()
    case "Elu": ExponentialLinearUnit(alpha: number(0, 1))
    case "Softplus": Softplus()
    case "Softsign": Softsign()
    case "ThresholdedRelu": ThresholdedRectifier(alpha: number(0, 1))
    default: nil
    }
  }

  /// Applies the activation that a node names, if it does.
  private func activated(
    _ value: ImportedValue, _ numbers: [Float]
  ) throws(ONNXError) -> ImportedValue {
    guard let name = try optionalText("activation"), !name.isEmpty else { return value }
    guard let operation = Self.activation(name, numbers) else {
      throw failure("activation \(quoted(name)) is not supported")
    }
    guard case .variable(let variable) = value else { return value }
    return .variable(try map(operation, variable))
  }

  // MARK: - Layers

  /// FusedConv: a convolution, something added, an activation.
  func fusedConvolution() throws(ONNXError) -> ImportedValue {
    try requireInputs(2...4)
    var result = try convolution()
    if let added = input(3) {
      result = .variable(
        try combine(Arithmetic(.sum), [result, added], type: result.type))
    }
    return try activated(result, floats("activation_params") ?? [])
  }

  /// FusedGemm: a product of matrices and an activation.
  func fusedGeneralMatrixProduct() throws(ONNXError) -> ImportedValue {
    let names = ["activation_alpha", "activation_beta", "activation_gamma"]
    var numbers: [Float] = []
    for name in names {
      guard let number = try optionalFloat(name) else { continue }
      numbers.append(number)
    }
    ignore("activation_alpha", "activation_beta", "activation_gamma")
    return try activated(generalMatrixProduct(), numbers)
  }

  /// FusedMatMul: α · A · B, either with its last two axes exchanged.
  func fusedMatrixProduct() throws(ONNXError) -> ImportedValue {
    try requireInputs(2...2)
    for name in ["transBatchA", "transBatchB"] where try flag(name) {
      throw failure("attribute \(quoted(name)) other than 0 is not supported")
    }
    let alpha = try float("alpha", default: 1)
    var (left, right) = (try value(0, "A"), try value(1, "B"))
    if try flag("transA"), left.dimensions.count > 1 { left = turned(left) }
    if try flag("transB"), right.dimensions.count > 1 { right = turned(right) }
    return try scaled(.variable(product(left, right)), by: alpha)
  }

  // MARK: - Normalisations

  /// SkipLayerNormalization and SkipSimplifiedLayerNormalization: of the sum of two inputs and a
  /// bias; the sum is the last output.
  func skipNormalization(isSimplified: Bool) throws(ONNXError) -> [ImportedValue?] {
    let epsilon = try float("epsilon", default: 1e-12)
    var sum = try combine(Arithmetic(.sum), [value(0), value(1)], type: value(0).type)
    if let bias = input(isSimplified ? 3 : 4) {
      sum = try combine(Arithmetic(.sum), [.variable(sum), bias], type: sum.type)
    }
    guard sum.rank > 0 else { throw failure("expected an array, found one number") }
    let result = try normalized(
      sum, over: [sum.rank - 1], gain: 2, bias: isSimplified ? nil : 3
    ) { axes, gain, bias -> any Operator in
      isSimplified
        ? RootMeanSquareNormalization(axes: axes, epsilon: epsilon, gain: gain)
        : Standardization(axes: axes, epsilon: epsilon, gain: gain, bias: bias)
    }
    return [result, nil, nil, .variable(sum)]
  }

  /// EmbedLayerNormalization: vectors of tokens, places and segments, added up and normalised.
  func embeddingNormalization() throws(ONNXError) -> [ImportedValue?] {
    ignore("mask_index_type")
    let epsilon = try float("epsilon", default: 1e-12)
    let ids = try value(0, "the token ids")
    guard ids.dimensions.count == 2 else {
      throw failure("expected token ids of two axes, found shape \(Shape(ids.dimensions))")
    }
    let length = ids.dimensions[1]
    let places =
      input(8)
      ?? .constant(ConstantArray(integers: Array(0..<length), dimensions: [1, length]))
    var terms = [
      try lookup(value(2, "the word vectors"), ids, axis: 0),
      try lookup(value(3, "the position vectors"), places, axis: 0),
    ]
    if let segments = input(1), let table = input(4) {
      terms.append(try lookup(table, segments, axis: 0))
    }
    var sum = terms[0]
    for term in terms.dropFirst() {
      sum = .variable(try combine(Arithmetic(.sum), [sum, term], type: sum.type))
    }
    guard case .variable(let variable) = sum else { throw failure("an input is missing") }
    guard variable.rank == 3 else {
      throw failure("expected vectors of words, found shape \(Shape(variable.dimensions))")
    }
    let result = try normalized(variable, over: [2], gain: 5, bias: 6) {
      Standardization(axes: $0, epsilon: epsilon, gain: $1, bias: $2)
    }
    return [result, nil, sum]
  }
}
