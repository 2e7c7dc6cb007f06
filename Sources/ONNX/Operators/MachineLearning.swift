import Engine
import Tensors

/// Operators of the set for classical machine learning, as scikit-learn's models use them.
extension NodeImport {
  /// The first input as floating-point numbers N×C; one axis is one row.
  private func features() throws(ONNXError) -> Variable {
    let variable = try asFloats(variable(0))
    switch variable.rank {
    case 1: return try reshaped(variable, to: [1] + variable.dimensions)
    case 2: return variable
    default: throw failure("expected an array N×C, found \(variable.rank) axes")
    }
  }

  private func asFloats(_ variable: Variable) -> Variable {
    variable.type.isFloatingPoint
      ? variable
      : variable.renamed(dimensions: variable.dimensions, order: variable.order, type: .float)
  }

  /// A list of settings that has one number, or one for each of `count` columns.
  private func columns(
    _ name: String, _ values: [Float], count: Int
  ) throws(ONNXError) -> ImportedValue {
    guard values.count == 1 || values.count == count else {
      throw failure(
        "expected attribute \(quoted(name)) to be \(count) numbers, found \(values.count)")
    }
    return .constant(ConstantArray(floats: values, dimensions: [values.count]))
  }

  // MARK: - Preparation

  /// Scaler: (x − offset) · scale.
  func scaler() throws(ONNXError) -> ImportedValue {
    var result = try asFloats(variable(0))
    let count = result.dimensions.last ?? 1
    if let offsets = try floats("offset") {
      let offset = try columns("offset", offsets, count: count)
      result = try combine(Arithmetic(.difference), [.variable(result), offset], type: .float)
    }
    if let scales = try floats("scale") {
      let scale = try columns("scale", scales, count: count)
      result = try combine(Arithmetic(.product), [.variable(result), scale], type: .float)
    }
    return .variable(result)
  }

  /// Normalizer: each row divided by its largest number, its sum or its length.
  func normalizer() throws(ONNXError) -> ImportedValue {
    let rank = try value(0).dimensions.count
    let rows = try features()
    let source = try storing([1], of: rows, innermost: true)
    let axis = source.order.firstIndex(of: 1) ?? 0
    let result: Variable
    switch try text("norm", default: "MAX") {
    case "L1": result = try map(LpNormalization(axis: axis, order: 1), source)
    case "L2": result = try map(LpNormalization(axis: axis, order: 2), source)
    case "MAX": result = try dividedByLargest(source)
    case let other: throw failure("attribute \"norm\" has the unknown value \(quoted(other))")
    }
    return .variable(rank == 1 ? try reshaped(result, to: [rows.dimensions[1]]) : result)
  }

  private func dividedByLargest(_ rows: Variable) throws(ONNXError) -> Variable {
    let largest = ImportedValue.variable(
      try reduced(rows, over: [1], .maximum, keepsAxes: true))
    // Rows whose largest number is 0 stay.
    let isZero = try combine(Arithmetic(.equal), [largest, number(0)], type: .boolean)
    let divisor = try combine(Choice(), [.variable(isZero), number(1), largest], type: .float)
    return try combine(
      Arithmetic(.quotient), [.variable(rows), .variable(divisor)], type: rows.type)
  }

  private func number(_ value: Float) -> ImportedValue {
    .constant(ConstantArray(floats: [value], dimensions: []))
  }

  /// Binarizer: 1 above a threshold, else 0.
  func binarizer() throws(ONNXError) -> ImportedValue {
    let threshold = number(try float("threshold", default: 0))
    let variable = try asFloats(variable(0))
    return .variable(
      try combine(Arithmetic(.greater), [.variable(variable), threshold], type: .float))
  }

  /// Imputer: numbers in the place of a missing one.
  func imputer() throws(ONNXError) -> ImportedValue {
    let variable = try variable(0)
    let isWhole = !variable.type.isFloatingPoint
    let whole = (
      try integers("imputed_value_int64s"), try integer("replaced_value_int64", default: 0)
    )
    let real = (
      try floats("imputed_value_floats"), try float("replaced_value_float", default: 0)
    )
    guard let values = isWhole ? whole.0?.map(Float.init) : real.0 else {
      throw failure("imputed values for numbers of type \(variable.type.name) are missing")
    }
    let missing = isWhole ? Float(whole.1) : real.1
    let others = try columns(
      "imputed_value_floats", values, count: variable.dimensions.last ?? 1)
    let source = ImportedValue.variable(variable)
    let isMissing =
      missing.isNaN
      ? try map(IsNaN(), variable, type: .boolean)
      : try combine(Arithmetic(.equal), [source, number(missing)], type: .boolean)
    return .variable(
      try combine(Choice(), [.variable(isMissing), others, source], type: variable.type))
  }

  /// ArrayFeatureExtractor: columns by constant indices.
  func arrayFeatures() throws(ONNXError) -> ImportedValue {
    let value = try value(0)
    guard let last = value.dimensions.last, let indices = try constant(1, "the indices").integers,
      indices.allSatisfy((0..<last).contains)
    else { throw failure("expected indices of columns of \(Shape(value.dimensions))") }
    let result = try selected(value, [value.dimensions.count - 1: indices])
    return value.dimensions.count == 1 ? try reshaped(result, to: [1, indices.count]) : result
  }

