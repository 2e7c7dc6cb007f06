import ArgumentParser

/// A whole number such as `400M` or `2G` (powers of 1000), `1e13`, or without a letter.
struct LargeNumber: ExpressibleByArgument {
  let value: Int

  init?(argument: String) {
    let units: [Character: Double] = ["K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15]
    let text = argument.uppercased()
    let unit = text.last.flatMap { units[$0] }
    guard let number = Double(unit == nil ? text : String(text.dropLast())), number.isFinite,
      case let value = number * (unit ?? 1), value >= 1, value < 1e18
    else { return nil }
    self.value = Int(value)
  }
}
