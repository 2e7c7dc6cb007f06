import Engine
import Tensors

/// Scaled dot-product attention, `softmax(scale · Q · Kᵀ + masks) · V`, and what belongs to it.
///
/// Paper: Vaswani et al., "Attention Is All You Need", 2017.
extension NodeImport {
  /// Queries B×H×L×D, keys B×G×S×D and values B×G×S×E; G divides H.
  struct Heads {
    var queries: Variable
    var keys: Variable
    var values: Variable
  }

  /// What a mask does to scores.
  enum Mask {
    /// Is added to them.
    case added(ImportedValue)
    /// Leaves those where it is not 0, and makes all others −∞.
    case allowed(ImportedValue)
  }

  /// What attention computes on its way, each B×H×L×S, and the result B×H×L×E.
  struct Attended {
    var products: Variable
    var capped: Variable
    var masked: Variable
    var weights: Variable
    var result: Variable
  }

  /// Returns B×L×(H·D) as B×H×L×D. Nothing moves.
  func heads(_ variable: Variable, count: Int) throws(ONNXError) -> Variable {
    guard variable.rank == 3, count > 0, variable.dimensions[2] % count == 0 else {
      throw failure("\(Shape(variable.dimensions)) has no \(count) heads")
    }
    let (batch, length) = (variable.dimensions[0], variable.dimensions[1])
    let split = try reshaped(
      variable, to: [batch, length, count, variable.dimensions[2] / count])
    return Self.transposed(split, [0, 2, 1, 3])
  }

  /// Returns B×H×L×D as B×L×(H·D).
  func withoutHeads(_ variable: Variable) throws(ONNXError) -> Variable {
    let shape = variable.dimensions
    return try reshaped(
      Self.transposed(variable, [0, 2, 1, 3]), to: [shape[0], shape[2], shape[1] * shape[3]])
  }

  /// Attention of all heads; keys and values may be shared by neighbouring heads.
  func attended(
    _ heads: Heads, scale: Float?, softcap: Float = 0, masks: [Mask]
  ) throws(ONNXError) -> Attended {
    let (q, k, v) = (heads.queries.dimensions, heads.keys.dimensions, heads.values.dimensions)
    guard q.count == 4, k.count == 4, v.count == 4, q[3] == k[3], k[2] == v[2], k[1] == v[1],
      k[1] > 0, q[1] % k[1] == 0, q[3] > 0
    else {
      throw failure("queries \(Shape(q)), keys \(Shape(k)) and values \(Shape(v)) do not fit")
    }
    let share = q[1] / k[1]
    let factor = scale ?? 1 / Float(q[3]).squareRoot()
    let queries = try scaled(.variable(grouped(heads.queries, share)), by: factor)
    let keys = ImportedValue.variable(try shared(heads.keys, share))
    var products = try product(queries, turned(keys))
    products = try reshaped(products, to: [q[0], q[1], q[2], k[2]])
    let capped = try self.capped(products, softcap)
    let masked = try self.masked(capped, masks)
    let source = try storing([3], of: masked, innermost: true)
    let weights = try map(Softmax(axes: source.storedAxes(of: [3])), source)
    let result = try product(
      .variable(grouped(weights, share)), .variable(shared(heads.values, share)))
    return Attended(
      products: products, capped: capped, masked: masked, weights: weights,
      result: try reshaped(result, to: [q[0], q[1], q[2], v[3]]))
  }

  /// Returns B×H×… as B×G×H/G×….
  private func grouped(_ variable: Variable, _ share: Int) throws(ONNXError) -> Variable {
    if share == 1 { return variable }
    let shape = variable.dimensions
    return try reshaped(variable, to: [shape[0], shape[1] / share, share, shape[2], shape[3]])
  }

  /// Returns B×G×… as B×G×1×….
  private func shared(_ variable: Variable, _ share: Int) throws(ONNXError) -> Variable {
    if share == 1 { return variable }
    let shape = variable.dimensions
    return try reshaped(variable, to: [shape[0], shape[1], 1, shape[2], shape[3]])
  }

  private func capped(_ scores: Variable, _ limit: Float) throws(ONNXError) -> Variable {
    guard limit > 0 else { return scores }
    let small = try scaled(.variable(scores), by: 1 / limit)
    guard case .variable(let variable) = small else { return scores }
    let bent = try map(HyperbolicTangent(), variable)
    guard case .variable(let result) = try scaled(.variable(bent), by: limit) else {
      return scores
    }
    return result
  }

