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

  /// Returns the axis before which a Flatten folds everything into rows; it may be `rank`.
  func flatteningAxis(rank: Int) throws(ONNXError) -> Int {
    let axis = try integer("axis", default: 1)
    return axis == rank ? rank : try self.axis(axis, rank: rank)
  }

  /// Returns the axes of a Squeeze or Unsqueeze as they are written: an attribute, from opset 13
  /// the second input; nil without any.
  private func listedAxes() throws(ONNXError) -> [Int]? {
    guard opset >= 13 else { return try integers("axes") }
    guard let array = try optionalConstant(1, "axes") else { return nil }
    guard let axes = array.integers, array.dimensions.count <= 1 else {
      throw failure("expected axes to be integers")
    }
    return axes
  }

  /// Returns the axes of a Squeeze, counted from the front; nil for all axes of extent 1.
  func axes(rank: Int) throws(ONNXError) -> Set<Int>? {
    guard let listed = try listedAxes() else { return nil }
    return Set(try listed.map { axis throws(ONNXError) in try self.axis(axis, rank: rank) })
  }

  /// Returns extents without those of the given axes, which must be 1.
  func squeezed(_ dimensions: [Int], axes: Set<Int>?) throws(ONNXError) -> [Int] {
    let removed = axes ?? Set(dimensions.indices.filter { dimensions[$0] == 1 })
    guard removed.allSatisfy({ dimensions[$0] == 1 }) else {
      throw failure("expected axes \(removed.sorted()) of \(Shape(dimensions)) to have extent 1")
    }
    return dimensions.indices.filter { !removed.contains($0) }.map { dimensions[$0] }
  }

  /// Returns extents with ones at the axes of an Unsqueeze.
  func unsqueezed(_ dimensions: [Int]) throws(ONNXError) -> [Int] {
    guard let listed = try listedAxes() else { throw failure("axes are missing") }
    let rank = dimensions.count + listed.count
    guard rank <= ConstantArray.maximumRank else {
      throw failure("expected at most \(ConstantArray.maximumRank) axes, found \(rank)")
    }
    let added = Set(try listed.map { axis throws(ONNXError) in try self.axis(axis, rank: rank) })
    guard added.count == listed.count else { throw failure("axes \(listed) are repeated") }
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

  /// Returns the extents that a Reshape asks for, with 0 and −1 as they are written.
  func reshapeTarget() throws(ONNXError) -> [Int] {
    if let target = try integers("shape") { return target }
    guard let target = try constant(1, "the new shape").integers else {
      throw failure("expected the new shape to be integers")
    }
    return target
  }

  /// Returns the extents that a Reshape asks for, with those of the input in place of zeros.
  func copyingZeros(in target: [Int], from source: [Int]) throws(ONNXError) -> [Int] {
    guard target.count <= ConstantArray.maximumRank else {
      throw failure("expected at most \(ConstantArray.maximumRank) axes, found \(target.count)")
    }
    if try flag("allowzero") { return target }
    guard target.indices.allSatisfy({ target[$0] != 0 || $0 < source.count }) else {
      throw failure("shape \(target) copies extents that \(Shape(source)) has not")
    }
    return target.indices.map { target[$0] == 0 ? source[$0] : target[$0] }
  }

  /// Returns extents whose product is `count`, one −1 among them being computed.
  func inferringExtent(in target: [Int], count: Int) throws(ONNXError) -> [Int] {
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
    let start = position(try integer("start", default: 0))
    let end = position(try integer("end", default: rank))
    return start < end ? Array(dimensions[start..<end]) : []
  }
}
