import Engine
import SwiftProtobuf
import Tensors

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reads `.onnx` files. Files are not trusted: whatever the bytes are, the answer is a network that
/// can be run or an ``ONNXError``.
public enum ONNXImporter {
  /// Most bytes of a file; the limit is the format's.
  static let maximumBytes = Int(Int32.max)
  /// Most nodes of a network.
  static let maximumNodes = 100_000
  /// Versions of the standard operators that are read.
  static let opsets = 1...21

  /// Returns the network in the bytes of an `.onnx` file.
  ///
  /// The batch axis is free in the graph, whatever the file says. `inputSize` is the height and
  /// width of images where the file leaves them open.
  public static func load(
    _ bytes: Data, inputSize: (height: Int, width: Int)? = nil
  ) throws(ONNXError) -> ImportedModel {
    try load(bytes, count: bytes.count, inputSize: inputSize)
  }

  /// Returns the network in the bytes of an `.onnx` file, like the other `load`.
  public static func load(
    _ bytes: [UInt8], inputSize: (height: Int, width: Int)? = nil
  ) throws(ONNXError) -> ImportedModel {
    try load(bytes, count: bytes.count, inputSize: inputSize)
  }

  private static func load(
    _ bytes: some SwiftProtobufContiguousBytes, count: Int, inputSize: (height: Int, width: Int)?
  ) throws(ONNXError) -> ImportedModel {
    guard count <= maximumBytes else { throw .fileTooLarge(bytes: count, limit: maximumBytes) }
    var options = BinaryDecodingOptions()
    options.discardUnknownFields = true
    let file: ONNXModel
    do {
      file = try ONNXModel(serializedBytes: bytes, options: options)
    } catch {
      throw .damaged(detail: "\(error)")
    }
    let opset = try checkedOpset(of: file)
    guard file.hasGraph else { throw .damaged(detail: "it has no graph") }
    try checkOperators(of: file.graph)
    return try model(file, opset: opset, inputSize: inputSize)
  }

  private static func model(
    _ file: ONNXModel, opset: Int, inputSize: (height: Int, width: Int)?
  ) throws(ONNXError) -> ImportedModel {
    let constants = try initializers(of: file.graph)
    let inputs = try ModelInputs(
      of: file.graph, excluding: Set(constants.map(\.name)), size: inputSize)
    let graph = GraphImport(
      opset: opset, batch: inputs.batch, constantCount: constants.reduce(0) { $0 + $1.array.count })
    for constant in constants { try graph.define(constant.name, as: .constant(constant.array)) }
    for input in inputs.values {
      let id = graph.builder.addInput(name: input.name, shape: input.shape)
      try graph.define(input.name, as: .variable(id))
    }
    for index in try NodeOrder(file.graph.node).indices {
      let node = file.graph.node[index]
      try graph.add(node, name: name(of: node, at: index))
    }
    let outputs = try outputs(of: file.graph, in: graph, batch: inputs.batchDimension)
    let result: Graph
    do {
      result = try graph.builder.graph(outputs: outputs.map(\.id))
    } catch {
      throw .structure(detail: error.description)
    }
    return ImportedModel(
      graph: result, inputs: inputs.values, outputs: outputs.map(\.value),
      layers: graph.layers,
      producer: [file.producerName, file.producerVersion].filter { !$0.isEmpty }
        .joined(separator: " "),
      opset: opset, irVersion: Int(file.irVersion), operatorCounts: counts(of: file.graph.node),
      parameterCount: parameterCount(of: file.graph, constants))
  }

  // MARK: - Checks

