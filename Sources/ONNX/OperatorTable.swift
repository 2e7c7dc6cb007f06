import Engine

/// All operators that can be imported, by their ONNX names. A new operator is one function in
/// `Operators/` and one line here.
enum OperatorTable {
  /// How an operator is imported.
  struct Entry: Sendable {
    /// Adds what a node computes to its graph, and returns the values of its outputs; nil for one
    /// that is not computed.
    typealias Importer = @Sendable (NodeImport) throws(ONNXError) -> [ImportedValue?]

    let importer: Importer
    /// Whether the importer computes constants from constants itself, integers exactly.
    private let takesConstants: Bool

    /// An operator of one output.
    static func one(
      _ importer: @escaping @Sendable (NodeImport) throws(ONNXError) -> ImportedValue
    ) -> Entry {
      Entry(
        importer: { node throws(ONNXError) in [try importer(node)] }, takesConstants: false)
    }

    /// An operator of several outputs.
    static func several(_ importer: @escaping Importer) -> Entry {
      Entry(importer: importer, takesConstants: false)
    }

    /// An operator of one output that only moves or renames numbers, constant or not.
    static func moving(
      _ importer: @escaping @Sendable (NodeImport) throws(ONNXError) -> ImportedValue
    ) -> Entry {
      Entry(importer: { node throws(ONNXError) in [try importer(node)] }, takesConstants: true)
    }

    /// An operator of several outputs that only moves or renames numbers, constant or not.
    static func movingSeveral(_ importer: @escaping Importer) -> Entry {
      Entry(importer: importer, takesConstants: true)
    }

    /// Computes a node on constants, of which one is handed to the engine as what varies.
    func computed(
      _ node: NodeImport, varying: Int, array: ConstantArray
    ) throws(ONNXError) -> [ImportedValue?] {
      if takesConstants { return try importer(node) }
      return try node.computed(varying: varying, array: array, by: importer)
    }
  }

  /// ONNX name → importer; names of other sets of operators begin with their domain.
  static let entries: [String: Entry] =
    arithmetic
    .merging(functions) { first, _ in first }
    .merging(moving) { first, _ in first }
    .merging(layers) { first, _ in first }
    .merging(indexing) { first, _ in first }
    .merging(resizing) { first, _ in first }
    .merging(attention) { first, _ in first }
    .merging(machineLearning) { first, _ in first }
    .merging(fused) { first, _ in first }

  private static let arithmetic: [String: Entry] = [
    "Add": .one { node throws(ONNXError) in try node.arithmetic(.sum) },
    "And": .one { node throws(ONNXError) in try node.comparison(.and) },
    "Div": .one { node throws(ONNXError) in try node.arithmetic(.quotient) },
    "Equal": .one { node throws(ONNXError) in try node.comparison(.equal) },
    "Greater": .one { node throws(ONNXError) in try node.comparison(.greater) },
    "GreaterOrEqual": .one { node throws(ONNXError) in try node.comparison(.greaterOrEqual) },
    "Less": .one { node throws(ONNXError) in try node.comparison(.less) },
    "LessOrEqual": .one { node throws(ONNXError) in try node.comparison(.lessOrEqual) },
    "Max": .one { node throws(ONNXError) in try node.chain(.maximum) },
    "Mean": .one { node throws(ONNXError) in try node.mean() },
    "Min": .one { node throws(ONNXError) in try node.chain(.minimum) },
    "Mod": .one { node throws(ONNXError) in try node.remainder() },
    "Mul": .one { node throws(ONNXError) in try node.arithmetic(.product) },
    "Or": .one { node throws(ONNXError) in try node.comparison(.or) },
    "PRelu": .one { node throws(ONNXError) in try node.arithmetic(.parametricRectifier) },
    "Pow": .one { node throws(ONNXError) in try node.power() },
    "Sub": .one { node throws(ONNXError) in try node.arithmetic(.difference) },
    "Sum": .one { node throws(ONNXError) in try node.chain(.sum) },
    "Where": .one { node throws(ONNXError) in try node.choice() },
    "Xor": .one { node throws(ONNXError) in try node.comparison(.exclusiveOr) },
  ]

