/// All operators that can be imported, by their ONNX names. A new operator is one function in
/// `Operators/` and one line here.
enum OperatorTable {
  /// Adds what a node computes to its graph, and returns the value of the node's first output.
  typealias Importer = @Sendable (NodeImport) throws(ONNXError) -> ImportedValue

  /// ONNX name → importer, for nodes that read computed values.
  static let importers: [String: Importer] = [
    "Add": { node throws(ONNXError) in try node.arithmetic(.sum) },
    "AveragePool": { node throws(ONNXError) in try node.averagePooling() },
    "BatchNormalization": { node throws(ONNXError) in try node.batchNormalization() },
    "Clip": { node throws(ONNXError) in try node.clip() },
    "Concat": { node throws(ONNXError) in try node.concatenation() },
    "Conv": { node throws(ONNXError) in try node.convolution() },
    "Div": { node throws(ONNXError) in try node.arithmetic(.quotient) },
    "Dropout": { node throws(ONNXError) in try node.dropout() },
    "Flatten": { node throws(ONNXError) in try node.flatten() },
    "Gemm": { node throws(ONNXError) in try node.generalMatrixProduct() },
    "GlobalAveragePool": { node throws(ONNXError) in try node.globalAveragePooling() },
    "Identity": { node throws(ONNXError) in try node.identity() },
    "LRN": { node throws(ONNXError) in try node.localResponseNormalization() },
    "LeakyRelu": { node throws(ONNXError) in try node.leakyRectifier() },
    "LogSoftmax": { node throws(ONNXError) in try node.logSoftmax() },
    "MatMul": { node throws(ONNXError) in try node.matrixProduct() },
    "MaxPool": { node throws(ONNXError) in try node.maximumPooling() },
    "Mul": { node throws(ONNXError) in try node.arithmetic(.product) },
    "Relu": { node throws(ONNXError) in try node.rectifier() },
    "Reshape": { node throws(ONNXError) in try node.reshape() },
    "Shape": { node throws(ONNXError) in try node.extents() },
    "Sigmoid": { node throws(ONNXError) in try node.sigmoid() },
    "Softmax": { node throws(ONNXError) in try node.softmax() },
    "Squeeze": { node throws(ONNXError) in try node.squeeze() },
    "Sub": { node throws(ONNXError) in try node.arithmetic(.difference) },
    "Sum": { node throws(ONNXError) in try node.sum() },
    "Tanh": { node throws(ONNXError) in try node.hyperbolicTangent() },
    "Transpose": { node throws(ONNXError) in try node.transpose() },
    "Unsqueeze": { node throws(ONNXError) in try node.unsqueeze() },
  ]

  /// Names of all operators that can be imported, also those for constants only.
  static let names = Set(importers.keys).union(ConstantFolding.functions.keys).sorted()
}
