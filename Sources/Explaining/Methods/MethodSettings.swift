/// The settings of one method, all of them filled in.
public struct MethodSettings: Hashable, Sendable {
  private var values: [MethodSetting.Name: SettingValue]

  /// Settings with these values; ``MethodEntry/settings(given:)`` makes complete ones.
  init(_ values: [MethodSetting.Name: SettingValue]) { self.values = values }

  /// The value of a setting; nil where the method, as it is set, does not have it.
  public subscript(name: MethodSetting.Name) -> SettingValue? { values[name] }

  /// Returns the settings with another value for one of them.
  func with(_ name: MethodSetting.Name, _ value: SettingValue) -> MethodSettings {
    var changed = values
    changed[name] = value
    return MethodSettings(changed)
  }

  /// Every setting with its value.
  public var all: [MethodSetting.Name: SettingValue] { values }

  /// A whole number.
  public func count(_ name: MethodSetting.Name) -> Int? {
    number(name).flatMap { Int(exactly: $0) }
  }

  /// A number.
  public func number(_ name: MethodSetting.Name) -> Double? {
    if case .number(let number) = values[name] { number } else { nil }
  }

  /// A name.
  public func text(_ name: MethodSetting.Name) -> String? {
    if case .text(let text) = values[name] { text } else { nil }
  }

  /// Yes or no.
  public func flag(_ name: MethodSetting.Name) -> Bool? {
    if case .flag(let flag) = values[name] { flag } else { nil }
  }

  /// Paths.
  public func texts(_ name: MethodSetting.Name) -> [String] {
    if case .texts(let texts) = values[name] { texts } else { [] }
  }
}

extension MethodSettings: Codable {
  /// Reads a JSON object with the settings' names as keys.
  public init(from decoder: any Decoder) throws {
    values = [:]
    let container = try decoder.singleValueContainer()
    for (name, value) in try container.decode([String: SettingValue].self) {
      guard let known = MethodSetting.Name(rawValue: name) else {
        throw RequestError.unknownSetting(
          name, known: MethodSetting.Name.allCases.map(\.rawValue))
      }
      values[known] = value
    }
  }

  /// Writes a JSON object.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(values)
  }
}
