import Engine
import Tensors

/// Attention as ONNX Runtime's optimiser has it.
extension NodeImport {
  /// Attention of com.microsoft: queries, keys and values are made of the input by one matrix.
  func fusedAttention() throws(ONNXError) -> [ImportedValue?] {
    if try flag("do_rotary") {
      throw failure("attribute \"do_rotary\" other than 0 is not supported")
    }
    ignore("rotary_embedding_dim")
    try requireNoPast(inputs: [4, 6])
    let count = try integer("num_heads")
    let matrix = try weights(1, "the weights")
    let bias = try optionalConstant(2, "the bias")?.floats
    guard matrix.dimensions.count == 2, bias == nil || bias?.count == matrix.dimensions[1] else {
      throw failure("weights \(Shape(matrix.dimensions)) do not fit the bias")
    }
    let columns = matrix.dimensions[1]
    let sizes = try integers("qkv_hidden_sizes") ?? [Int](repeating: columns / 3, count: 3)
    guard sizes.count == 3, sizes.allSatisfy({ $0 > 0 }), sizes.reduce(0, &+) == columns else {
      throw failure("\(columns) columns of weights are no queries, keys and values")
    }
    var start = 0
    var parts: [Variable] = []
    for size in sizes {
      let places = Array(start..<start + size)
      guard let part = try selected(.constant(matrix), [1: places]).constant else { continue }
      let layer = try linear(
        value(0), part.tensor, bias: bias.map { Array($0[start..<start + size]) })
      parts.append(try heads(layer, count: count))
      start += size
    }
    let heads = Heads(queries: parts[0], keys: parts[1], values: parts[2])
    return try attended(heads, mask: 3, bias: 5)
  }

  /// MultiHeadAttention of com.microsoft.
  func multiHeadAttention() throws(ONNXError) -> [ImportedValue?] {
    try requireNoPast(inputs: [6, 7, 8, 9])
    let count = try integer("num_heads")
    guard input(1) != nil, input(2) != nil else {
      throw failure("queries, keys and values in one input are not supported")
    }
    let names = ["the queries", "the keys", "the values"]
    var parts = try names.indices.map { index throws(ONNXError) in
      try number(index, names[index])
    }
    if let bias = input(3) {
      var start = 0
      for (index, part) in parts.enumerated() {
        let width = part.dimensions.last ?? 0
        guard part.rank == 3, bias.dimensions.count == 1, start + width <= bias.dimensions[0]
        else { throw failure("a bias \(Shape(bias.dimensions)) does not fit \(names[index])") }
        let own = try selected(bias, [0: Array(start..<start + width)])
        parts[index] = try combine(Arithmetic(.sum), [.variable(part), own], type: part.type)
        start += width
      }
    }
    // Keys and values may have their heads apart already.
    let heads = try parts.map { part throws(ONNXError) in
      part.rank == 4 ? part : try self.heads(part, count: count)
    }
    return try attended(
      Heads(queries: heads[0], keys: heads[1], values: heads[2]), mask: 4, bias: 5)
  }

  private func requireNoPast(inputs indices: [Int]) throws(ONNXError) {
    ignore("past_present_share_buffer")
    guard indices.allSatisfy({ input($0) == nil }) else {
      throw failure("past keys and values are not supported; export without a cache")
    }
  }

  /// Attention with the masks of both operators; the result is B×L×(H·E).
  private func attended(_ heads: Heads, mask: Int, bias: Int) throws(ONNXError) -> [ImportedValue?]
  {
    let (queries, keys) = (heads.queries.dimensions[2], heads.keys.dimensions[2])
    var masks: [Mask] = []
    let filter = try float("mask_filter_value", default: -10_000)
    if let value = input(mask) { masks.append(try padding(value, filter: filter)) }
    if let added = input(bias) { masks.append(.added(added)) }
    if try flag("unidirectional") {
      masks.append(try band(queries: queries, keys: keys, after: 0))
    }
    // A scale of 0 is none.
    let scale = try optionalFloat("scale").flatMap { $0 == 0 ? nil : $0 }
    let attended = try attended(heads, scale: scale, masks: masks)
    return [.variable(try withoutHeads(attended.result))]
  }

  /// A mask of 0 and 1 for keys, B×S or B×L×S, as what is added to scores.
  private func padding(_ mask: ImportedValue, filter: Float) throws(ONNXError) -> Mask {
    let shape = mask.dimensions
    let target: [Int]
    switch shape.count {
    case 2: target = [shape[0], 1, 1, shape[1]]
    case 3: target = [shape[0], 1, shape[1], shape[2]]
    default:
      throw failure("a mask of shape \(Shape(shape)) is not supported, only B×S and B×L×S")
    }
    let (none, added) = (
      ConstantArray(floats: [0], dimensions: []), ConstantArray(floats: [filter], dimensions: [])
    )
    return .added(
      .variable(
        try combine(
          Choice(), [reshaped(mask, to: target), .constant(none), .constant(added)],
          type: .float)))
  }
}
