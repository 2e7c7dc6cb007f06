/// What a setting of a method is set to; in JSON the bare number, truth value, text or list.
public enum SettingValue: Hashable, Sendable {
  /// A number, whole or not.
  case number(Double)
  /// Yes or no.
  case flag(Bool)
  /// One of several names.
  case text(String)
  /// Paths, in their order.
  case texts([String])
}

extension SettingValue: Codable {
  /// Reads whatever a JSON value is.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else {
      self = .texts(try container.decode([String].self))
    }
  }

  /// Writes the value alone.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let number): try container.encode(number)
    case .flag(let flag): try container.encode(flag)
    case .text(let text): try container.encode(text)
    case .texts(let texts): try container.encode(texts)
    }
  }
}

extension SettingValue: CustomStringConvertible {
  /// The value as a person writes it.
  public var description: String {
    switch self {
    case .number(let number):
      Int(exactly: number).map(String.init) ?? String(number)
    case .flag(let flag): flag ? "yes" : "no"
    case .text(let text): text
    case .texts(let texts): texts.joined(separator: ", ")
    }
  }
}