  private static let functions: [String: Entry] = [
    "Abs": .one { node throws(ONNXError) in try node.function(AbsoluteValue()) },
    "Acos": .one { node throws(ONNXError) in try node.function(ArcCosine()) },
    "Acosh": .one { node throws(ONNXError) in try node.function(ArcHyperbolicCosine()) },
    "Asin": .one { node throws(ONNXError) in try node.function(ArcSine()) },
    "Asinh": .one { node throws(ONNXError) in try node.function(ArcHyperbolicSine()) },
    "Atan": .one { node throws(ONNXError) in try node.function(ArcTangent()) },
    "Atanh": .one { node throws(ONNXError) in try node.function(ArcHyperbolicTangent()) },
    "Ceil": .one { node throws(ONNXError) in try node.function(Ceiling()) },
    "Celu": .one { node throws(ONNXError) in
      try node.function(alpha: 1) {
        ContinuouslyDifferentiableExponentialLinearUnit(alpha: $0)
      }
    },
    "Clip": .one { node throws(ONNXError) in try node.clip() },
    "Cos": .one { node throws(ONNXError) in try node.function(Cosine()) },
    "Cosh": .one { node throws(ONNXError) in try node.function(HyperbolicCosine()) },
    "Elu": .one { node throws(ONNXError) in
      try node.function(alpha: 1) { ExponentialLinearUnit(alpha: $0) }
    },
    "Erfc": .one { node throws(ONNXError) in try node.complementaryErrorFunction() },
    "Erf": .one { node throws(ONNXError) in try node.function(ErrorFunction()) },
    "Exp": .one { node throws(ONNXError) in try node.function(Exponential()) },
    "Floor": .one { node throws(ONNXError) in try node.function(Floor()) },
    "Gelu": .one { node throws(ONNXError) in try node.gaussianUnit() },
    "HardSigmoid": .one { node throws(ONNXError) in try node.hardSigmoid() },
    "HardSwish": .one { node throws(ONNXError) in try node.function(HardSwish()) },
    "IsInf": .one { node throws(ONNXError) in try node.infinityTest() },
    "IsNaN": .one { node throws(ONNXError) in try node.function(IsNaN(), type: .boolean) },
    "LeakyRelu": .one { node throws(ONNXError) in
      try node.function(alpha: 0.01) { LeakyRectifier(negativeSlope: $0) }
    },
    "Log": .one { node throws(ONNXError) in try node.function(NaturalLogarithm()) },
    "Mish": .one { node throws(ONNXError) in try node.function(Mish()) },
    "Neg": .one { node throws(ONNXError) in try node.function(Negation()) },
    "Not": .one { node throws(ONNXError) in try node.function(LogicalNot()) },
    "Reciprocal": .one { node throws(ONNXError) in try node.function(Reciprocal()) },
    "Relu": .one { node throws(ONNXError) in try node.function(Rectifier()) },
    "Round": .one { node throws(ONNXError) in try node.function(Rounding()) },
    "Selu": .one { node throws(ONNXError) in try node.scaledExponentialUnit() },
    "Shrink": .one { node throws(ONNXError) in try node.shrinkage() },
    "Sigmoid": .one { node throws(ONNXError) in try node.function(Sigmoid()) },
    "Sign": .one { node throws(ONNXError) in try node.function(Sign()) },
    "Sin": .one { node throws(ONNXError) in try node.function(Sine()) },
    "Sinh": .one { node throws(ONNXError) in try node.function(HyperbolicSine()) },
    "Softplus": .one { node throws(ONNXError) in try node.function(Softplus()) },
    "Softsign": .one { node throws(ONNXError) in try node.function(Softsign()) },
    "Sqrt": .one { node throws(ONNXError) in try node.function(SquareRoot()) },
    "Swish": .one { node throws(ONNXError) in
      try node.function(alpha: 1) { SigmoidLinearUnit(alpha: $0) }
    },
    "Tan": .one { node throws(ONNXError) in try node.function(Tangent()) },
    "Tanh": .one { node throws(ONNXError) in try node.function(HyperbolicTangent()) },
    "ThresholdedRelu": .one { node throws(ONNXError) in
      try node.function(alpha: 1) { ThresholdedRectifier(alpha: $0) }
    },
  ]

  private static let moving: [String: Entry] = [
    "Cast": .moving { node throws(ONNXError) in try node.cast() },
    "CastLike": .moving { node throws(ONNXError) in try node.castLike() },
    "Concat": .moving { node throws(ONNXError) in try node.concatenation() },
    "Dropout": .movingSeveral { node throws(ONNXError) in try node.dropout() },
    "Expand": .moving { node throws(ONNXError) in try node.expand() },
    "Flatten": .moving { node throws(ONNXError) in try node.flatten() },
    "Gather": .moving { node throws(ONNXError) in try node.gather() },
    "Identity": .moving { node throws(ONNXError) in try node.identity() },
    "Pad": .moving { node throws(ONNXError) in try node.pad() },
    "Reshape": .moving { node throws(ONNXError) in try node.reshape() },
    "Shape": .moving { node throws(ONNXError) in try node.extents() },
    "Size": .moving { node throws(ONNXError) in try node.size() },
    "Slice": .moving { node throws(ONNXError) in try node.slice() },
    "Split": .movingSeveral { node throws(ONNXError) in try node.split() },
    "Squeeze": .moving { node throws(ONNXError) in try node.squeeze() },
    "Tile": .moving { node throws(ONNXError) in try node.tile() },
    "Transpose": .moving { node throws(ONNXError) in try node.transpose() },
    "Unsqueeze": .moving { node throws(ONNXError) in try node.unsqueeze() },
  ]

