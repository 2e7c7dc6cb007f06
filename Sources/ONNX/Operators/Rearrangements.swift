import Engine
import Tensors

/// Operators that move numbers, or leave them where they are. The batch stays the outermost axis.
extension NodeImport {
  /// Identity.
  func identity() throws(ONNXError) -> ImportedValue { .variable(try variable(0)) }

  /// Dropout, which does nothing once a network is trained.
  func dropout() throws(ONNXError) -> ImportedValue {
    if let training = try optionalConstant(2, "training_mode"), training.floats.first ?? 0 != 0 {
      throw failure("training_mode is not supported; export the model for inference")
    }
    return .variable(try variable(0))
  }

  /// Shape. An open batch counts as 1, so that it is taken for the batch where a Reshape reads it.
  func extents() throws(ONNXError) -> ImportedValue {
    let dimensions = graph.dimensions(of: try variable(0))
    return .constant(ConstantArray(integers: try extentsAsked(of: dimensions)))
  }

  /// Reshape to batch × anything.
  func reshape() throws(ONNXError) -> ImportedValue {
    let id = try variable(0)
    let example = dimensions(of: id)
    let asked = try reshapeTarget()
    let target = try copyingZeros(in: asked, from: [graph.batch ?? 1] + example)
    let count = graph.builder.shape(of: id).count
    // −1 for the batch, 0 for "as before", and the number of the file all mean the batch.
    guard let first = target.first, first == -1 || first == graph.batch ?? 1 else {
      throw failure("shape \(asked) does not keep the batch as the first axis")
    }
    let rest = Array(target.dropFirst())
    guard first != -1 || !rest.contains(-1) else { throw failure("shape \(asked) has two −1") }
    return try reshaped(id, to: inferringExtent(in: rest, count: count))
  }

  /// Flatten.
  func flatten() throws(ONNXError) -> ImportedValue {
    let id = try variable(0)
    let axis = try flatteningAxis(rank: rank(of: id))
    let example = dimensions(of: id)
    guard axis > 0, example[..<(axis - 1)].allSatisfy({ $0 == 1 }) else {
      throw failure("axis \(axis) does not keep the batch as the first axis")
    }
    return try reshaped(id, to: [example.reduce(1, *)])
  }

  /// Squeeze.
  func squeeze() throws(ONNXError) -> ImportedValue {
    let id = try variable(0)
    let axes = try axes(rank: rank(of: id))
    if axes?.contains(0) == true { throw failure("the batch axis cannot be removed") }
    return try reshaped(
      id, to: squeezed(dimensions(of: id), axes: axes.map { Set($0.map { $0 - 1 }) }))
  }

  /// Unsqueeze.
  func unsqueeze() throws(ONNXError) -> ImportedValue {
    let id = try variable(0)
    // The batch is marked by an extent that no other axis has.
    let result = try unsqueezed([-1] + dimensions(of: id))
    guard result.first == -1 else { throw failure("no axis can be put before the batch") }
    return try reshaped(id, to: Array(result.dropFirst()))
  }

  /// Transpose of the axes behind the batch.
  func transpose() throws(ONNXError) -> ImportedValue {
    let id = try variable(0)
    let rank = rank(of: id)
    let permutation = try permutation(rank: rank)
    guard permutation[0] == 0 else { throw failure("the batch must stay the first axis") }
    let axes = StorageOrder.axes(rank: rank).map { axis in
      StorageOrder.axis(permutation[axis], rank: rank)
    }
    return try add(Transposition(axes: axes), id)
  }

  /// Concat.
  func concatenation() throws(ONNXError) -> ImportedValue {
    var rank: Int?
    for case .variable(let id) in inputs where rank == nil { rank = self.rank(of: id) }
    guard let rank, !inputs.contains(where: { $0 == nil }) else {
      throw failure("an input is missing")
    }
    let axis = try axis(integer("axis", default: opset < 4 ? 1 : nil), rank: rank)
    guard axis > 0 else { throw failure("examples of a batch cannot be joined") }
    var parts: [Graph.ValueID] = []
    for case let input? in inputs { parts.append(try operand(input, rank: rank)) }
    return try add(Concatenation(axis: StorageOrder.axis(axis, rank: rank)), parts)
  }

  /// Adds what brings an example to other extents, both in the file's order: channels go outermost
  /// before, and innermost after, where that changes the order of the numbers.
  func reshaped(_ id: Graph.ValueID, to target: [Int]) throws(ONNXError) -> ImportedValue {
    let source = dimensions(of: id)
    if source == target { return .variable(id) }
    var current = id
    if StorageOrder.permutes(source) {
      current = try step(Transposition(axes: [2, 0, 1]), current, suffix: "channels-first")
    }
    if StorageOrder.permutes(target) {
      current = try step(Reshape(to: Shape(target)), current, suffix: "reshaped")
      return try add(Transposition(axes: [1, 2, 0]), current)
    }
    return try add(Reshape(to: StorageOrder.shape(of: target)), current)
  }
}