  private static func checkedOpset(of file: ONNXModel) throws(ONNXError) -> Int {
    guard file.irVersion >= 3 else {
      throw .unsupportedVersion(
        detail: file.irVersion == 0
          ? "not an ONNX model: it has no format version"
          : "ONNX format version \(file.irVersion) is older than 3; export the model again")
    }
    let versions = file.opsetImport.filter { ["", "ai.onnx"].contains($0.domain) }.map(\.version)
    guard let version = versions.first, versions.count == 1 else {
      throw .unsupportedVersion(
        detail: "expected one version of the ONNX operators, found \(versions.count)")
    }
    guard version <= opsets.upperBound else {
      throw .unsupportedVersion(
        detail: "opset \(version) is newer than \(opsets.upperBound), the newest that is read; "
          + "export the model with opset \(opsets.upperBound) or older")
    }
    guard version >= opsets.lowerBound else {
      throw .unsupportedVersion(detail: "opset \(version) does not exist")
    }
    return Int(version)
  }

  private static func checkOperators(of graph: ONNXGraph) throws(ONNXError) {
    guard graph.node.count <= maximumNodes else {
      throw .structure(
        detail: "expected at most \(maximumNodes) nodes, found \(graph.node.count)")
    }
    if let sparse = graph.sparseInitializer.first {
      throw .tensor(name: sparse.values.name, detail: "sparse arrays are not supported")
    }
    let known = Set(OperatorTable.names)
    var unsupported: [String: [String]] = [:]
    for (index, node) in graph.node.enumerated() {
      let isStandard = ["", "ai.onnx"].contains(node.domain)
      if isStandard && known.contains(node.opType) { continue }
      let kind = isStandard ? node.opType : "\(node.domain).\(node.opType)"
      unsupported[kind, default: []].append(name(of: node, at: index))
    }
    guard unsupported.isEmpty else {
      throw .unsupportedOperators(
        unsupported.sorted { $0.key < $1.key }
          .map { ONNXError.UnsupportedOperator(name: $0.key, nodes: $0.value) },
        supported: OperatorTable.names)
    }
  }

  // MARK: - Parts of a model

  private static func initializers(
    of graph: ONNXGraph
  ) throws(ONNXError) -> [(name: String, array: ConstantArray)] {
    try graph.initializer.map { tensor throws(ONNXError) in
      (tensor.name, try ConstantArray(tensor, name: tensor.name))
    }
  }

  /// Name of a node; nodes without one are known by their first output.
  private static func name(of node: ONNXNode, at index: Int) -> String {
    if !node.name.isEmpty { return node.name }
    return node.output.first { !$0.isEmpty } ?? "number \(index)"
  }

  private static func outputs(
    of file: ONNXGraph, in graph: GraphImport, batch: Dimension
  ) throws(ONNXError) -> [(id: Graph.ValueID, value: ModelValue)] {
    var used = Set<String>()
    return try file.output.map { output throws(ONNXError) in
      let name = output.name
      guard used.insert(name).inserted else {
        throw .structure(detail: "output \(quoted(name)) is listed more than once")
      }
      guard case .variable(let id) = try graph.value(named: name, reader: "the list of outputs")
      else { throw .structure(detail: "output \(quoted(name)) is constant") }
      let shape = graph.builder.shape(of: id)
      let dimensions = [batch] + StorageOrder.dimensions(of: shape).map(Dimension.fixed)
      return (
        try graph.value(id, bearing: name),
        ModelValue(name: name, dimensions: dimensions, shape: shape)
      )
    }
  }

  private static func counts(of nodes: [ONNXNode]) -> [(name: String, count: Int)] {
    let counts = nodes.reduce(into: [:]) { counts, node in counts[node.opType, default: 0] += 1 }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { (name: $0.key, count: $0.value) }
  }

  /// Floating-point numbers among the constants, those of Constant nodes included.
  private static func parameterCount(
    of graph: ONNXGraph, _ constants: [(name: String, array: ConstantArray)]
  ) -> Int {
    let inNodes = graph.node.filter { $0.opType == "Constant" }.flatMap(\.attribute)
      .filter { $0.name == "value" }.compactMap { try? ConstantArray($0.t, name: "") }
    return (constants.map(\.array) + inNodes).filter { $0.integers == nil }
      .reduce(0) { $0 + $1.count }
  }
}