  /// FeatureVectorizer: columns of all inputs side by side.
  func featureVector() throws(ONNXError) -> ImportedValue {
    let counts = try integers("inputdimensions")
    let parts = try inputs.indices.map { index throws(ONNXError) -> ImportedValue in
      let variable = try asFloats(variable(index))
      return .variable(
        variable.rank == 1 ? try reshaped(variable, to: [1] + variable.dimensions) : variable)
    }
    guard let first = parts.first,
      parts.allSatisfy({
        $0.dimensions.count == 2 && $0.dimensions[0] == first.dimensions[0]
      })
    else { throw failure("expected arrays N×C of as many rows") }
    guard counts ?? parts.map({ $0.dimensions[1] }) == parts.map({ $0.dimensions[1] }) else {
      throw failure("attribute \"inputdimensions\" differs from the inputs' columns")
    }
    return try joined(parts, axis: 1, none: first)
  }

  // MARK: - Models

  /// LinearRegressor.
  func linearRegressor() throws(ONNXError) -> ImportedValue {
    let count = try integer("targets", default: 1)
    let scores = try linearScores(count: count)
    // A single number has no softmax.
    return .variable(try transformed(scores, isAlone: count == 1))
  }

  /// LinearClassifier: labels, where they are numbers, and scores.
  func linearClassifier() throws(ONNXError) -> [ImportedValue?] {
    ignore("multi_class")
    let (texts, numbers) = (try texts("classlabels_strings"), try integers("classlabels_ints"))
    let names = texts ?? numbers?.map(String.init) ?? []
    let given = try floats("intercepts")?.count
    var scores = try linearScores(count: given ?? max(1, names.count))
    if scores.dimensions[1] == 1 && names.count == 2 {
      // One score s for the second of two classes is −s for the first.
      let signs = Tensor(Shape([1, 2]), [-1, 1])
      scores = try linear(.variable(scores), signs, bias: nil)
    }
    let label =
      try texts == nil && !outputName.isEmpty
      ? self.label(of: scores, numbers ?? Array(0..<scores.dimensions[1])) : nil
    if outputNames.count > 1, names.count == scores.dimensions[1] {
      graph.classNames[outputNames[1]] = names
    }
    return [label, .variable(try transformed(scores, isAlone: false))]
  }

  /// C×E scores of N×C features.
  private func linearScores(count: Int) throws(ONNXError) -> Variable {
    let rows = try features()
    let columns = rows.dimensions[1]
    let coefficients = try floats("coefficients") ?? []
    let bias = try floats("intercepts")
    guard count > 0, coefficients.count == ConstantArray.count(of: [count, columns]),
      bias == nil || bias?.count == count
    else {
      throw failure(
        "\(coefficients.count) coefficients and \(bias?.count ?? 0) intercepts do not give "
          + "\(count) scores of \(columns) features")
    }
    let weights = Tensor(Shape([count, columns]), coefficients).transposed([1, 0])
    return try linear(.variable(rows), weights, bias: bias)
  }

  private func transformed(_ scores: Variable, isAlone: Bool) throws(ONNXError) -> Variable {
    switch try text("post_transform", default: "NONE") {
    case "NONE": return scores
    case "LOGISTIC": return isAlone ? scores : try map(Sigmoid(), scores)
    case "SOFTMAX":
      if isAlone { return scores }
      let source = try storing([1], of: scores, innermost: true)
      return try map(Softmax(axes: source.storedAxes(of: [1])), source)
    case let other:
      throw failure(
        "attribute \"post_transform\" \(quoted(other)) is not supported, only NONE, LOGISTIC and "
          + "SOFTMAX")
    }
  }

  /// The number of the class with the largest score.
  private func label(
    of scores: Variable, _ numbers: [Int]
  ) throws(ONNXError) -> ImportedValue? {
    guard numbers.count == scores.dimensions[1], !numbers.isEmpty else { return nil }
    let source = try storing([1], of: scores, innermost: true)
    let operation = ExtremumIndex(
      axis: source.order.firstIndex(of: 1) ?? 0, kind: .maximum, selectsLast: false,
      keepsAxis: true)
    let index = try reshaped(
      add(
        operation, [source.id], dimensions: [scores.dimensions[0], 1], order: source.order,
        type: .int64),
      to: [scores.dimensions[0]])
    if numbers == Array(0..<numbers.count) { return .variable(index) }
    return try lookup(
      .constant(ConstantArray(integers: numbers)), .variable(index), axis: 0)
  }

  /// ZipMap: scores with the names of their classes, here beside them.
  func classScores() throws(ONNXError) -> ImportedValue {
    let texts = try texts("classlabels_strings")
    let numbers = try integers("classlabels_int64s")
    let value = try value(0)
    let names = texts ?? numbers?.map(String.init) ?? []
    guard names.count == value.dimensions.last else {
      throw failure("\(names.count) names do not fit shape \(Shape(value.dimensions))")
    }
    graph.classNames[outputName] = names
    return value
  }
}
