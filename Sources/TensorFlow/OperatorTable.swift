/// All operators that can be translated, by TensorFlow's names. A new operator is one function in
/// `Operators/` and one line here.
enum OperatorTable {
  /// Adds what a node computes to the ONNX graph, and returns the values of the node's outputs.
  typealias Translator = @Sendable (NodeTranslation) throws(TensorFlowError) -> [Value]

  /// Returns the translator of an operator; nil if it is not supported.
  static func translator(of name: String) -> Translator? {
    if let translator = translators[name] { return translator }
    guard let kind = elementwise[name] else { return nil }
    return { node throws(TensorFlowError) in try node.elementwise(kind) }
  }

  /// TensorFlow name → ONNX name, of operators on each number that are the same in both.
  static let elementwise: [String: String] = [
    "Abs": "Abs", "Acos": "Acos", "Add": "Add", "AddN": "Sum", "AddV2": "Add", "Asin": "Asin",
    "Atan": "Atan", "Ceil": "Ceil", "Cos": "Cos", "Cosh": "Cosh", "Div": "Div", "Elu": "Elu",
    "Equal": "Equal", "Erf": "Erf", "Exp": "Exp", "Floor": "Floor", "Greater": "Greater",
    "GreaterEqual": "GreaterOrEqual", "Inv": "Reciprocal", "Less": "Less",
    "LessEqual": "LessOrEqual", "Log": "Log", "LogicalAnd": "And", "LogicalNot": "Not",
    "LogicalOr": "Or", "Maximum": "Max", "Minimum": "Min", "Mul": "Mul", "Neg": "Neg",
    "Pow": "Pow", "RealDiv": "Div", "Reciprocal": "Reciprocal", "Relu": "Relu", "Rint": "Round",
    "Round": "Round", "Selu": "Selu", "Sigmoid": "Sigmoid", "Sign": "Sign", "Sin": "Sin",
    "Sinh": "Sinh", "Softplus": "Softplus", "Softsign": "Softsign", "Sqrt": "Sqrt", "Sub": "Sub",
    "Tan": "Tan", "Tanh": "Tanh",
  ]

