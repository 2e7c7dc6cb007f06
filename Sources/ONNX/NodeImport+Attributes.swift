/// Reading of a node's settings. Those that are not given are nil or the default; those that were
/// asked for are heeded, and all others are none that the operator has.
extension NodeImport {
  /// Kinds of settings; the raw values are those of the format.
  private enum Kind: Int32 {
    case float = 1
    case integer = 2
    case text = 3
    case tensor = 4
    case floats = 6
    case integers = 7
    case texts = 8
  }

  /// Returns a setting if it is given, and of the expected kind. Old files do not tell the kind.
  private func attribute(
    _ name: String, _ kind: Kind, since first: Int
  ) throws(ONNXError) -> ONNXAttribute? {
    guard opset >= first else { return nil }
    heeded.insert(name)
    guard let attribute = attributes[name] else { return nil }
    guard attribute.type == kind.rawValue || attribute.type == 0 else {
      throw failure("attribute \(quoted(name)) is not of kind \(kind)")
    }
    return attribute
  }

  /// Takes note of settings that make no difference to what is computed here.
  func ignore(_ names: String...) { heeded.formUnion(names) }

  /// Returns an integer setting, nil without one.
  func optionalInteger(_ name: String, since first: Int = 1) throws(ONNXError) -> Int? {
    try attribute(name, .integer, since: first).map { Int($0.i) }
  }

  /// Returns an integer setting; it must be given if `fallback` is nil.
  func integer(
    _ name: String, default fallback: Int? = nil, since first: Int = 1
  ) throws(ONNXError) -> Int {
    guard let value = try optionalInteger(name, since: first) ?? fallback else {
      throw failure("attribute \(quoted(name)) is missing")
    }
    return value
  }

  /// Returns a setting that is 0 or 1.
  func flag(
    _ name: String, default fallback: Bool = false, since first: Int = 1
  ) throws(ONNXError) -> Bool {
    try integer(name, default: fallback ? 1 : 0, since: first) != 0
  }

  /// Returns a floating-point setting, nil without one.
  func optionalFloat(_ name: String, since first: Int = 1) throws(ONNXError) -> Float? {
    try attribute(name, .float, since: first)?.f
  }

  /// Returns a floating-point setting.
  func float(
    _ name: String, default fallback: Float, since first: Int = 1
  ) throws(ONNXError) -> Float {
    try optionalFloat(name, since: first) ?? fallback
  }

  /// Returns a text, nil without one.
  func optionalText(_ name: String, since first: Int = 1) throws(ONNXError) -> String? {
    try attribute(name, .text, since: first).map { String(decoding: $0.s, as: UTF8.self) }
  }

  /// Returns a text.
  func text(
    _ name: String, default fallback: String, since first: Int = 1
  ) throws(ONNXError) -> String {
    try optionalText(name, since: first) ?? fallback
  }

  /// Returns a list of texts, nil without one.
  func texts(_ name: String, since first: Int = 1) throws(ONNXError) -> [String]? {
    try attribute(name, .texts, since: first)?.strings.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Returns a list of integers, nil without one.
  func integers(_ name: String, since first: Int = 1) throws(ONNXError) -> [Int]? {
    try attribute(name, .integers, since: first).map { $0.ints.map(Int.init) }
  }

  /// Returns a list of floating-point numbers, nil without one.
  func floats(_ name: String, since first: Int = 1) throws(ONNXError) -> [Float]? {
    try attribute(name, .floats, since: first)?.floats
  }

  /// Returns an array, nil without one.
  func tensor(_ name: String, since first: Int = 1) throws(ONNXError) -> ONNXTensor? {
    try attribute(name, .tensor, since: first)?.t
  }

  /// Checks that a list has `count` entries, all in `range`, and returns it.
  func integers(
    _ name: String, count: Int, in range: ClosedRange<Int>, default fallback: Int,
    since first: Int = 1
  ) throws(ONNXError) -> [Int] {
    guard let values = try integers(name, since: first) else {
      return [Int](repeating: fallback, count: count)
    }
    guard values.count == count, values.allSatisfy(range.contains) else {
      throw failure(
        "expected attribute \(quoted(name)) to be \(count) numbers from \(range.lowerBound) to "
          + "\(range.upperBound), found \(values)")
    }
    return values
  }
}
