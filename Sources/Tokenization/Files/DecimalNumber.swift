/// A number in decimal digits, read as the reference reads it.
///
/// Its digits as a whole number are rounded, and so is the quotient by a power of ten: the last bit may
/// differ from the nearest number, and decides between tokens whose scores have equal sums.
struct DecimalNumber {
  let isNegative: Bool
  /// The power of ten.
  var exponent = 0
  private var digits: UInt64 = 0
  /// Whether there were more digits than fit.
  private var isCut = false

  private static let powers: [Double] = (0...308).map { Double("1e\($0)") ?? .infinity }

  init(isNegative: Bool) { self.isNegative = isNegative }

  /// Appends a digit; those that do not fit count as zeros.
  mutating func append(_ digit: UInt64, isFraction: Bool) {
    let (product, overflow) = digits.multipliedReportingOverflow(by: 10)
    let (sum, carry) = product.addingReportingOverflow(digit)
    if isCut || overflow || carry {
      isCut = true
      if !isFraction { exponent += 1 }
      return
    }
    digits = sum
    if isFraction { exponent -= 1 }
  }

  /// The number, if it is whole and fits.
  var integer: Int? {
    guard !isCut, exponent == 0, let value = Int(exactly: digits) else { return nil }
    return isNegative ? -value : value
  }

  /// The number, unless it is too large.
  var double: Double? {
    var value = Double(digits)
    var exponent = exponent
    while exponent < -308, value != 0 {
      value /= 1e308
      exponent += 308
    }
    if value != 0 {
      guard exponent <= 308 else { return nil }
      value = exponent < 0 ? value / Self.powers[-exponent] : value * Self.powers[exponent]
    }
    guard value.isFinite else { return nil }
    return isNegative ? -value : value
  }
}
