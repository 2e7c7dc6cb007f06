import Engine
import Tensors

/// Rules for axes and extents that operators on constants and on computed values share.
extension NodeImport {
  /// Returns an axis counted from the front; negative ones count from the back.
  func axis(_ axis: Int, rank: Int) throws(ONNXError) -> Int {
    guard (-rank..<rank).contains(axis) else {
      throw failure("axis \(axis) does not exist in an array of \(rank) axes")
    }
    return axis < 0 ? axis + rank : axis
  }

  /// Returns axes counted from the front, each once.
  func axes(_ axes: [Int], rank: Int) throws(ONNXError) -> [Int] {
    let result = try axes.map { axis throws(ONNXError) in try self.axis(axis, rank: rank) }
    guard Set(result).count == result.count else { throw failure("axes \(axes) are repeated") }
    return result
  }

  /// Returns the axis before which a Flatten folds everything into rows; it may be `rank`.
  func flatteningAxis(rank: Int) throws(ONNXError) -> Int {
    let axis = try integer("axis", default: 1)
    return axis == rank ? rank : try self.axis(axis, rank: rank)
  }

  /// Returns axes as they are written: an attribute, from the given opset on the second input; nil
  /// without any.
  func listedAxes(inputSince first: Int) throws(ONNXError) -> [Int]? {
    guard opset >= first else { return try integers("axes") }
    return try optionalList(1, "the axes")
  }

  /// Returns extents without those of the given axes, which must be 1; without all extents of 1 if
  /// there are none.
  func squeezed(_ dimensions: [Int]) throws(ONNXError) -> [Int] {
    let listed = try listedAxes(inputSince: 13).map { axes throws(ONNXError) in
      Set(try self.axes(axes, rank: dimensions.count))
    }
    let removed = listed ?? Set(dimensions.indices.filter { dimensions[$0] == 1 })
    guard removed.allSatisfy({ dimensions[$0] == 1 }) else {
      throw failure("expected axes \(removed.sorted()) of \(Shape(dimensions)) to have extent 1")
    }
    return dimensions.indices.filter { !removed.contains($0) }.map { dimensions[$0] }
  }

  /// Returns extents with ones at the axes of an Unsqueeze.
  func unsqueezed(_ dimensions: [Int]) throws(ONNXError) -> [Int] {
    guard let listed = try listedAxes(inputSince: 13) else { throw failure("axes are missing") }
    let rank = dimensions.count + listed.count
    guard rank <= ConstantArray.maximumRank else {
      throw failure("expected at most \(ConstantArray.maximumRank) axes, found \(rank)")
    }
    let added = Set(try axes(listed, rank: rank))
    var rest = dimensions[...]
    return (0..<rank).map { added.contains($0) ? 1 : rest.removeFirst() }
  }

  /// Returns the axes of a Transpose; from back to front if none are given.
  func permutation(rank: Int) throws(ONNXError) -> [Int] {
    let axes = try integers("perm") ?? Array((0..<rank).reversed())
    guard axes.sorted() == Array(0..<rank) else {
      throw failure("\(axes) is no order of \(rank) axes")
    }
    return axes
  }

  /// Returns the extents that a Reshape makes of others.
  ///
  /// Where the file fixes a batch that was freed, a first extent of that batch means 1.
  func reshaped(_ source: [Int]) throws(ONNXError) -> [Int] {
    let asked =
      try opset < 5
      ? integers("shape") ?? [] : list(1, "the new shape")
    let target = try copyingZeros(in: asked, from: source)
    let count = source.reduce(1, *)
    do {
      return try inferringExtent(in: target, count: count)
    } catch {
      guard let batch = graph.freedBatch, target.first == batch,
        let freed = try? inferringExtent(in: [1] + target.dropFirst(), count: count)
      else { throw error }
      return freed
    }
  }

  private func copyingZeros(in target: [Int], from source: [Int]) throws(ONNXError) -> [Int] {
    guard target.count <= ConstantArray.maximumRank else {
      throw failure("expected at most \(ConstantArray.maximumRank) axes, found \(target.count)")
    }
    if try flag("allowzero", since: 14) { return target }
    guard target.indices.allSatisfy({ target[$0] != 0 || $0 < source.count }) else {
      throw failure("shape \(target) copies extents that \(Shape(source)) has not")
    }
    return target.indices.map { target[$0] == 0 ? source[$0] : target[$0] }
  }

  /// Returns extents whose product is `count`, one −1 among them being computed.
  private func inferringExtent(in target: [Int], count: Int) throws(ONNXError) -> [Int] {
    let known = target.filter { $0 != -1 }
    let mismatch = failure("\(count) numbers do not fit shape \(target)")
    guard target.count - known.count <= 1, let product = ConstantArray.count(of: known) else {
      throw mismatch
    }
    if known.count == target.count {
      guard product == count else { throw mismatch }
      return target
    }
    guard product > 0, count % product == 0 else { throw mismatch }
    return target.map { $0 == -1 ? count / product : $0 }
  }

  /// Returns the part of the extents that a Shape asks for.
  func extentsAsked(of dimensions: [Int]) throws(ONNXError) -> [Int] {
    let rank = dimensions.count
    func position(_ axis: Int) -> Int { max(0, min(rank, axis < 0 ? axis + rank : axis)) }
    let start = position(try integer("start", default: 0, since: 15))
    let end = position(try integer("end", default: rank, since: 15))
    return start < end ? Array(dimensions[start..<end]) : []
  }
}
