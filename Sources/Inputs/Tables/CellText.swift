extension String {
  /// The text without white space at its ends.
  var trimmed: String {
    let bytes = utf8
    guard let first = bytes.first, let last = bytes.last else { return self }
    // Nearly every cell: it begins and ends with a visible ASCII character.
    if first > .space && first < 0x7F && last > .space && last < 0x7F { return self }
    guard let start = firstIndex(where: { !$0.isWhitespace }),
      let end = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[start...end])
  }

  /// The number that the text is, in decimal digits with a point and perhaps an exponent; nil for
  /// any other text, for `nan` and `inf` too.
  var decimalNumber: Double? {
    if let short = utf8.withContiguousStorageIfAvailable(Self.shortNumber), let short {
      return short
    }
    let isPlain = utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
        UInt8(ascii: "+"), UInt8(ascii: "e"), UInt8(ascii: "E"):
        true
      default: false
      }
    }
    return isPlain ? Double(self) : nil
  }

  private static let powers = (0...15).map { place in
    (0..<place).reduce(1.0) { power, _ in power * 10 }
  }

  /// A number of at most fifteen digits without an exponent; nil for everything else.
  ///
  /// Its digits and the power of ten are whole numbers below 2⁵³, so that their quotient is rounded
  /// once: it is the nearest number, at a fraction of what `Double.init` takes.
  private static func shortNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    let isNegative = bytes.first == UInt8(ascii: "-")
    let start = isNegative ? 1 : 0
    guard bytes.count > start, bytes.count - start <= 16 else { return nil }
    var digits = 0
    var count = 0
    var point: Int?
    for byte in bytes[start...] {
      if byte == UInt8(ascii: "."), point == nil {
        point = count
        continue
      }
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      digits = digits * 10 + Int(byte - UInt8(ascii: "0"))
      count += 1
    }
    guard (1...15).contains(count) else { return nil }
    let number = Double(digits) / powers[point.map { count - $0 } ?? 0]
    return isNegative ? -number : number
  }
}
