import Engine
import Tensors

/// What the caller decides about a network while its file is read.
public struct ImportOptions: Sendable {
  /// Height and width of pictures, where the file leaves them open.
  public var imageSize: (height: Int, width: Int)?
  /// Extents of inputs, by name; open extents of others are chosen as for one example.
  public var extents: [String: [Int]] = [:]
  /// Names of the outputs that are asked for, or of other values that nodes compute; nil for all
  /// outputs of the file.
  public var outputs: [String]?
  /// What lies beside the file.
  public var files: ExternalFiles?
  /// Where constants are kept for other imports of the same file; nil where each is to have its own.
  public var constants: SharedConstants?

  /// Makes options that leave everything to the file.
  public init() {}
}

/// The inputs of a file's graph that are no constants.
struct ModelInputs {
  /// An input with the extents that it is given.
  struct Input {
    let name: String
    let type: ElementType
    let dimensions: [Dimension]
    let extents: [Int]

    /// The order in which the graph stores it: channels innermost for pictures and their like.
    var order: [Int] {
      let axes = Array(extents.indices)
      // A batch of one example is not stored.
      guard extents.count >= 4, extents[0] == 1 else { return axes }
      let channelsLast = ModelInputs.hasChannelsLast(dimensions)
      return channelsLast ? Array(axes.dropFirst()) : Array(axes.dropFirst(2)) + [1]
    }
  }

  /// The inputs, in the order of the file.
  private(set) var values: [Input] = []
  /// The batch that the file fixes, where it was freed.
  private(set) var freedBatch: Int?
  /// What stands in the way of inputs, by name.
  private(set) var obstacles: [(name: String, error: ONNXError)] = []

  /// Reads the inputs of `graph` whose names are not in `constants`.
  init(of graph: ONNXGraph, excluding constants: Set<String>, options: ImportOptions) {
    let inputs = graph.input.filter { !constants.contains($0.name) }
    let declared = inputs.map { $0.type.tensorType.shape.dim.map(Self.dimension) }
    var reader = ExtentReader(
      options: options, graph: graph, batchNames: Self.batchNames(of: declared))
    for (input, dimensions) in zip(inputs, declared) {
      do {
        let extents = try reader.extents(of: input, dimensions)
        values.append(
          Input(
            name: input.name, type: try Self.type(of: input), dimensions: dimensions,
            extents: extents))
      } catch {
        obstacles.append((input.name, error))
      }
    }
    freedBatch = reader.freedBatch
  }

  /// Whether an array of four or more axes looks like pixels with their channels last.
  static func hasChannelsLast(_ dimensions: [Dimension]) -> Bool {
    guard dimensions.count >= 4, let last = dimensions.last?.extent else { return false }
    guard let first = dimensions[1].extent else { return last <= 4 }
    return last <= 4 && first > last
  }

  /// Names of open extents that stand for the batch: those of first axes.
  private static func batchNames(of inputs: [[Dimension]]) -> Set<String> {
    var names = Set<String>()
    for dimensions in inputs {
      if case .symbolic(let name)? = dimensions.first, !name.isEmpty { names.insert(name) }
    }
    return names
  }

  private static func type(of input: ONNXValueInfo) throws(ONNXError) -> ElementType {
    let number = input.type.tensorType.elemType
    guard let type = ElementType(rawValue: number), type != .text else {
      throw .input(
        name: input.name,
        detail: number == ElementType.text.rawValue
          ? "it is text, which the network turns into numbers itself; export the part behind that"
          : "element type \(number) is not supported")
    }
    return type
  }

  private static func dimension(_ extent: ONNXExtent) -> Dimension {
    switch extent.value {
    case .dimValue(let value) where value > 0: .fixed(Int(value))
    case .dimParam(let name): .symbolic(name)
    // Some exporters write 0 or −1 for an extent that is not known.
    case .dimValue, nil: .symbolic("")
    }
  }
}

/// Chooses the extents of inputs.
private struct ExtentReader {
  let options: ImportOptions
  let graph: ONNXGraph
  let batchNames: Set<String>
  var freedBatch: Int?

  mutating func extents(
    of input: ONNXValueInfo, _ dimensions: [Dimension]
  ) throws(ONNXError) -> [Int] {
    let name = input.name
    guard input.type.hasTensorType, input.type.tensorType.hasShape || options.extents[name] != nil
    else { throw .input(name: name, detail: "expected an array with known axes") }
    if !input.type.tensorType.hasShape, let given = options.extents[name] { return given }
    guard dimensions.count <= ConstantArray.maximumRank else {
      throw .input(
        name: name,
        detail: "expected at most \(ConstantArray.maximumRank) axes, found \(dimensions.count)")
    }
    let extents: [Int]
    if let given = options.extents[name] {
      extents = try Self.checked(given, against: dimensions, name: name)
    } else {
      extents = try example(dimensions, name: name)
    }
    guard let count = ConstantArray.count(of: extents) else {
      throw .input(name: name, detail: "extents \(extents) are too large")
    }
    guard count > 0 else {
      throw .input(name: name, detail: "extents \(extents) hold no numbers")
    }
    return extents
  }

