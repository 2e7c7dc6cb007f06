/// A value in a file, which knows where it is.
struct Field: Sendable {
  let value: JSONValue
  /// The name of the file.
  let file: String
  /// Where in the file, such as `model.vocab`.
  let path: String

  /// Returns an error about this value.
  func wrong(_ expected: String) -> TokenizationError {
    .badValue(file: file, key: path, expected: expected, found: value.summary)
  }

  /// Returns the refusal of a component that is here.
  func unsupported(_ component: String) -> TokenizationError {
    .unsupported(file: file, key: path, component: component)
  }

  /// Whether there is nothing: no such key, or `null`.
  var isNull: Bool {
    if case .null = value { true } else { false }
  }

  /// The value of a key, which is null when there is no such key; of two, the last.
  subscript(key: String) -> Field {
    let path = path.isEmpty ? key : "\(path).\(key)"
    var found = JSONValue.null
    if case .object(let entries) = value,
      let last = entries.last(where: { $0.key.utf8.elementsEqual(key.utf8) })
    {
      found = last.value
    }
    return Field(value: found, file: file, path: path)
  }

  /// The values of an array.
  func elements() throws(TokenizationError) -> [Field] {
    guard case .array(let values) = value else { throw wrong("an array") }
    return values.enumerated().map {
      Field(value: $1, file: file, path: "\(path)[\($0)]")
    }
  }

  /// The entries of an object.
  func entries() throws(TokenizationError) -> [(key: String, value: JSONValue)] {
    guard case .object(let entries) = value else { throw wrong("an object") }
    return entries
  }

  func string() throws(TokenizationError) -> String {
    guard case .string(let text) = value else { throw wrong("a string") }
    return text
  }

  func optionalString() throws(TokenizationError) -> String? {
    isNull ? nil : try string()
  }

  func boolean(default preset: Bool? = nil) throws(TokenizationError) -> Bool {
    if case .boolean(let value) = value { return value }
    guard isNull, let preset else { throw wrong("true or false") }
    return preset
  }

  func number() throws(TokenizationError) -> Double {
    switch value {
    case .integer(let value): return Double(value)
    case .number(let value): return value
    default: throw wrong("a number")
    }
  }

  /// A whole number that is neither negative nor larger than 2³¹ − 1.
  func count() throws(TokenizationError) -> Int {
    guard case .integer(let value) = value, (0...Int(Int32.max)).contains(value) else {
      throw wrong("a whole number from 0 to \(Int32.max)")
    }
    return value
  }

  /// The text of a token: a string, or an object with its `content`.
  func tokenText() throws(TokenizationError) -> String? {
    if isNull { return nil }
    if case .object = value { return try self["content"].string() }
    return try string()
  }

  /// A character, as a string of one Unicode scalar.
  func scalar(default preset: Unicode.Scalar? = nil) throws(TokenizationError) -> Unicode.Scalar {
    if isNull, let preset { return preset }
    guard case .string(let text) = value, let scalar = text.unicodeScalars.first,
      text.unicodeScalars.count == 1
    else { throw wrong("a string of one character") }
    return scalar
  }
}

extension Field {
  /// Refuses an object with other keys than its `type` and these, unless their value is null: what
  /// is not understood is never ignored.
  func expectKeys(_ keys: Set<String>) throws(TokenizationError) {
    for (key, value) in try entries() where key != "type" && !keys.contains(key) {
      if case .null = value { continue }
      throw unsupported("setting \"\(key)\"")
    }
  }
}
