import Foundation

/// How the numbers of one column are written: with as many decimals as the largest one needs for
/// three digits, so that they can be compared and added up.
struct NumberColumn {
  /// The decimals of all numbers; nil where the largest is better written with a power of ten.
  private let decimals: Int?

  /// Decides by the largest magnitude; what is not finite does not count.
  init(_ values: some Sequence<Double>) {
    let largest = values.reduce(0) { max($0, $1.finiteOrZero.magnitude) }
    guard largest > 0 else {
      decimals = 0
      return
    }
    let exponent = Int(log10(largest).rounded(.down))
    decimals = (-4...4).contains(exponent) ? max(0, 2 - exponent) : nil
  }

  /// Returns a number with its minus sign: `0.120`, and as much shorter as a 0 is.
  ///
  /// A number so small that no digit would be left is written with a power of ten.
  func label(_ value: Double) -> String {
    guard let decimals, value.isFinite else { return NumberLabel.short(value) }
    let text = NumberLabel.fixed(value, decimals: decimals)
    return text == "0" && value != 0 ? NumberLabel.scientific(value, decimals: 0) : text
  }

  /// Returns a number with its sign, whichever it is: `+0.120`, `−0.040`, `0`.
  func signed(_ value: Double) -> String {
    value > 0 && value.isFinite ? "+" + label(value) : label(value)
  }
}
