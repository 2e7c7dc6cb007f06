import Engine
import Imaging
import Models
import ONNX
import Tensors

/// A network as it is in its file: arrays in, arrays out, nothing said about their meaning.
public struct RawNetwork: Sendable {
  /// What is asked of a network's file besides its arrays.
  public struct Options: Sendable {
    /// Names of the outputs that are wanted; nil for all that can be computed.
    public var outputs: [String]?
    /// Height and width that some array must have.
    public var size: Size?
    /// What the engine may do.
    public var engine = EngineOptions()

    /// Makes options that ask for everything there is.
    public init() {}
  }

  let model: ImportedModel
  /// One array for each input, in the order of axes of the file.
  let arrays: [Tensor]
  /// The outputs that are wanted; the network may have more, which gradients are of.
  private let wanted: Set<String>?
  let engine: EngineOptions

  /// Outputs of the file that cannot be computed, with the reason.
  public var unavailableOutputs: [(name: String, reason: String)] { model.unavailableOutputs }

  /// Reads a network for the given arrays, which are in the order of axes of the file and may have any
  /// extents that the file takes.
  ///
  /// An array without a name is the only input, or the next in the order of the file. `gradient`
  /// is what ``gradients(of:at:)`` is to be asked for, if anything.
  ///
  /// - Throws: `ClassificationError`: `.model`, `.network` or `.frozenGraph` for a file that cannot
  ///   be read with these arrays; an array that is missing, has no input, or has another shape or
  ///   type; an output that there is not.
  public init(
    _ files: ModelFiles, inputs: [(name: String?, values: NumPyArray)],
    options: Options = Options(), gradient: OutputEntry? = nil
  ) throws(ClassificationError) {
    let file = try NetworkFile(files)
    let described = file.description
    let arrays = try Self.named(inputs, described.inputs)
    try Self.check(size: options.size, against: arrays)
    var reading = ImportOptions()
    reading.extents = arrays.mapValues(\.tensor.shape.dimensions)
    for name in Self.freed(arrays, described.inputs) { reading.extents[name] = nil }
    reading.outputs = try Self.outputs(options.outputs, gradient, described.outputs.map(\.name))
    model = try file.imported(reading)
    let tableRows = model.tableRows
    for input in model.inputs {
      guard let array = arrays[input.name] else { continue }
      try Self.check(array, for: input, rows: tableRows[input.name])
    }
    self.arrays = model.inputs.compactMap { arrays[$0.name]?.tensor }
    wanted = options.outputs.map { Set($0) }
    engine = options.engine
  }

  /// Returns every output that is wanted, in the order of axes of the file.
  ///
  /// - Throws: `ClassificationError.graph` where there is not enough memory.
  public func outputs() throws(ClassificationError) -> [(name: String, values: NumPyArray)] {
    let places = model.outputs.indices.filter { wanted?.contains(model.outputs[$0].name) ?? true }
    let graph = model.graph.with(outputs: places.map { model.graph.outputs[$0] })
    let examples = stored.map { $0.reshaped(to: Shape([1] + $0.shape.dimensions)) }
    do {
      let results = try ForwardSession(graph, options: engine.kernels()).outputs(for: examples)
      return zip(places, results).map { place, result in
        let output = model.outputs[place]
        let values = output.toFile(result.reshaped(to: output.shape))
        return (output.name, NumPyArray(values, type: NumberType(output.type)))
      }
    } catch {
      throw .graph(error)
    }
  }

  /// The arrays as the graph takes them.
  var stored: [Tensor] { zip(model.inputs, arrays).map { $0.toStorage($1) } }
}

// MARK: - Checks

extension RawNetwork {
  private typealias Arrays = [String: NumPyArray]

  /// The arrays by the names of their inputs.
  private static func named(
    _ inputs: [(name: String?, values: NumPyArray)], _ declared: [ModelDescription.Declared]
  ) throws(ClassificationError) -> Arrays {
    let known = declared.map(\.name)
    let given = Set(inputs.compactMap(\.name))
    var arrays: Arrays = [:]
    for input in inputs {
      let name = input.name ?? known.first { arrays[$0] == nil && !given.contains($0) }
      guard let name, known.contains(name), arrays[name] == nil else {
        throw .unknownInput(name: input.name ?? "", known: known)
      }
      arrays[name] = input.values
    }
    // Text has no array; whether an output can do without it is found out later.
    for input in declared where arrays[input.name] == nil {
      if let type = input.type, type != .text { throw .missingInput(name: input.name) }
    }
    return arrays
  }

  /// The inputs of a batch that the file fixes and that gets one example: it is left to the file, so
  /// that the batch is freed. None where some other input gets the whole batch.
  private static func freed(
    _ arrays: Arrays, _ declared: [ModelDescription.Declared]
  ) -> [String] {
    var freed: [String] = []
    for input in declared {
      guard let found = arrays[input.name]?.tensor.shape.dimensions, found.count > 1,
        found.count == input.dimensions.count, let batch = input.dimensions[0].extent, batch > 1
      else { continue }
      guard found == [1] + input.dimensions.dropFirst().map({ $0.extent ?? -1 }) else { return [] }
      freed.append(input.name)
    }
    return freed
  }

  private static func check(
    size: Size?, against arrays: Arrays
  ) throws(ClassificationError) {
    guard let size else { return }
    let wanted = [size.height, size.width]
    let fits = arrays.values.contains { array in
      let extents = array.tensor.shape.dimensions
      return extents.count == 4
        && (Array(extents[2...]) == wanted || Array(extents[1...2]) == wanted)
    }
    if fits { return }
    let found = arrays.sorted { $0.key < $1.key }
      .map { "\"\($0.key)\" is \($0.value.tensor.shape)" }.joined(separator: ", ")
    throw .badArraySize(expected: "\(size.height)x\(size.width)", found: found)
  }

  private static func check(
    _ array: NumPyArray, for input: ModelValue, rows: Int?
  ) throws(ClassificationError) {
    guard array.tensor.shape.dimensions == input.extents else {
      throw .wrongArray(
        input: input.name,
        expected: input.dimensions.map(\.description).joined(separator: "×"),
        found: "\(array.tensor.shape)")
    }
    try input.check(numbersOf: array, rows: rows)
  }

  /// The outputs to be read: those that are wanted, and the one whose gradient is.
  private static func outputs(
    _ wanted: [String]?, _ gradient: OutputEntry?, _ known: [String]
  ) throws(ClassificationError) -> [String]? {
    let asked = (wanted ?? []) + [gradient?.output].compactMap(\.self)
    if let unknown = asked.first(where: { !known.contains($0) }) {
      throw .unknownOutput(name: unknown, known: known)
    }
    return wanted == nil ? nil : known.filter(asked.contains)
  }
}

extension NumberType {
  /// The type that numbers of a file's type are written with.
  init(_ type: ElementType) {
    self =
      switch type {
      case .float, .bfloat16, .text: .float32
      case .uint8: .uint8
      case .int8: .int8
      case .uint16: .uint16
      case .int16: .int16
      case .int32: .int32
      case .int64: .int64
      case .boolean: .bool
      case .float16: .float16
      case .double: .float64
      case .uint32: .uint32
      case .uint64: .uint64
      }
  }
}
