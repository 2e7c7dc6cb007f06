import ArgumentParser

/// A number of bytes such as `400M` or `2G` (powers of 1000), or without a letter.
struct ByteLimit: ExpressibleByArgument {
  let bytes: Int

  init?(argument: String) {
    let units: [Character: Int] = ["K": 1000, "M": 1_000_000, "G": 1_000_000_000]
    let text = argument.uppercased()
    let unit = text.last.flatMap { units[$0] }
    guard let number = Double(unit == nil ? text : String(text.dropLast())), number.isFinite,
      case let bytes = number * Double(unit ?? 1), bytes >= 1, bytes < 1e15
    else { return nil }
    self.bytes = Int(bytes)
  }
}
