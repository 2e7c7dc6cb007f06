import Foundation

/// How scalars are taken apart and put together by Unicode's normalization forms.
///
/// Read from Foundation once, when first needed; scalars later than Unicode 9 stay as they are, as in
/// the reference.
struct NormalizationTables: Sendable {
  static let shared = NormalizationTables()

  private var canonical: [UInt32: [UInt32]] = [:]
  private var compatible: [UInt32: [UInt32]] = [:]
  private var pairs = IntegerTable(capacity: 2048)

  /// Scalars outside of which nothing is taken apart, but for Hangul syllables.
  private static let ranges: [ClosedRange<UInt32>] = [
    0xA0...0x33FF, 0xA640...0xABFF, 0xF900...0xFFFF, 0x11000...0x11FFF, 0x1D000...0x1D7FF,
    0x1E000...0x1F2FF, 0x2F800...0x2FA1F,
  ]

  private init() {
    for range in Self.ranges {
      for value in range where ScalarFlags.of(value).contains(.normalizable) {
        guard let scalar = Unicode.Scalar(value) else { continue }
        let text = String(scalar)
        let whole = UTF8Scalar.values(text.decomposedStringWithCompatibilityMapping)
        if whole == [value] { continue }
        compatible[value] = whole
        let parts = UTF8Scalar.values(text.decomposedStringWithCanonicalMapping)
        if parts != [value] { canonical[value] = parts }
      }
    }
    addPairs()
  }

  private mutating func addPairs() {
    var composites: [[UInt32]: UInt32] = [:]
    for (value, parts) in canonical where parts.count > 1 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      if !scalar.properties.isFullCompositionExclusion { composites[parts] = value }
    }
    for (parts, value) in composites {
      guard let last = parts.last else { continue }
      let first = parts.count == 2 ? parts[0] : composites[Array(parts.dropLast())]
      if let first { pairs.set(UInt64(first) << 32 | UInt64(last), to: UInt64(value)) }
    }
  }

  /// Calls `body` with the scalars that a scalar is taken apart into.
  @inline(__always) func decompose(_ value: UInt32, _ isCompatible: Bool, _ body: (UInt32) -> Void)
  {
    if value < 0xA0 { return body(value) }
    if (0xAC00...0xD7A3).contains(value) {
      let index = value - 0xAC00
      body(0x1100 + index / 588)
      body(0x1161 + index % 588 / 28)
      if index % 28 != 0 { body(0x11A7 + index % 28) }
      return
    }
    guard let parts = isCompatible ? compatible[value] : canonical[value] else {
      return body(value)
    }
    parts.forEach(body)
  }

  /// Returns the scalar that two become together.
  func compose(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if (0x1100...0x1112).contains(first), (0x1161...0x1175).contains(second) {
      return 0xAC00 + (first - 0x1100) * 588 + (second - 0x1161) * 28
    }
    if (0xAC00...0xD7A3).contains(first), (first - 0xAC00) % 28 == 0,
      (0x11A8...0x11C2).contains(second)
    {
      return first + second - 0x11A7
    }
    return pairs[UInt64(first) << 32 | UInt64(second)].map { UInt32($0) }
  }

  /// Returns the combining class of a scalar.
  func combiningClass(_ value: UInt32) -> UInt8 {
    guard value >= 0x300, ScalarFlags.of(value).contains(.normalizable),
      let scalar = Unicode.Scalar(value)
    else { return 0 }
    return scalar.properties.canonicalCombiningClass.rawValue
  }
}
