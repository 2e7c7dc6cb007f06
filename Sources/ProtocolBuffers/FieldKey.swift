/// What stands before each field: its number in the schema, and how far it reaches.
package struct FieldKey: Equatable, Sendable {
  /// How the bytes of a field are delimited.
  package enum Kind: UInt8, Sendable {
    /// Seven bits a byte, least significant first, while the eighth is set.
    case varint = 0
    /// Eight bytes, little-endian.
    case fixed64 = 1
    /// A length as varint, then so many bytes: texts, records, packed lists.
    case delimited = 2
    /// Fields up to an end of the same number; out of use, and skipped.
    case groupStart = 3
    case groupEnd = 4
    /// Four bytes, little-endian.
    case fixed32 = 5
  }

  /// The largest number that the format allows, 2²⁹ − 1.
  static let largestNumber: UInt64 = (1 << 29) - 1

  package let number: Int
  package let kind: Kind

  init(_ number: Int, _ kind: Kind) {
    self.number = number
    self.kind = kind
  }

  /// Both in one number, as they are stored.
  var code: UInt64 { UInt64(number) << 3 | UInt64(kind.rawValue) }
}
