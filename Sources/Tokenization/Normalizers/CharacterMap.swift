/// The rules of sentencepiece for replacing characters ("precompiled character map"): a double-array
/// trie of what is replaced, and the replacements one after the other, each with a zero behind it.
struct CharacterMap: Sendable {
  private let units: [UInt32]
  private let replacements: [UInt8]

  /// Reads the rules; returns nothing when they are damaged.
  init?(_ data: [UInt8]) {
    guard data.count >= 4 else { return nil }
    let size = (0..<4).reduce(0) { $0 | Int(data[$1]) << (8 * $1) }
    guard size >= 4, size % 4 == 0, size <= data.count - 4,
      String(validating: data[(4 + size)...], as: UTF8.self) != nil
    else { return nil }
    units = (0..<size / 4).map { unit in
      (0..<4).reduce(0) { $0 | UInt32(data[4 + 4 * unit + $1]) << (8 * UInt32($1)) }
    }
    replacements = Array(data[(4 + size)...])
  }

  /// Returns what replaces the shortest text that some bytes begin with, if any is to be replaced.
  func replacement(of bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var node = 0
    guard var unit = self.unit(at: node) else { return nil }
    node ^= Self.offset(unit)
    for byte in bytes {
      if byte == 0 { return nil }
      node ^= Int(byte)
      guard let next = self.unit(at: node), next & 0x8000_00FF == UInt32(byte) else { return nil }
      unit = next
      node ^= Self.offset(unit)
      if unit >> 8 & 1 == 1 {
        guard let leaf = self.unit(at: node) else { return nil }
        return text(at: Int(leaf & 0x7FFF_FFFF))
      }
    }
    return nil
  }

  private func unit(at node: Int) -> UInt32? {
    units.indices.contains(node) ? units[node] : nil
  }

  private static func offset(_ unit: UInt32) -> Int { Int((unit >> 10) << ((unit & 0x200) >> 6)) }

  private func text(at start: Int) -> ArraySlice<UInt8>? {
    guard start <= replacements.count,
      start == replacements.count
        || !UTF8Scalar.isContinuation(replacements[start])
    else { return nil }
    return replacements[start...].prefix { $0 != 0 }
  }
}
