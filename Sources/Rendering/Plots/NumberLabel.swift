import Foundation

/// Numbers as they are written in a plot: short, with a true minus sign, the same on every machine.
package enum NumberLabel {
  /// Returns a number rounded to a number of decimals: `0.20`.
  static func fixed(_ value: Double, decimals: Int) -> String {
    let text = String(format: "%.*f", decimals, value)
    let isZero = text.allSatisfy { "-0.".contains($0) }
    return isZero ? "0" : text.replacing("-", with: "−")
  }

  /// Returns a number as a mantissa of at most so many decimals and a power of ten: `1.5e−7`.
  static func scientific(_ value: Double, decimals: Int) -> String {
    guard value != 0 else { return "0" }
    let parts = String(format: "%.*e", decimals, value).split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return "\(value)" }
    var mantissa = parts[0]
    if mantissa.contains(".") {
      while mantissa.last == "0" { mantissa.removeLast() }
      if mantissa.last == "." { mantissa.removeLast() }
    }
    return "\(mantissa)e\(exponent)".replacing("-", with: "−")
  }

  /// Returns a number alone, with about three digits: `0.933`, `12.4`, `3.1e−6`.
  package static func short(_ value: Double) -> String {
    guard value.isFinite else { return "—" }
    guard value != 0 else { return "0" }
    let exponent = Int(log10(value.magnitude).rounded(.down))
    guard (-4...4).contains(exponent) else { return scientific(value, decimals: 2) }
    let text = fixed(value, decimals: max(0, 2 - exponent))
    guard text.contains(".") else { return text }
    let trimmed = text.reversed().drop { $0 == "0" }.drop { $0 == "." }
    return String(trimmed.reversed())
  }

  /// Returns a share as a percentage with about two digits: `12 %`, `0.4 %`.
  package static func percentage(_ share: Double) -> String {
    let value = share * 100
    guard value.isFinite else { return "—" }
    let text = fixed(value, decimals: value.magnitude >= 9.95 ? 0 : 1)
    return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + " %"
  }

  /// Returns the labels of multiples of a step, with as many decimals as tell them apart.
  static func labels(of ticks: [Double], step: Double) -> [String] {
    let exponent = Int((log10(step) + 1e-9).rounded(.down))
    let largest = ticks.map(\.magnitude).max() ?? 0
    if largest < 99_999 && exponent >= -4 {
      return ticks.map { fixed($0, decimals: max(0, -exponent)) }
    }
    return ticks.map { tick in
      guard tick.magnitude >= step / 2 else { return "0" }
      let own = Int(log10(tick.magnitude).rounded(.down))
      return scientific(tick, decimals: max(0, own - exponent))
    }
  }
}
