import Engine

extension OperatorTable {
  /// Operators that resize arrays, or rearrange blocks of them.
  static let resizing: [String: Entry] = [
    "CenterCropPad": .one { node throws(ONNXError) in try node.centerCropPad() },
    "DepthToSpace": .one { node throws(ONNXError) in try node.depthToSpace() },
    "Resize": .one { node throws(ONNXError) in try node.resize() },
    "ReverseSequence": .one { node throws(ONNXError) in try node.reverseSequence() },
    "SpaceToDepth": .one { node throws(ONNXError) in try node.spaceToDepth() },
    "Upsample": .one { node throws(ONNXError) in try node.upsample() },
  ]

  /// Products of several arrays at once, and attention.
  static let attention: [String: Entry] = [
    "Attention": .several { node throws(ONNXError) in try node.attention() },
    "Einsum": .one { node throws(ONNXError) in try node.einsum() },
    "RotaryEmbedding": .one { node throws(ONNXError) in try node.rotaryEmbedding() },
    "com.microsoft.Attention": .several { node throws(ONNXError) in try node.fusedAttention() },
    "com.microsoft.MultiHeadAttention": .several { node throws(ONNXError) in
      try node.multiHeadAttention()
    },
  ]

  /// The set of operators for classical machine learning.
  static let machineLearning: [String: Entry] = [
    "ai.onnx.ml.ArrayFeatureExtractor": .one { node throws(ONNXError) in try node.arrayFeatures() },
    "ai.onnx.ml.Binarizer": .one { node throws(ONNXError) in try node.binarizer() },
    "ai.onnx.ml.FeatureVectorizer": .one { node throws(ONNXError) in try node.featureVector() },
    "ai.onnx.ml.Imputer": .one { node throws(ONNXError) in try node.imputer() },
    "ai.onnx.ml.LinearClassifier": .several { node throws(ONNXError) in
      try node.linearClassifier()
    },
    "ai.onnx.ml.LinearRegressor": .one { node throws(ONNXError) in try node.linearRegressor() },
    "ai.onnx.ml.Normalizer": .one { node throws(ONNXError) in try node.normalizer() },
    "ai.onnx.ml.Scaler": .one { node throws(ONNXError) in try node.scaler() },
    "ai.onnx.ml.ZipMap": .one { node throws(ONNXError) in try node.classScores() },
  ]

  /// What ONNX Runtime's optimiser makes of several operators.
  static let fused: [String: Entry] = [
    "SimplifiedLayerNormalization": .one { node throws(ONNXError) in
      try node.rootMeanSquareNormalization()
    },
    "com.microsoft.BiasGelu": .one { node throws(ONNXError) in try node.biasedGaussianUnit(.none) },
    "com.microsoft.EmbedLayerNormalization": .several { node throws(ONNXError) in
      try node.embeddingNormalization()
    },
    "com.microsoft.FastGelu": .one { node throws(ONNXError) in try node.biasedGaussianUnit(.tanh) },
    "com.microsoft.FusedConv": .one { node throws(ONNXError) in try node.fusedConvolution() },
    "com.microsoft.FusedGemm": .one { node throws(ONNXError) in
      try node.fusedGeneralMatrixProduct()
    },
    "com.microsoft.FusedMatMul": .one { node throws(ONNXError) in try node.fusedMatrixProduct() },
    "com.microsoft.Gelu": .one { node throws(ONNXError) in try node.biasedGaussianUnit(.none) },
    "com.microsoft.QuickGelu": .one { node throws(ONNXError) in
      try node.function(alpha: 1.702) { SigmoidLinearUnit(alpha: $0) }
    },
    "com.microsoft.SimplifiedLayerNormalization": .one { node throws(ONNXError) in
      try node.rootMeanSquareNormalization()
    },
    "com.microsoft.SkipLayerNormalization": .several { node throws(ONNXError) in
      try node.skipNormalization(isSimplified: false)
    },
    "com.microsoft.SkipSimplifiedLayerNormalization": .several { node throws(ONNXError) in
      try node.skipNormalization(isSimplified: true)
    },
    "com.microsoft.TransposeMatMul": .one { node throws(ONNXError) in
      try node.fusedMatrixProduct()
    },
  ]
}
