import Engine
import Tensors

/// Normalisations, over channels, over axes and over statistics of the training data.
extension NodeImport {
  /// BatchNormalization with frozen statistics.
  func batchNormalization() throws(ONNXError) -> ImportedValue {
    ignore("momentum", "consumed_inputs")
    if try flag("training_mode", since: 14) {
      throw failure("training_mode is not supported; export the model for inference")
    }
    if opset < 7 { ignore("is_test") }
    if opset < 9, try !flag("spatial", default: true) {
      throw failure("attribute \"spatial\" other than 1 is not supported")
    }
    let (variable, channels) = try channelsInnermost()
    let operation = ChannelAffine(
      gain: try vector(1, "the scale", count: channels),
      bias: try vector(2, "the bias", count: channels),
      mean: try vector(3, "the mean", count: channels),
      variance: try vector(4, "the variance", count: channels),
      epsilon: try float("epsilon", default: 1e-5))
    return .variable(try map(operation, variable))
  }

  /// LRN.
  func localResponseNormalization() throws(ONNXError) -> ImportedValue {
    let size = try integer("size")
    guard (1...Int(UInt16.max)).contains(size) else {
      throw failure("expected attribute \"size\" to be a number of channels, found \(size)")
    }
    let operation = LocalResponseNormalization(
      size: size, alpha: try float("alpha", default: 1e-4), beta: try float("beta", default: 0.75),
      bias: try float("bias", default: 1))
    return .variable(try map(operation, channelsInnermost().variable))
  }

  /// Returns the first input with its channels (axis 1 of the file) innermost.
  private func channelsInnermost() throws(ONNXError) -> (variable: Variable, count: Int) {
    let variable = try variable(0)
    guard variable.rank > 1 else {
      throw failure("expected two axes or more (N×C×…), found \(variable.rank)")
    }
    return (try innermost([1], of: variable), variable.dimensions[1])
  }

  /// Returns a variable with the given axes of the file innermost, in that order.
  func innermost(_ axes: [Int], of variable: Variable) throws(ONNXError) -> Variable {
    let order = variable.order.filter { !axes.contains($0) } + axes
    return Variable(
      id: try arranged(variable, order), dimensions: variable.dimensions, order: order,
      type: variable.type)
  }

  /// Softmax, LogSoftmax: from opset 13 along one axis, before over all axes from one on.
  func softmax(
    _ make: ([Int]) -> any Operator
  ) throws(ONNXError) -> ImportedValue {
    let variable = try variable(0)
    let first = try axis(integer("axis", default: opset < 13 ? 1 : -1), rank: variable.rank)
    let axes = opset < 13 ? Array(first..<variable.rank) : [first]
    let source = try storing(
      variable.storedAxes(of: axes).isEmpty ? [axes[0]] : [], of: variable, innermost: true)
    return .variable(try map(make(source.storedAxes(of: axes)), source))
  }

  /// Hardmax.
  func hardmax() throws(ONNXError) -> ImportedValue {
    let variable = try variable(0)
    let first = try axis(integer("axis", default: opset < 13 ? 1 : -1), rank: variable.rank)
    guard opset >= 13 else {
      let rows = variable.dimensions[..<first].reduce(1, *)
      let flat = try reshaped(variable, to: [rows, variable.count / max(1, rows)])
      let source = try storing([1], of: flat, innermost: true)
      let result = try map(Hardmax(axis: source.order.firstIndex(of: 1) ?? 0), source)
      return try reshaped(.variable(result), to: variable.dimensions)
    }
    let source = try storing([first], of: variable, innermost: true)
    return .variable(try map(Hardmax(axis: source.order.firstIndex(of: first) ?? 0), source))
  }

  /// LayerNormalization over all axes from one on, and where they are asked for the mean and the
  /// reciprocal of the deviation.
  func layerNormalization() throws(ONNXError) -> [ImportedValue?] {
    ignore("stash_type")
    let epsilon = try float("epsilon", default: 1e-5)
    let variable = try variable(0)
    let first = try axis(integer("axis", default: -1), rank: variable.rank)
    let axes = Array(first..<variable.rank)
    let result = try normalized(variable, over: axes, gain: 1, bias: 2) {
      Standardization(axes: $0, epsilon: epsilon, gain: $1, bias: $2)
    }
    guard outputNames.dropFirst().contains(where: { !$0.isEmpty }) else { return [result] }
    let mean = ImportedValue.variable(
      try reduced(variable, over: axes, .mean, keepsAxes: true))
    let difference = try combine(Arithmetic(.difference), [.variable(variable), mean])
    let square = try map(Power(exponent: 2), difference)
    let variance = try reduced(square, over: axes, .mean, keepsAxes: true)
    let small = ConstantArray(floats: [epsilon], dimensions: [])
    let shifted = try combine(Arithmetic(.sum), [.variable(variance), .constant(small)])
    return [result, mean, .variable(try map(Power(exponent: -0.5), shifted))]
  }

  /// RMSNormalization over all axes from one on.
  func rootMeanSquareNormalization() throws(ONNXError) -> ImportedValue {
    ignore("stash_type")
    let epsilon = try float("epsilon", default: 1e-5)
    let variable = try variable(0)
    let first = try axis(integer("axis", default: -1), rank: variable.rank)
    return try normalized(variable, over: Array(first..<variable.rank), gain: 1, bias: nil) {
      axes, gain, _ in
      RootMeanSquareNormalization(axes: axes, epsilon: epsilon, gain: gain)
    }
  }