  private func masked(_ scores: Variable, _ masks: [Mask]) throws(ONNXError) -> Variable {
    var result = scores
    for mask in masks {
      switch mask {
      case .added(let value):
        result = try combine(Arithmetic(.sum), [.variable(result), value], type: result.type)
      case .allowed(let value):
        let never = ImportedValue.constant(ConstantArray(floats: [-.infinity], dimensions: []))
        result = try combine(Choice(), [value, .variable(result), never], type: result.type)
      }
    }
    guard result.dimensions == scores.dimensions else {
      throw failure("a mask does not fit scores \(Shape(scores.dimensions))")
    }
    return result
  }

  /// A mask that lets query i, which stands at place i + `offset` among the keys, see keys from
  /// `before` places before to `after` places after it alone.
  func band(
    queries: Int, keys: Int, before: Int? = nil, after: Int?, offset: Int = 0
  ) throws(ONNXError) -> Mask {
    try graph.reserve([queries, keys], for: self)
    let allowed = (0..<queries).flatMap { query in
      (0..<keys).map { key in
        let isEarly = before.map { query + offset - key > $0 } ?? false
        let isLate = after.map { key - query - offset > $0 } ?? false
        return isEarly || isLate ? 0 : 1
      }
    }
    return .allowed(
      .constant(
        ConstantArray(integers: allowed, dimensions: [queries, keys], type: .boolean)))
  }

  /// A mask that lets the queries of each example see as many of the first keys as `lengths` says.
  private func filled(_ lengths: [Int], batch: Int, keys: Int) throws(ONNXError) -> Mask {
    guard lengths.count == batch else {
      throw failure("expected lengths of keys for \(batch) examples, found \(lengths.count)")
    }
    try graph.reserve([batch, keys], for: self)
    let allowed = lengths.flatMap { length in (0..<keys).map { $0 < length ? 1 : 0 } }
    return .allowed(
      .constant(
        ConstantArray(integers: allowed, dimensions: [batch, 1, 1, keys], type: .boolean)))
  }

  // MARK: - Standard operators

  /// Attention of the standard set.
  func attention() throws(ONNXError) -> [ImportedValue?] {
    ignore("softmax_precision")
    let (queries, keys, values) = (
      try number(0, "the queries"), try number(1, "the keys"), try number(2, "the values")
    )
    let isFlat = queries.rank == 3
    let counts = (
      try optionalInteger("q_num_heads") ?? 0, try optionalInteger("kv_num_heads") ?? 0
    )
    var heads =
      isFlat
      ? Heads(
        queries: try heads(queries, count: counts.0), keys: try heads(keys, count: counts.1),
        values: try heads(values, count: counts.1))
      : Heads(queries: queries, keys: keys, values: values)
    heads.keys = try withCache(4, before: heads.keys)
    heads.values = try withCache(5, before: heads.values)
    let attended = try attended(
      heads, scale: optionalFloat("scale"), softcap: float("softcap", default: 0),
      masks: masks(for: heads))
    let scores =
      switch try integer("qk_matmul_output_mode", default: 0) {
      case 0: attended.products
      case 1: attended.capped
      case 2: attended.masked
      default: attended.weights
      }
    return [
      .variable(isFlat ? try withoutHeads(attended.result) : attended.result),
      .variable(heads.keys), .variable(heads.values), .variable(scores),
    ]
  }

  /// Keys or values with those of a cache before them.
  private func withCache(_ index: Int, before variable: Variable) throws(ONNXError) -> Variable {
    guard let cache = input(index), cache.dimensions.count == 4, variable.rank == 4 else {
      return variable
    }
    let whole = ImportedValue.variable(variable)
    guard case .variable(let result) = try joined([cache, whole], axis: 2, none: whole) else {
      return variable
    }
    return result
  }

