import Tensors

/// The inputs of a file's graph that are no constants, and what they say about the batch.
struct ModelInputs {
  /// The inputs, in the order of the file.
  let values: [ModelValue]
  /// Number of examples in a batch, if the file fixes it.
  let batch: Int?
  /// The batch axis as the file has it.
  let batchDimension: Dimension

  /// Reads the inputs of `graph` whose names are not in `constants`; `size` is for images whose
  /// height and width are open.
  init(
    of graph: ONNXGraph, excluding constants: Set<String>, size: (height: Int, width: Int)?
  ) throws(ONNXError) {
    let inputs = graph.input.filter { !constants.contains($0.name) }
    values = try inputs.map { input throws(ONNXError) in try Self.value(input, size: size) }
    let batches = values.map { $0.dimensions[0] }
    let fixed = Set(batches.compactMap(\.extent))
    guard fixed.count <= 1 else {
      throw .structure(
        detail: "the inputs have batches of different sizes: \(fixed.sorted()); expected one")
    }
    batch = fixed.first
    batchDimension = fixed.first.map(Dimension.fixed) ?? batches.first ?? .symbolic("")
  }

  private static func value(
    _ input: ONNXValueInfo, size: (height: Int, width: Int)?
  ) throws(ONNXError) -> ModelValue {
    guard input.type.hasTensorType, input.type.tensorType.hasShape else {
      throw .input(name: input.name, detail: "expected an array with known axes")
    }
    let type = input.type.tensorType
    guard [1, 10, 11, 16].contains(type.elemType) else {
      throw .input(
        name: input.name,
        detail: "expected floating-point numbers, found element type "
          + "\(type.elemType)")
    }
    let dimensions = type.shape.dim.map(Self.dimension)
    guard (1...ConstantArray.maximumRank).contains(dimensions.count) else {
      throw .input(
        name: input.name,
        detail: "expected a batch axis and at most "
          + "\(ConstantArray.maximumRank - 1) others, found \(dimensions.count) axes")
    }
    let extents = try extents(of: dimensions, size: size, name: input.name)
    guard ConstantArray.count(of: extents) != nil else {
      throw .input(name: input.name, detail: "extents \(extents) are too large")
    }
    return ModelValue(
      name: input.name, dimensions: dimensions, shape: StorageOrder.shape(of: extents))
  }

  private static func dimension(_ extent: ONNXExtent) -> Dimension {
    switch extent.value {
    case .dimValue(let value) where value > 0: .fixed(Int(value))
    case .dimParam(let name): .symbolic(name)
    // Some exporters write 0 or −1 for an extent that is not known.
    case .dimValue, nil: .symbolic("")
    }
  }

  /// Extents of one example in the file's order, open ones of images taken from `size`.
  private static func extents(
    of dimensions: [Dimension], size: (height: Int, width: Int)?, name: String
  ) throws(ONNXError) -> [Int] {
    let example = Array(dimensions.dropFirst())
    guard example.count == 3 else {
      guard example.allSatisfy({ $0.extent != nil }) else {
        throw .input(
          name: name,
          detail: "expected fixed extents behind the batch, found "
            + "\(dimensions.map(\.description).joined(separator: "×"))")
      }
      return example.compactMap(\.extent)
    }
    guard let channels = example[0].extent else {
      throw .input(name: name, detail: "expected a fixed number of channels (axis 1)")
    }
    if let size, size.height < 1 || size.width < 1 {
      throw .input(name: name, detail: "a size of \(size.height)×\(size.width) is not usable")
    }
    guard let height = example[1].extent ?? size?.height,
      let width = example[2].extent ?? size?.width
    else { throw .openSize(input: name, dimensions: dimensions) }
    if let size, size != (height, width) {
      throw .input(
        name: name,
        detail: "its size is fixed at \(height)×\(width), not \(size.height)×\(size.width)")
    }
    return [channels, height, width]
  }
}