  private static func checked(
    _ given: [Int], against dimensions: [Dimension], name: String
  ) throws(ONNXError) -> [Int] {
    let fits =
      given.count == dimensions.count
      && zip(given, dimensions).allSatisfy { $1.extent == nil || $1.extent == $0 }
    guard fits else {
      let expected = dimensions.map(\.description).joined(separator: "×")
      throw .input(
        name: name,
        detail: "expected an array of shape \(expected.isEmpty ? "scalar" : expected), found "
          + "\(Shape(given))")
    }
    return given
  }

  /// The extents of one example: a batch of one, pictures of the size that was chosen.
  private mutating func example(
    _ dimensions: [Dimension], name: String
  ) throws(ONNXError) -> [Int] {
    var extents = dimensions.map(\.extent)
    if dimensions.count > 1, let batch = extents[0], batch > 1, isBatch(batch) {
      freedBatch = batch
      extents[0] = 1
    }
    for (axis, dimension) in dimensions.enumerated() where extents[axis] == nil {
      if case .symbolic(let symbol) = dimension, axis == 0 || batchNames.contains(symbol) {
        extents[axis] = 1
      }
    }
    if dimensions.count == 4 { try chooseImage(&extents, dimensions, name: name) }
    guard extents.allSatisfy({ $0 != nil }) else {
      throw .openExtents(input: name, dimensions: dimensions)
    }
    return extents.compactMap(\.self)
  }

  /// Whether a number of examples is that of all inputs of several axes, and of the outputs: rows that
  /// become one answer together are no examples.
  private func isBatch(_ number: Int) -> Bool {
    let isOfInputs = graph.input.allSatisfy { input in
      let dimensions = input.type.tensorType.shape.dim
      guard dimensions.count > 1, case .dimValue(let first)? = dimensions[0].value else {
        return true
      }
      return Int(first) == number || graph.initializer.contains { $0.name == input.name }
    }
    let outputs = graph.output.filter { options.outputs?.contains($0.name) ?? true }
    return isOfInputs
      && outputs.allSatisfy { output in
        guard case .dimValue(let first)? = output.type.tensorType.shape.dim.first?.value, first > 0
        else { return true }
        return Int(first) == number
      }
  }

  private func chooseImage(
    _ extents: inout [Int?], _ dimensions: [Dimension], name: String
  ) throws(ONNXError) {
    let last = ModelInputs.hasChannelsLast(dimensions)
    let (channels, height, width) = last ? (3, 1, 2) : (1, 2, 3)
    if extents[channels] == nil { extents[channels] = channelCount(of: name) }
    guard extents[channels] != nil else {
      throw .input(name: name, detail: "its number of channels is open and nothing tells it")
    }
    if let size = options.imageSize {
      guard size.height > 0, size.width > 0 else {
        throw .input(name: name, detail: "a size of \(size.height)×\(size.width) is not usable")
      }
      let fits = (extents[height] ?? size.height, extents[width] ?? size.width) == size
      guard fits || (extents[channels] ?? 0) > 4 else {
        throw .input(
          name: name,
          detail: "its size is fixed at \(dimensions[height])×\(dimensions[width]), not "
            + "\(size.height)×\(size.width)")
      }
      if fits { (extents[height], extents[width]) = (size.height, size.width) }
    }
    guard extents[height] != nil, extents[width] != nil else {
      throw .openSize(input: name, dimensions: dimensions)
    }
  }

  /// The channels that the first convolution behind an input reads.
  private func channelCount(of input: String) -> Int? {
    var names: Set = [input]
    for node in graph.node where node.input.contains(where: names.contains) {
      if node.opType == "Conv", node.input.count > 1,
        let weights = graph.initializer.first(where: { $0.name == node.input[1] }),
        weights.dims.count == 4
      {
        let groups = node.attribute.first { $0.name == "group" }.map { Int($0.i) } ?? 1
        let (count, overflow) = Int(weights.dims[1]).multipliedReportingOverflow(by: groups)
        return overflow || count < 1 ? nil : count
      }
      names.formUnion(node.output)
    }
    return nil
  }
}
