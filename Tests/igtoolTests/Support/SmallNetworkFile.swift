/// An ONNX file with one operator between a picture and three scores, written field by field.
struct SmallNetworkFile {
  var kind = "GRU"
  var node = "body/odd"
  /// Extents of the input; the batch is open.
  var extents = [3, 8, 8]

  /// The whole file.
  var bytes: [UInt8] {
    Self.number(1, 8) + Self.message(7, graph)
      + Self.message(8, Self.text(1, "") + Self.number(2, 13))
  }

  private var graph: [UInt8] {
    let operation =
      Self.text(1, "input") + Self.text(2, "output") + Self.text(3, node) + Self.text(4, kind)
    return Self.message(1, operation) + Self.text(2, "graph")
      + Self.message(11, value("input", extents)) + Self.message(12, value("output", extents))
  }

  private func value(_ name: String, _ extents: [Int]) -> [UInt8] {
    let batch = Self.message(1, Self.text(2, "N"))
    let axes = extents.reduce(batch) { $0 + Self.message(1, Self.number(1, $1)) }
    let array = Self.number(1, 1) + Self.message(2, axes)
    return Self.text(1, name) + Self.message(2, Self.message(1, array))
  }

  private static func number(_ field: Int, _ value: Int) -> [UInt8] {
    varint(field << 3) + varint(value)
  }

  private static func text(_ field: Int, _ value: String) -> [UInt8] {
    message(field, Array(value.utf8))
  }

  private static func message(_ field: Int, _ body: [UInt8]) -> [UInt8] {
    varint(field << 3 | 2) + varint(body.count) + body
  }

  private static func varint(_ value: Int) -> [UInt8] {
    value < 128 ? [UInt8(value)] : [UInt8(value & 127 | 128)] + varint(value >> 7)
  }
}
