import ONNX

/// What a network file says of itself.
public struct NetworkSummary: Hashable, Sendable {
  /// An input or output.
  public struct Value: Hashable, Sendable, Encodable {
    /// Name in the file.
    public let name: String
    /// Extents in the file's order, as in `N×3×224×224`.
    public let shape: String
  }

  /// A kind of operator.
  public struct OperatorCount: Hashable, Sendable, Encodable {
    /// ONNX name.
    public let name: String
    /// How often it occurs.
    public let count: Int
  }

  /// Program that wrote the file; empty if unknown.
  public let producer: String
  /// Version of the standard operators.
  public let opset: Int
  /// Number of learned parameters.
  public let parameterCount: Int
  /// What is handed in.
  public let inputs: [Value]
  /// What is handed out.
  public let outputs: [Value]
  /// Kinds of operators, the most frequent first.
  public let operators: [OperatorCount]

  init(_ model: ImportedModel) {
    producer = model.producer
    opset = model.opset
    parameterCount = model.parameterCount
    inputs = model.inputs.map(Value.init)
    outputs = model.outputs.map(Value.init)
    operators = model.operatorCounts.map { OperatorCount(name: $0.name, count: $0.count) }
  }
}

extension NetworkSummary.Value {
  init(_ value: ModelValue) {
    name = value.name
    shape = value.dimensions.map(\.description).joined(separator: "×")
  }
}
