import Engine
import ProtocolBuffers
import Tensors

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reads `.onnx` files. Files are not trusted: whatever the bytes are, the answer is a network that
/// can be run or an ``ONNXError``.
///
/// An example is the file at a batch of one: every open batch is 1, so that shape arithmetic folds
/// away, and nothing has to know which axis the batch is; a Transpose may move it and a Reshape
/// merge it with others. Batches of examples are the engine's own outermost axis.
public enum ONNXImporter {
  /// Most bytes of a file; the limit is the format's.
  static let maximumBytes = Int(Int32.max)
  /// Most nodes of a network.
  static let maximumNodes = 100_000
  /// Versions of the standard operators that are read.
  static let opsets = 1...28
  /// Versions of the file format that are read.
  static let formats = 3...14

  /// Returns the network in the bytes of an `.onnx` file.
  ///
  /// An example is the file at a batch of one; `options` fix what the file leaves open. Outputs that
  /// cannot be computed are left out, as long as there are others; all obstacles in the way of one
  /// that is asked for, or of all, are in the error.
  ///
  /// - Throws: `ONNXError`: that of the file as a whole (`.fileTooLarge`, `.damaged`,
  ///   `.unsupportedVersion`, `.structure`), or the obstacle in the way of the outputs, `.several`
  ///   where there are more.
  public static func load(
    _ bytes: Data, options: ImportOptions = ImportOptions()
  ) throws(ONNXError) -> ImportedModel {
    try model(checked(decode(bytes)), options: options)
  }

  /// Returns the network in the bytes of an `.onnx` file, like the other `load`.
  ///
  /// - Throws: `ONNXError`, as the other `load` does.
  public static func load(
    _ bytes: [UInt8], options: ImportOptions = ImportOptions()
  ) throws(ONNXError) -> ImportedModel {
    try model(checked(decode(Data(bytes))), options: options)
  }

  /// Returns the network of a model that was decoded, or translated from another format.
  package static func load(
    _ file: ONNXModel, options: ImportOptions = ImportOptions()
  ) throws(ONNXError) -> ImportedModel {
    try model(checked(file), options: options)
  }

  /// Returns what a model says about itself, without reading the network.
  package static func describe(_ file: ONNXModel) -> ModelDescription { ModelDescription(file) }

  /// Returns what the bytes of an `.onnx` file hold, undigested.
  package static func decode(_ bytes: Data) throws(ONNXError) -> ONNXModel {
    guard bytes.count <= maximumBytes else {
      throw .fileTooLarge(bytes: bytes.count, limit: maximumBytes)
    }
    do {
      return try ONNXModel(serializedBytes: bytes)
    } catch {
      throw .damaged(detail: "\(error)")
    }
  }

  // MARK: - Checks

  private static func checked(_ file: ONNXModel) throws(ONNXError) -> ONNXModel {
    guard file.irVersion != 0 else {
      throw .unsupportedVersion(detail: "not an ONNX model: it has no format version")
    }
    guard formats.contains(Int(clamping: file.irVersion)) else {
      throw .unsupportedVersion(
        detail: "ONNX format version \(file.irVersion) is not one of \(formats.lowerBound) to "
          + "\(formats.upperBound), which are read; export the model again")
    }
    guard file.hasGraph else { throw .damaged(detail: "it has no graph") }
    guard file.graph.node.count <= maximumNodes else {
      throw .structure(
        detail: "expected at most \(maximumNodes) nodes, found \(file.graph.node.count)")
    }
    if let sparse = file.graph.sparseInitializer.first {
      throw .tensor(name: sparse.values.name, detail: "sparse arrays are not supported")
    }
    return file
  }

  private static func checkedOpsets(of file: ONNXModel) throws(ONNXError) -> [String: Int] {
    var versions: [String: Int] = [:]
    let functions = file.functions.flatMap(\.opsetImport)
    for set in file.opsetImport + functions {
      let domain = set.domain == "ai.onnx" ? "" : set.domain
      let version = Int(clamping: set.version)
      if let known = versions[domain], known != version {
        if functions.contains(set) { continue }
        throw .unsupportedVersion(
          detail: "versions \(known) and \(version) of one set of operators are both declared")
      }
      versions[domain] = version
    }
    let isStandardUsed = file.graph.node.contains { OperatorTable.domain(of: $0).isEmpty }
    if versions[""] == nil && !isStandardUsed && !versions.isEmpty {
      versions[""] = opsets.upperBound
    }
    guard let version = versions[""] else {
      throw .unsupportedVersion(detail: "it does not say its version of the ONNX operators")
    }
    guard version <= opsets.upperBound else {
      throw .unsupportedVersion(
        detail: "opset \(version) is newer than \(opsets.upperBound), the newest that is read; "
          + "export the model with opset \(opsets.upperBound) or older")
    }
    guard version >= opsets.lowerBound else {
      throw .unsupportedVersion(detail: "opset \(version) does not exist")
    }
    return versions
  }

  // MARK: - Parts of a model

