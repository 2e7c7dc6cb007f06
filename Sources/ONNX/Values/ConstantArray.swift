import Tensors

/// A constant of an ONNX file: numbers in row-major order, with the file's extents. It has no
/// notion of a batch.
struct ConstantArray {
  /// The numbers: weights, or extents and axes.
  enum Elements {
    case floats([Float])
    case integers([Int])
  }

  /// Most numbers that one constant may have.
  static let maximumElements = 1 << 28
  /// Most axes of a constant.
  static let maximumRank = 8

  /// Extents, outermost first.
  let dimensions: [Int]
  /// Type in the file.
  let type: ElementType
  /// As many numbers as the product of the extents.
  let elements: Elements

  /// Number of numbers.
  var count: Int {
    switch elements {
    case .floats(let values): values.count
    case .integers(let values): values.count
    }
  }

  /// The numbers as floats.
  var floats: [Float] {
    switch elements {
    case .floats(let values): values
    case .integers(let values): values.map(Float.init)
    }
  }

  /// The numbers if they are integers.
  var integers: [Int]? { if case .integers(let values) = elements { values } else { nil } }

  /// The number of an array that has one.
  var single: Float? { count == 1 ? floats[0] : nil }

  /// The array as a tensor.
  var tensor: Tensor { Tensor(Shape(dimensions), floats) }

  /// Makes integers, a vector unless `dimensions` say otherwise.
  init(integers: [Int], dimensions: [Int]? = nil, type: ElementType = .int64) {
    self.init(dimensions: dimensions ?? [integers.count], elements: .integers(integers), type: type)
  }

  /// Makes floating-point numbers.
  init(floats: [Float], dimensions: [Int], type: ElementType = .float) {
    self.init(dimensions: dimensions, elements: .floats(floats), type: type)
  }

  /// Makes an array of as many numbers as `dimensions` say.
  init(dimensions: [Int], elements: Elements, type: ElementType) {
    self.dimensions = dimensions
    self.elements = elements
    self.type = type
  }

  /// Returns the same numbers under other extents with the same product.
  func reshaped(to dimensions: [Int]) -> ConstantArray {
    ConstantArray(dimensions: dimensions, elements: elements, type: type)
  }

  /// Returns the entries at the given positions, in that order.
  func selecting(_ positions: [Int], dimensions: [Int]) -> ConstantArray {
    let selected: Elements =
      switch elements {
      case .floats(let values): .floats(positions.map { values[$0] })
      case .integers(let values): .integers(positions.map { values[$0] })
      }
    return ConstantArray(dimensions: dimensions, elements: selected, type: type)
  }

  /// Returns the product of extents if none is negative and the product, extents of 0 left out, is
  /// not too large.
  static func count(of dimensions: [Int]) -> Int? {
    guard dimensions.allSatisfy({ $0 >= 0 }),
      let bound = Shape.checkedCount(of: dimensions.filter { $0 > 0 }), bound <= maximumElements
    else { return nil }
    return dimensions.contains(0) ? 0 : bound
  }
}
