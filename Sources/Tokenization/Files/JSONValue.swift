/// A value of a JSON file.
///
/// Keys of objects stay in order and may occur twice: vocabularies have keys that differ only in
/// their Unicode normalization, which Swift's dictionaries of strings cannot tell apart.
enum JSONValue: Sendable {
  case null
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([(key: String, value: JSONValue)])

  /// What kind of value this is, and which, for a message.
  var summary: String {
    switch self {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .string(let value): "\"\(value.prefix(60))\""
    case .array(let values): "an array of \(values.count)"
    case .object(let entries): "an object of \(entries.count)"
    }
  }
}