  private func masks(for heads: Heads) throws(ONNXError) -> [Mask] {
    guard heads.queries.rank == 4, heads.keys.rank == 4 else {
      throw failure("expected arrays of three or four axes")
    }
    let (queries, keys) = (heads.queries.dimensions[2], heads.keys.dimensions[2])
    var masks: [Mask] = []
    if let mask = input(3) {
      let last = mask.dimensions.count - 1
      let (isAllowed, short) = (mask.type == .boolean, mask.dimensions.last ?? 0)
      var long = mask
      if short > 1, short < keys {
        // Keys beyond the mask are masked.
        let places = (0..<keys).map { $0 < short ? $0 : -1 }
        long = try selected(mask, [last: places], fill: isAllowed ? 0 : -.infinity)
      }
      masks.append(isAllowed ? .allowed(long) : .added(long))
    }
    let isCausal = try flag("is_causal")
    let before = try integer("left_window_size", default: -1, since: 25)
    var after: Int? = try integer("right_window_size", default: -1, since: 25)
    if after ?? -1 < 0 { after = nil }
    if isCausal { after = min(0, after ?? 0) }
    if after != nil || before >= 0 {
      masks.append(
        try band(
          queries: queries, keys: keys, before: before < 0 ? nil : before, after: after,
          offset: input(4)?.dimensions[2] ?? 0))
    }
    if let lengths = try optionalList(6, "nonpad_kv_seqlen") {
      masks.append(try filled(lengths, batch: heads.keys.dimensions[0], keys: keys))
    }
    return masks
  }

  /// RotaryEmbedding: pairs of numbers turned by angles that depend on their place.
  ///
  /// Every number is multiplied by a cosine, and its partner, by a sine, added.
  ///
  /// Paper: Su et al., "RoFormer: Enhanced Transformer with Rotary Position Embedding", 2021.
  func rotaryEmbedding() throws(ONNXError) -> ImportedValue {
    let source = try number(0)
    let count = try integer("num_heads", default: 0)
    let isFlat = source.rank == 3
    let x = isFlat ? try heads(source, count: count) : source
    let asked = try integer("rotary_embedding_dim", default: 0)
    guard x.rank == 4, (0...x.dimensions[3]).contains(asked) else {
      throw failure("\(Shape(source.dimensions)) cannot be turned in \(asked) dimensions")
    }
    let width = asked == 0 ? x.dimensions[3] : asked
    guard width % 2 == 0 else { throw failure("\(width) numbers are no pairs") }
    let rotation = Rotation(
      width: width, total: x.dimensions[3], isInterleaved: try flag("interleaved"))
    let cosines = try selected(angles(1, width: width), [3: rotation.angles], fill: 1)
    let sines = try combine(
      Arithmetic(.product),
      [
        selected(angles(2, width: width), [3: rotation.angles], fill: 0),
        .constant(ConstantArray(floats: rotation.signs, dimensions: [rotation.signs.count])),
      ], type: x.type)
    let turned = try combine(
      Arithmetic(.product),
      [selected(.variable(x), [3: rotation.partners]), .variable(sines)], type: x.type)
    let kept = try combine(Arithmetic(.product), [.variable(x), cosines], type: x.type)
    let result = try combine(
      Arithmetic(.sum), [.variable(kept), .variable(turned)], type: x.type)
    return .variable(isFlat ? try withoutHeads(result) : result)
  }

  /// Cosines or sines as B×1×L×(width / 2).
  private func angles(_ index: Int, width: Int) throws(ONNXError) -> ImportedValue {
    var table = try value(index, "the angles")
    if let places = input(3) { table = try lookup(table, places, axis: 0) }
    let shape = table.dimensions
    guard shape.count == 3, shape[2] == width / 2 else {
      throw failure("expected \(width / 2) angles for each place, found shape \(Shape(shape))")
    }
    return try reshaped(table, to: [shape[0], 1, shape[1], shape[2]])
  }
}

/// Which numbers of a vector are turned together.
private struct Rotation {
  /// The angle of each number; −1 for one that stays.
  var angles: [Int] = []
  /// The other number of its pair; itself for one that stays.
  var partners: [Int] = []
  /// Whether the partner's share is subtracted or added.
  var signs: [Float] = []

  init(width: Int, total: Int, isInterleaved: Bool) {
    let half = width / 2
    for place in 0..<total {
      let isTurned = place < width
      let isFirst = isInterleaved ? place % 2 == 0 : place < half
      let step = isInterleaved ? 1 : half
      angles.append(!isTurned ? -1 : isInterleaved ? place / 2 : place % half)
      partners.append(!isTurned ? place : isFirst ? place + step : place - step)
      signs.append(isFirst ? -1 : 1)
    }
  }
}
