/// Which characters stand side by side in the tokens that merges make.
///
/// Two characters that do not are never in one token, so that a long text can be merged in parts, with
/// the same result.
struct MergedNeighbours: Sendable {
  private var pairs: IntegerTable
  /// Whether all characters must be taken for neighbours.
  private let isUnknown: Bool

  /// Starts without any; where symbols are spelt with a `prefix`, nothing is known.
  init(capacity: Int, prefix: [UInt8]) {
    pairs = IntegerTable(capacity: capacity)
    isUnknown = !prefix.isEmpty
  }

  /// Adds those of a token.
  mutating func add(_ token: [UInt8]) {
    var former: UInt32?
    var index = 0
    while index < token.count {
      let (value, length) = UTF8Scalar.decode(token, at: index)
      if let former { pairs.set(Self.key(former, value), to: 1) }
      former = value
      index += length
    }
  }

  /// Whether a merge may put two neighbouring characters into one token.
  @inline(__always) func areMerged(_ first: UInt32, _ second: UInt32) -> Bool {
    isUnknown || pairs[Self.key(first, second)] != nil
  }

  private static func key(_ first: UInt32, _ second: UInt32) -> UInt64 {
    UInt64(first) << 32 | UInt64(second)
  }
}