  /// Normalises over axes; gain and bias are inputs, worked in where they are one number for each
  /// entry of the innermost axis.
  func normalized(
    _ variable: Variable, over axes: [Int], gain: Int?, bias: Int?,
    _ make: ([Int], [Float]?, [Float]?) -> any Operator
  ) throws(ONNXError) -> ImportedValue {
    let last = axes.last ?? variable.rank - 1
    let source = try innermost([last], of: variable)
    let columns = source.dimensions[last]
    let scale = try gain.map { index throws(ONNXError) in try row(index, columns) } ?? nil
    let shift = try bias.map { index throws(ONNXError) in try row(index, columns) } ?? nil
    let hasGain = gain.map { input($0) != nil } ?? false
    let hasBias = bias.map { input($0) != nil } ?? false
    let fits = (!hasGain || scale != nil) && (!hasBias || shift != nil)
    let stored = source.storedAxes(of: axes)
    var result: ImportedValue = .variable(
      try map(make(stored, fits ? scale : nil, fits ? shift : nil), source))
    if fits { return result }
    if hasGain, let gain {
      let operands = [result, try value(gain, "the scale")]
      result = .variable(try combine(Arithmetic(.product), operands, type: variable.type))
    }
    if hasBias, let bias {
      let operands = [result, try value(bias, "the bias")]
      result = .variable(try combine(Arithmetic(.sum), operands, type: variable.type))
    }
    return result
  }

  /// A constant input with one number for each of `count` columns; nil if it is something else.
  private func row(_ index: Int, _ count: Int) throws(ONNXError) -> [Float]? {
    guard case .constant(let array)? = input(index), array.count == count,
      array.dimensions.dropLast().allSatisfy({ $0 == 1 }), array.dimensions.last == count
    else { return nil }
    return array.floats
  }

  /// InstanceNormalization: over the pixels of each channel.
  func instanceNormalization() throws(ONNXError) -> ImportedValue {
    ignore("consumed_inputs")
    let (variable, channels) = try channelsInnermost()
    guard variable.rank > 2 else { throw failure("expected pictures, found \(variable.rank) axes") }
    let source = try storing([2], of: variable)
    let operation = Standardization(
      axes: source.storedAxes(of: 2..<variable.rank), epsilon: try float("epsilon", default: 1e-5),
      gain: try vector(1, "the scale", count: channels),
      bias: try vector(2, "the bias", count: channels))
    return .variable(try map(operation, source))
  }

  /// GroupNormalization: over the pixels of each group of channels. Gain and bias are one number for
  /// each group before opset 21, for each channel from there on.
  func groupNormalization() throws(ONNXError) -> ImportedValue {
    ignore("stash_type")
    let variable = try variable(0)
    let groups = try integer("num_groups")
    guard variable.rank > 1, groups > 0, variable.dimensions[1] % groups == 0 else {
      throw failure("\(Shape(variable.dimensions)) has no \(groups) groups of channels")
    }
    let channels = variable.dimensions[1]
    let split = try innermost([1], of: variable)
    let dimensions =
      [variable.dimensions[0], groups, channels / groups] + variable.dimensions.dropFirst(2)
    let grouped = try storing([1, 2], of: reshaped(split, to: Array(dimensions)))
    let epsilon = try float("epsilon", default: 1e-5)
    let axes = grouped.storedAxes(of: 2..<grouped.rank)
    let normal = try map(
      Standardization(axes: axes, epsilon: epsilon, gain: nil, bias: nil), grouped)
    let result = try innermost([1], of: reshaped(normal, to: variable.dimensions))
    let perGroup = opset < 21 && operatorName == "GroupNormalization"
    func numbers(_ index: Int, _ role: String) throws(ONNXError) -> [Float] {
      let count = perGroup ? groups : channels
      let numbers = try vector(index, role, count: count)
      return (0..<channels).map { numbers[$0 * count / channels] }
    }
    return .variable(
      try map(
        ChannelAffine(scale: numbers(1, "the scale"), shift: numbers(2, "the bias")), result))
  }

  /// LpNormalization.
  func normNormalization() throws(ONNXError) -> ImportedValue {
    let variable = try variable(0)
    let axis = try axis(integer("axis", default: -1), rank: variable.rank)
    let order = try integer("p", default: 2)
    guard [1, 2].contains(order) else {
      throw failure("a norm of order \(order) is not supported, only 1 and 2")
    }
    let source = try storing([axis], of: variable)
    return .variable(
      try map(
        LpNormalization(axis: source.order.firstIndex(of: axis) ?? 0, order: order), source))
  }

  /// MeanVarianceNormalization.
  func meanVarianceNormalization() throws(ONNXError) -> ImportedValue {
    let variable = try variable(0)
    let listed = try integers("axes") ?? [0, 2, 3].filter { $0 < variable.rank }
    let axes = try axes(listed, rank: variable.rank)
    guard let first = axes.first else { throw failure("expected axes, found none") }
    let source = try storing(variable.storedAxes(of: axes).isEmpty ? [first] : [], of: variable)
    // 1e-9 is added to the deviation by definition, which its square is below rounding.
    return .variable(
      try map(
        Standardization(axes: source.storedAxes(of: axes), epsilon: 1e-18, gain: nil, bias: nil),
        source))
  }
}
