/// Reading of a node's settings. Those that are not given are nil or the default.
extension NodeImport {
  /// Kinds of settings; the raw values are those of the format.
  private enum Kind: Int32 {
    case float = 1
    case integer = 2
    case text = 3
    case tensor = 4
    case floats = 6
    case integers = 7
  }

  /// Returns a setting if it is given, and of the expected kind. Old files do not tell the kind.
  private func attribute(_ name: String, _ kind: Kind) throws(ONNXError) -> ONNXAttribute? {
    guard let attribute = attributes[name] else { return nil }
    guard attribute.type == kind.rawValue || attribute.type == 0 else {
      throw failure("attribute \(quoted(name)) is not of kind \(kind)")
    }
    return attribute
  }

  /// Returns an integer setting, nil without one.
  func optionalInteger(_ name: String) throws(ONNXError) -> Int? {
    try attribute(name, .integer).map { Int($0.i) }
  }

  /// Returns an integer setting; it must be given if `fallback` is nil.
  func integer(_ name: String, default fallback: Int? = nil) throws(ONNXError) -> Int {
    guard let value = try optionalInteger(name) ?? fallback else {
      throw failure("attribute \(quoted(name)) is missing")
    }
    return value
  }

  /// Returns a setting that is 0 or 1.
  func flag(_ name: String, default fallback: Bool = false) throws(ONNXError) -> Bool {
    try integer(name, default: fallback ? 1 : 0) != 0
  }

  /// Returns a floating-point setting, nil without one.
  func optionalFloat(_ name: String) throws(ONNXError) -> Float? {
    try attribute(name, .float)?.f
  }

  /// Returns a floating-point setting.
  func float(_ name: String, default fallback: Float) throws(ONNXError) -> Float {
    try optionalFloat(name) ?? fallback
  }

  /// Returns a text.
  func text(_ name: String, default fallback: String) throws(ONNXError) -> String {
    try attribute(name, .text).map { String(decoding: $0.s, as: UTF8.self) } ?? fallback
  }

  /// Returns a list of integers, nil without one.
  func integers(_ name: String) throws(ONNXError) -> [Int]? {
    try attribute(name, .integers).map { $0.ints.map(Int.init) }
  }

  /// Returns a list of floating-point numbers, nil without one.
  func floats(_ name: String) throws(ONNXError) -> [Float]? { try attribute(name, .floats)?.floats }

  /// Returns an array, nil without one.
  func tensor(_ name: String) throws(ONNXError) -> ONNXTensor? { try attribute(name, .tensor)?.t }

  /// Checks that a list has `count` entries, all in `range`, and returns it.
  func integers(
    _ name: String, count: Int, in range: ClosedRange<Int>, default fallback: Int
  ) throws(ONNXError) -> [Int] {
    guard let values = try integers(name) else { return [Int](repeating: fallback, count: count) }
    guard values.count == count, values.allSatisfy(range.contains) else {
      throw failure(
        "expected attribute \(quoted(name)) to be \(count) numbers from \(range.lowerBound) to "
          + "\(range.upperBound), found \(values)")
    }
    return values
  }

  /// Refuses the rule of operator sets before 7 for operands of different shapes.
  func requireNoBroadcastAttributes() throws(ONNXError) {
    if opset < 7, try flag("broadcast") {
      throw failure(
        "attribute \"broadcast\" of opset \(opset) is not supported; convert the model to opset 7 "
          + "or later")
    }
  }
}
