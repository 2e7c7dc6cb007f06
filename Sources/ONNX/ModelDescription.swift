/// What an `.onnx` file says about itself, whether or not the network can be read.
public struct ModelDescription: Sendable {
  /// Program that wrote the file, with its version; empty if unknown.
  public let producer: String
  /// Version of the standard operators.
  public let opset: Int
  /// Version of the file format.
  public let irVersion: Int
  /// How often each ONNX operator occurs, the most frequent first.
  public let operatorCounts: [(name: String, count: Int)]
  /// Those of the operators that cannot be imported, whatever they read.
  public let unsupportedOperators: Set<String>
  /// Files beside the network's own that hold constants, sorted.
  public let externalFiles: [String]
  /// Number of floating-point constants in the file.
  public let parameterCount: Int
  /// What the file's writer noted, by key.
  public let metadata: [String: String]
  /// Inputs that are no constants, with type and extents as the file declares them.
  public let inputs: [Declared]
  /// Outputs, likewise.
  public let outputs: [Declared]

  /// An input or output as the file declares it.
  public struct Declared: Hashable, Sendable {
    /// Name in the file.
    public let name: String
    /// Type of its numbers; nil for what is no array of a known type.
    public let type: ElementType?
    /// Extents, outermost first; empty where none are declared.
    public let dimensions: [Dimension]

    init(_ value: ONNXValueInfo) {
      name = value.name
      type = value.type.hasTensorType ? ElementType(rawValue: value.type.tensorType.elemType) : nil
      dimensions = value.type.tensorType.shape.dim.map { extent in
        switch extent.value {
        case .dimValue(let number) where number >= 0: .fixed(Int(number))
        case .dimParam(let name): .symbolic(name)
        case .dimValue, nil: .symbolic("")
        }
      }
    }
  }

  init(_ file: ONNXModel) {
    producer = [file.producerName, file.producerVersion].filter { !$0.isEmpty }
      .joined(separator: " ")
    opset = Int(
      clamping: file.opsetImport.first { ["", "ai.onnx"].contains($0.domain) }?.version ?? 0)
    irVersion = Int(clamping: file.irVersion)
    let counts = file.graph.node.reduce(into: [:]) { counts, node in
      counts[OperatorTable.name(of: node), default: 0] += 1
    }
    operatorCounts = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { (name: $0.key, count: $0.value) }
    let functions = Set(
      file.functions.map { function in
        let isStandard = ["", "ai.onnx"].contains(function.domain)
        return isStandard ? function.name : "\(function.domain).\(function.name)"
      })
    unsupportedOperators = Set(
      file.graph.node.filter { OperatorTable.refusal(of: $0, name: $0.name) != nil }
        .map(OperatorTable.name)
    ).subtracting(functions)
    externalFiles = Set(
      file.graph.initializer.filter { $0.dataLocation == 1 }
        .compactMap { $0.externalData.first { $0.key == "location" }?.value }
    ).sorted()
    let inNodes = file.graph.node.filter { $0.opType == "Constant" }.flatMap(\.attribute)
      .filter { $0.name == "value" }.map(\.t)
    parameterCount = (file.graph.initializer + inNodes)
      .filter { ElementType(rawValue: $0.dataType)?.isFloatingPoint == true }
      .reduce(0) { $0 &+ (ConstantArray.count(of: $1.dims.map(Int.init)) ?? 0) }
    metadata = file.metadataProps.reduce(into: [:]) { $0[$1.key] = $1.value }
    let constants = Set(file.graph.initializer.map(\.name))
    inputs = file.graph.input.filter { !constants.contains($0.name) }.map { Declared($0) }
    outputs = file.graph.output.map { Declared($0) }
  }
}