  private static let layers: [String: Entry] = [
    "AveragePool": .one { node throws(ONNXError) in try node.averagePooling() },
    "BatchNormalization": .one { node throws(ONNXError) in try node.batchNormalization() },
    "Conv": .one { node throws(ONNXError) in try node.convolution() },
    "ConvTranspose": .one { node throws(ONNXError) in try node.transposedConvolution() },
    "Gemm": .one { node throws(ONNXError) in try node.generalMatrixProduct() },
    "GlobalAveragePool": .one { node throws(ONNXError) in try node.globalPooling(.mean) },
    "GlobalLpPool": .one { node throws(ONNXError) in try node.globalNorm() },
    "GlobalMaxPool": .one { node throws(ONNXError) in try node.globalPooling(.maximum) },
    "GroupNormalization": .one { node throws(ONNXError) in try node.groupNormalization() },
    "Hardmax": .one { node throws(ONNXError) in try node.hardmax() },
    "InstanceNormalization": .one { node throws(ONNXError) in
      try node.instanceNormalization()
    },
    "LRN": .one { node throws(ONNXError) in try node.localResponseNormalization() },
    "LayerNormalization": .several { node throws(ONNXError) in try node.layerNormalization() },
    "LogSoftmax": .one { node throws(ONNXError) in
      try node.softmax { LogSoftmax(axes: $0) }
    },
    "LpNormalization": .one { node throws(ONNXError) in try node.normNormalization() },
    "LpPool": .one { node throws(ONNXError) in try node.normPooling() },
    "MatMul": .one { node throws(ONNXError) in try node.matrixProduct() },
    "MaxPool": .one { node throws(ONNXError) in try node.maximumPooling() },
    "MeanVarianceNormalization": .one { node throws(ONNXError) in
      try node.meanVarianceNormalization()
    },
    "RMSNormalization": .one { node throws(ONNXError) in
      try node.rootMeanSquareNormalization()
    },
    "ReduceL1": .one { node throws(ONNXError) in try node.reduction(.absoluteSum) },
    "ReduceL2": .one { node throws(ONNXError) in try node.reduction(.euclideanNorm) },
    "ReduceLogSum": .one { node throws(ONNXError) in try node.reduction(.logarithmOfSum) },
    "ReduceLogSumExp": .one { node throws(ONNXError) in
      try node.reduction(.logarithmOfExponentialSum)
    },
    "ReduceMax": .one { node throws(ONNXError) in try node.reduction(.maximum) },
    "ReduceMean": .one { node throws(ONNXError) in try node.reduction(.mean) },
    "ReduceMin": .one { node throws(ONNXError) in try node.reduction(.minimum) },
    "ReduceProd": .one { node throws(ONNXError) in try node.reduction(.product) },
    "ReduceSum": .one { node throws(ONNXError) in
      try node.reduction(.sum, axesInputSince: 13)
    },
    "ReduceSumSquare": .one { node throws(ONNXError) in try node.reduction(.sumOfSquares) },
    "Softmax": .one { node throws(ONNXError) in try node.softmax { Softmax(axes: $0) } },
  ]

  private static let indexing: [String: Entry] = [
    "ArgMax": .one { node throws(ONNXError) in try node.extremumIndex(.maximum) },
    "ArgMin": .one { node throws(ONNXError) in try node.extremumIndex(.minimum) },
    "CumSum": .one { node throws(ONNXError) in try node.cumulativeSum() },
    "GatherElements": .one { node throws(ONNXError) in try node.gatherElements() },
    "GatherND": .one { node throws(ONNXError) in try node.gatherPoints() },
    "OneHot": .one { node throws(ONNXError) in try node.oneHot() },
    "Scatter": .one { node throws(ONNXError) in try node.scatterElements() },
    "ScatterElements": .one { node throws(ONNXError) in try node.scatterElements() },
    "ScatterND": .one { node throws(ONNXError) in try node.scatterPoints() },
    "TopK": .several { node throws(ONNXError) in try node.largestEntries() },
    "Trilu": .one { node throws(ONNXError) in try node.triangle() },
  ]

  /// Names of all operators that can be imported, also those for constants only.
  static let names = Set(entries.keys).union(ConstantFolding.functions.keys).sorted()
}