  /// TensorFlow name → translator, of all others.
  static let translators: [String: Translator] = [
    "ArgMax": { node throws(TensorFlowError) in try node.position("ArgMax") },
    "ArgMin": { node throws(TensorFlowError) in try node.position("ArgMin") },
    "AvgPool": { node throws(TensorFlowError) in try node.averagePooling() },
    "BatchMatMul": { node throws(TensorFlowError) in try node.batchMatrixProduct() },
    "BatchMatMulV2": { node throws(TensorFlowError) in try node.batchMatrixProduct() },
    "BatchNormWithGlobalNormalization": { node throws(TensorFlowError) in
      try node.globalBatchNormalization()
    },
    "BiasAdd": { node throws(TensorFlowError) in try node.biasAddition() },
    "BiasAddV1": { node throws(TensorFlowError) in try node.biasAddition() },
    "Cast": { node throws(TensorFlowError) in try node.cast() },
    "CheckNumerics": { node throws(TensorFlowError) in try node.identity() },
    "ClipByValue": { node throws(TensorFlowError) in try node.clip() },
    "Concat": { node throws(TensorFlowError) in try node.concatenationBehindAxis() },
    "ConcatV2": { node throws(TensorFlowError) in try node.concatenation() },
    "Const": { node throws(TensorFlowError) in try node.constant() },
    "Conv2D": { node throws(TensorFlowError) in try node.convolution() },
    "DepthToSpace": { node throws(TensorFlowError) in try node.blocks("DepthToSpace") },
    "DepthwiseConv2dNative": { node throws(TensorFlowError) in try node.depthwiseConvolution() },
    "Einsum": { node throws(TensorFlowError) in try node.einsteinSum() },
    "Erfc": { node throws(TensorFlowError) in try node.complementaryErrorFunction() },
    "ExpandDims": { node throws(TensorFlowError) in try node.expansion() },
    "Expm1": { node throws(TensorFlowError) in try node.exponentialLessOne() },
    "Fill": { node throws(TensorFlowError) in try node.fill() },
    "FloorDiv": { node throws(TensorFlowError) in try node.floorQuotient() },
    "FloorMod": { node throws(TensorFlowError) in try node.floorRemainder() },
    "FusedBatchNorm": { node throws(TensorFlowError) in try node.batchNormalization() },
    "FusedBatchNormV2": { node throws(TensorFlowError) in try node.batchNormalization() },
    "FusedBatchNormV3": { node throws(TensorFlowError) in try node.batchNormalization() },
    "Gather": { node throws(TensorFlowError) in try node.gather() },
    "GatherV2": { node throws(TensorFlowError) in try node.gatherAlongAxis() },
    "Identity": { node throws(TensorFlowError) in try node.identity() },
    "IdentityN": { node throws(TensorFlowError) in try node.identities() },
    "LRN": { node throws(TensorFlowError) in try node.localResponseNormalization() },
    "LeakyRelu": { node throws(TensorFlowError) in try node.leakyRectifier() },
    "Log1p": { node throws(TensorFlowError) in try node.logarithmOfSuccessor() },
    "LogSoftmax": { node throws(TensorFlowError) in try node.softmax("LogSoftmax") },
    "MatMul": { node throws(TensorFlowError) in try node.matrixProduct() },
    "Max": { node throws(TensorFlowError) in try node.reduction("ReduceMax") },
    "MaxPool": { node throws(TensorFlowError) in try node.maximumPooling() },
    "Mean": { node throws(TensorFlowError) in try node.reduction("ReduceMean") },
    "Min": { node throws(TensorFlowError) in try node.reduction("ReduceMin") },
    "MirrorPad": { node throws(TensorFlowError) in try node.mirrorPad() },
    "NoOp": { node throws(TensorFlowError) in node.nothing() },
    "NotEqual": { node throws(TensorFlowError) in try node.inequality() },
    "Pack": { node throws(TensorFlowError) in try node.pack() },
    "Pad": { node throws(TensorFlowError) in try node.pad() },
    "PadV2": { node throws(TensorFlowError) in try node.pad() },
    "Placeholder": { node throws(TensorFlowError) in try node.placeholder() },
    "PlaceholderWithDefault": { node throws(TensorFlowError) in try node.placeholderWithDefault() },
    "PreventGradient": { node throws(TensorFlowError) in try node.identity() },
    "Prod": { node throws(TensorFlowError) in try node.reduction("ReduceProd") },
    "Range": { node throws(TensorFlowError) in try node.range() },
    "Rank": { node throws(TensorFlowError) in try node.rank() },
    "Relu6": { node throws(TensorFlowError) in try node.cappedRectifier() },
    "Reshape": { node throws(TensorFlowError) in try node.reshape() },
    "ResizeBilinear": { node throws(TensorFlowError) in try node.resizing("linear") },
    "ResizeNearestNeighbor": { node throws(TensorFlowError) in try node.resizing("nearest") },
    "Rsqrt": { node throws(TensorFlowError) in try node.inverseRoot() },
    "Select": { node throws(TensorFlowError) in try node.rowSelection() },
    "SelectV2": { node throws(TensorFlowError) in try node.selection() },
    "Shape": { node throws(TensorFlowError) in try node.extents() },
    "Size": { node throws(TensorFlowError) in try node.size() },
    "Slice": { node throws(TensorFlowError) in try node.slice() },
    "Snapshot": { node throws(TensorFlowError) in try node.identity() },
    "Softmax": { node throws(TensorFlowError) in try node.softmax("Softmax") },
    "SpaceToDepth": { node throws(TensorFlowError) in try node.blocks("SpaceToDepth") },
    "Split": { node throws(TensorFlowError) in try node.split() },
    "SplitV": { node throws(TensorFlowError) in try node.unevenSplit() },
    "Square": { node throws(TensorFlowError) in try node.square() },
    "SquaredDifference": { node throws(TensorFlowError) in try node.squaredDifference() },
    "Squeeze": { node throws(TensorFlowError) in try node.squeeze() },
    // The gradient is that of the computed function, as attributions must add up to its change.
    "StopGradient": { node throws(TensorFlowError) in try node.identity() },
    "StridedSlice": { node throws(TensorFlowError) in try node.stridedSlice() },
    "Sum": { node throws(TensorFlowError) in try node.reduction("ReduceSum") },
    "Tile": { node throws(TensorFlowError) in try node.tile() },
    "Transpose": { node throws(TensorFlowError) in try node.transpose() },
    "Unpack": { node throws(TensorFlowError) in try node.unpack() },
  ]
}