  private static func model(
    _ file: ONNXModel, options: ImportOptions
  ) throws(ONNXError) -> ImportedModel {
    let opsets = try checkedOpsets(of: file)
    var network = file.graph
    network.node = try FunctionInlining(file, maximumNodes: maximumNodes).nodes
    let inputs = ModelInputs(
      of: network, excluding: Set(network.initializer.map(\.name)), options: options)
    let graph = GraphImport(
      opsets: opsets, freedBatch: inputs.freedBatch, files: options.files,
      constantCount: network.initializer.reduce(0) {
        $0 + (ConstantArray.count(of: $1.dims.map(Int.init)) ?? 0)
      })
    let order = try NodeOrder(network.node)
    let wanted = try wantedOutputs(of: network, options: options)
    let needed = order.values(neededFor: wanted.map(\.name), in: network.node)
    try defineConstants(of: network, needed: needed, sharing: options.constants, in: graph)
    let ids = try defineInputs(inputs, in: graph)
    for index in order.indices where network.node[index].output.contains(where: needed.contains) {
      let node = network.node[index]
      try graph.add(node, name: name(of: node, at: index))
    }
    let outputs = try ModelOutputs(wanted, in: graph, areRequired: options.outputs != nil)
    let result: Graph
    do {
      result = try graph.builder.graph(outputs: outputs.ids)
    } catch {
      throw .structure(detail: error.description)
    }
    return ImportedModel(
      graph: result,
      inputs: zip(inputs.values, ids).map { input, variable in
        ModelValue(
          name: input.name, type: input.type, dimensions: input.dimensions,
          extents: input.extents, order: variable.order, classNames: nil)
      },
      outputs: outputs.values, unavailableOutputs: outputs.unavailable, layers: graph.layers,
      description: ModelDescription(file))
  }

  private static func wantedOutputs(
    of graph: ONNXGraph, options: ImportOptions
  ) throws(ONNXError) -> [ONNXValueInfo] {
    var used = Set<String>()
    for output in graph.output where !used.insert(output.name).inserted {
      throw .structure(detail: "output \(quoted(output.name)) is listed more than once")
    }
    guard let names = options.outputs else { return graph.output }
    return try names.map { name throws(ONNXError) in
      if let output = graph.output.first(where: { $0.name == name }) { return output }
      if !name.isEmpty, graph.node.contains(where: { $0.output.contains(name) }) {
        return ONNXValueInfo.with { $0.name = name }
      }
      let known = graph.output.map { quoted($0.name) }.joined(separator: ", ")
      throw .structure(detail: "it has no output \(quoted(name)); its outputs are \(known)")
    }
  }

  private static func defineConstants(
    of network: ONNXGraph, needed: Set<String>, sharing shared: SharedConstants?,
    in graph: GraphImport
  ) throws(ONNXError) {
    for tensor in network.initializer {
      guard needed.contains(tensor.name) else {
        try graph.defineMissing(tensor.name, because: [])
        continue
      }
      do {
        func decoded() throws(ONNXError) -> ConstantArray {
          try ConstantArray(tensor, name: tensor.name, files: graph.files)
        }
        let array =
          if let shared { try shared.constant(tensor.name, decode: decoded) } else { try decoded() }
        try graph.define(tensor.name, as: .constant(array))
      } catch {
        if case .structure = error { throw error }
        try graph.defineMissing(tensor.name, because: graph.note(error))
      }
    }
  }

  private static func defineInputs(
    _ inputs: ModelInputs, in graph: GraphImport
  ) throws(ONNXError) -> [Variable] {
    for (name, error) in inputs.obstacles {
      try graph.defineMissing(name, because: graph.note(error))
    }
    return try inputs.values.map { input throws(ONNXError) in
      let shape = Shape(input.order.map { input.extents[$0] })
      let variable = Variable(
        id: graph.builder.addInput(name: input.name, shape: shape), dimensions: input.extents,
        order: input.order, type: input.type)
      try graph.define(input.name, as: .variable(variable))
      return variable
    }
  }

  /// Name of a node; nodes without one are known by their first output.
  private static func name(of node: ONNXNode, at index: Int) -> String {
    if !node.name.isEmpty { return node.name }
    return node.output.first { !$0.isEmpty } ?? "number \(index)"
  }
}

/// The outputs of a file that can be computed.
private struct ModelOutputs {
  private(set) var ids: [Graph.ValueID] = []
  private(set) var values: [ModelValue] = []
  private(set) var unavailable: [(name: String, reason: String)] = []

  init(
    _ outputs: [ONNXValueInfo], in graph: GraphImport, areRequired: Bool
  ) throws(ONNXError) {
    var inTheWay = Set<Int>()
    for output in outputs {
      let obstacles = graph.obstacles(before: output.name)
      guard obstacles.isEmpty else {
        inTheWay.formUnion(obstacles)
        let first = obstacles.min().map { graph.obstacles[$0].description } ?? ""
        unavailable.append((output.name, first))
        continue
      }
      let value = try graph.value(named: output.name, reader: "the list of outputs")
      guard case .variable(let variable) = value else {
        unavailable.append((output.name, "it is constant"))
        continue
      }
      ids.append(try graph.value(variable.id, bearing: output.name))
      values.append(Self.value(output, variable, in: graph))
    }
    if !inTheWay.isEmpty && (areRequired || ids.isEmpty) {
      throw ONNXError.together(inTheWay.sorted().map { graph.obstacles[$0] })
    }
    if ids.isEmpty {
      let detail = unavailable.first.map { "output \(quoted($0.name)): \($0.reason)" }
      throw .structure(detail: detail ?? "it has no output")
    }
  }

  private static func value(
    _ output: ONNXValueInfo, _ variable: Variable, in graph: GraphImport
  ) -> ModelValue {
    let declared = ModelDescription.Declared(output).dimensions
    return ModelValue(
      name: output.name, type: variable.type,
      dimensions: declared.count == variable.rank
        ? declared : variable.dimensions.map(Dimension.fixed),
      extents: variable.dimensions, order: variable.order,
      classNames: graph.classNames[output.name])
  }
}
