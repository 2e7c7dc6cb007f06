/// A value whose key JSON always has: with null where there is no value.
@propertyWrapper
public struct NullWhenAbsent<Value: Encodable>: Encodable {
  /// The value, if there is one.
  public var wrappedValue: Value?

  /// Wraps a value, or none.
  public init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

  /// Writes the value, or null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue {
      try container.encode(wrappedValue)
    } else {
      try container.encodeNil()
    }
  }
}

extension NullWhenAbsent: Sendable where Value: Sendable {}
