import Engine
import Tensors

/// Operators that rearrange blocks of arrays.
extension NodeImport {
  /// DepthToSpace: channels become the pixels of a block.
  func depthToSpace() throws(ONNXError) -> ImportedValue {
    let (picture, size) = try blocks()
    let (batch, height, width) = (
      picture.dimensions[0], picture.dimensions[2], picture.dimensions[3]
    )
    let channels = picture.dimensions[1] / (size * size)
    guard channels * size * size == picture.dimensions[1] else {
      throw failure("\(picture.dimensions[1]) channels do not make blocks of \(size)×\(size)")
    }
    let split: [Int]
    let axes: [Int]
    switch try text("mode", default: "DCR", since: 11) {
    case "DCR": (split, axes) = ([batch, size, size, channels, height, width], [0, 3, 4, 1, 5, 2])
    case "CRD": (split, axes) = ([batch, channels, size, size, height, width], [0, 1, 4, 2, 5, 3])
    case let other: throw failure("attribute \"mode\" has the unknown value \(quoted(other))")
    }
    let blocks = Self.transposed(try reshaped(picture, to: split), axes)
    return .variable(
      try reshaped(blocks, to: [batch, channels, height * size, width * size]))
  }

  /// SpaceToDepth: the pixels of a block become channels.
  func spaceToDepth() throws(ONNXError) -> ImportedValue {
    let (picture, size) = try blocks()
    let (batch, channels) = (picture.dimensions[0], picture.dimensions[1])
    let (height, width) = (picture.dimensions[2] / size, picture.dimensions[3] / size)
    guard height * size == picture.dimensions[2], width * size == picture.dimensions[3] else {
      throw failure("\(Shape(picture.dimensions)) is not made of blocks of \(size)×\(size)")
    }
    let split = try reshaped(picture, to: [batch, channels, height, size, width, size])
    let axes: [Int]
    switch try text("mode", default: "DCR", since: 28) {
    case "DCR": axes = [0, 3, 5, 1, 2, 4]
    case "CRD": axes = [0, 1, 3, 5, 2, 4]
    case let other: throw failure("attribute \"mode\" has the unknown value \(quoted(other))")
    }
    return .variable(
      try reshaped(
        Self.transposed(split, axes), to: [batch, channels * size * size, height, width]))
  }

  private func blocks() throws(ONNXError) -> (picture: Variable, size: Int) {
    let variable = try variable(0)
    let size = try integer("blocksize")
    guard variable.rank == 4, (1...1 << 15).contains(size) else {
      throw failure(
        "expected pictures (N×C×H×W) and a block, found \(variable.rank) axes and \(size)")
    }
    return (variable, size)
  }

  /// CenterCropPad: cut, or zeros added, evenly on both sides.
  func centerCropPad() throws(ONNXError) -> ImportedValue {
    let value = try value(0)
    let sizes = try list(1, "the new extents")
    let rank = value.dimensions.count
    let axes = try axes(integers("axes") ?? Array(0..<rank), rank: rank)
    guard sizes.count == axes.count,
      sizes.allSatisfy({ (1...ConstantArray.maximumElements).contains($0) })
    else { throw failure("expected \(axes.count) new extents, found \(sizes)") }
    var places: [Int: [Int]] = [:]
    for (axis, size) in zip(axes, sizes) {
      let extent = value.dimensions[axis]
      let start = size < extent ? (extent - size) / 2 : -((size - extent) / 2)
      places[axis] = (start..<start + size).map { (0..<extent).contains($0) ? $0 : -1 }
    }
    return try selected(value, places)
  }

  /// ReverseSequence: the first entries along the time axis in reverse order, as many as the second
  /// input says for each entry of the batch axis.
  func reverseSequence() throws(ONNXError) -> ImportedValue {
    let variable = try variable(0)
    let lengths = try list(1, "the lengths")
    let batch = try axis(integer("batch_axis", default: 1), rank: variable.rank)
    let time = try axis(integer("time_axis", default: 0), rank: variable.rank)
    let (rows, steps) = (variable.dimensions[batch], variable.dimensions[time])
    guard batch != time, lengths.count == rows, lengths.allSatisfy((0...steps).contains) else {
      throw failure("expected \(rows) lengths of at most \(steps), found \(lengths)")
    }
    let places = lengths.map { length in
      Array((0..<length).reversed()) + Array(length..<steps)
    }
    if Set(lengths).count == 1 { return try selected(.variable(variable), [time: places[0]]) }
    // Both axes as one.
    let others = variable.dimensions.indices.filter { $0 != batch && $0 != time }
    let axes = others + [batch, time]
    let turned = Self.transposed(variable, axes)
    let outer = others.map { variable.dimensions[$0] }
    let flat = try reshaped(turned, to: outer + [rows * steps])
    let list = places.enumerated().flatMap { row, places in places.map { row * steps + $0 } }
    let result = try reshaped(selected(.variable(flat), [outer.count: list]), to: turned.dimensions)
    guard case .variable(let reversed) = result else { return result }
    let back = variable.dimensions.indices.map { axes.firstIndex(of: $0) ?? 0 }
    return .variable(Self.transposed(reversed, back))
  }
}
