import ONNX

/// What a network file says of itself, whether or not it can be used.
public struct NetworkSummary: Hashable, Sendable {
  /// An input or output.
  public struct Value: Hashable, Sendable, Encodable {
    /// Name in the file.
    public let name: String
    /// Type of its numbers as NumPy has it; nil for what is no array of a known type.
    public let type: String?
    /// Extents in the file's order, as in `N×3×224×224`.
    public let shape: String
  }

  /// A kind of operator.
  public struct OperatorCount: Hashable, Sendable, Encodable {
    /// ONNX name.
    public let name: String
    /// How often it occurs.
    public let count: Int
    /// Whether it can be read.
    public let supported: Bool
  }

  /// Program that wrote the file; empty if unknown.
  public let producer: String
  /// Version of the standard operators.
  public let opset: Int
  /// Version of the file format.
  public let formatVersion: Int
  /// Number of learned parameters.
  public let parameterCount: Int
  /// What is handed in.
  public let inputs: [Value]
  /// What is handed out.
  public let outputs: [Value]
  /// Kinds of operators, the most frequent first.
  public let operators: [OperatorCount]
  /// Keys of what the file's writer noted, sorted.
  public let metadataKeys: [String]
  /// Files beside the network's own that hold its constants.
  public let externalFiles: [String]

  init(_ description: ModelDescription) {
    producer = description.producer
    opset = description.opset
    formatVersion = description.irVersion
    parameterCount = description.parameterCount
    inputs = description.inputs.map(Value.init)
    outputs = description.outputs.map(Value.init)
    operators = description.operatorCounts.map {
      OperatorCount(
        name: $0.name, count: $0.count,
        supported: !description.unsupportedOperators.contains($0.name))
    }
    metadataKeys = description.metadata.keys.sorted()
    externalFiles = description.externalFiles
  }

  init(_ model: ImportedModel) { self.init(model.description) }
}

extension NetworkSummary.Value {
  init(_ value: ModelDescription.Declared) {
    name = value.name
    type = value.type?.name
    shape = value.dimensions.map(\.description).joined(separator: "×")
  }
}
