extension OperatorTable {
  /// The set of operators that a node's operator is of; the standard set has an empty name.
  static func domain(of node: ONNXNode) -> String { node.domain == "ai.onnx" ? "" : node.domain }

  /// Name of a node's operator, with its domain unless that is the standard one.
  static func name(of node: ONNXNode) -> String {
    let domain = domain(of: node)
    return domain.isEmpty ? node.opType : "\(domain).\(node.opType)"
  }

  /// Why a node cannot be imported whatever it reads; nil if it may be.
  static func refusal(of node: ONNXNode, name: String) -> ONNXError? {
    let kind = self.name(of: node)
    if entries[kind] != nil || ConstantFolding.functions[kind] != nil { return nil }
    return .unsupportedOperator(name: kind, node: name, reason: reason(for: kind))
  }

  /// What is known of operators that are not imported, and what to do instead.
  private static func reason(for kind: String) -> String? {
    let name = kind.split(separator: ".").last.map(String.init) ?? kind
    if name.hasPrefix("Quantize") || name.hasPrefix("DynamicQuantize")
      || name.hasPrefix("Dequantize") || name.hasPrefix("QLinear") || name.hasPrefix("QGemm")
      || name.hasSuffix("Integer") || name.hasPrefix("QAttention")
    {
      return "quantised networks have no gradient; export the network in floating point"
    }
    return reasons[name]
  }

  private static let reasons: [String: String] = [
    "If": "control flow; export with fixed inputs, so that it is folded away",
    "Loop": "control flow; export with fixed inputs, so that it is unrolled",
    "Scan": "control flow; export with fixed inputs, so that it is unrolled",
    "LSTM": "recurrent layers are not read",
    "GRU": "recurrent layers are not read",
    "RNN": "recurrent layers are not read",
    "TreeEnsemble": "decision trees have no gradient",
    "TreeEnsembleClassifier": "decision trees have no gradient",
    "TreeEnsembleRegressor": "decision trees have no gradient",
    "SVMClassifier": "support vector machines are not read",
    "SVMRegressor": "support vector machines are not read",
    "NonMaxSuppression": "boxes are chosen, which has no gradient; export the network without it "
      + "or choose an output before it with --output",
    "CategoryMapper": "text; export the part behind it",
    "DictVectorizer": "dictionaries; export the part behind it",
    "LabelEncoder": "text or tables, which have no gradient; export the part behind it",
    "OneHotEncoder": "categories, which have no gradient; export the part behind it",
    "StringNormalizer": "text; export the part behind it",
    "TfIdfVectorizer": "text; export the part behind it",
    "RandomNormal": "it gives other numbers each time; export the network for inference",
    "RandomNormalLike": "it gives other numbers each time; export the network for inference",
    "RandomUniform": "it gives other numbers each time; export the network for inference",
    "RandomUniformLike": "it gives other numbers each time; export the network for inference",
    "Multinomial": "it gives other numbers each time; export the network for inference",
    "Bernoulli": "it gives other numbers each time; export the network for inference",
  ]
}
