/// The tokens `<0x00>` to `<0xFF>`, which spell what has no token of its own.
struct ByteTokens: Sendable {
  private let identifiers: [Int32?]

  init(_ vocabulary: Vocabulary) {
    let digits = Array("0123456789ABCDEF")
    identifiers = (0..<256).map {
      vocabulary.identifier(of: "<0x\(digits[$0 >> 4])\(digits[$0 & 15])>")
    }
  }

  /// Returns the tokens of some bytes, if all bytes have one.
  func spell(_ bytes: ArraySlice<UInt8>) -> [Int32]? {
    var spelling: [Int32] = []
    for byte in bytes {
      guard let identifier = identifiers[Int(byte)] else { return nil }
      spelling.append(identifier)
    }
    return spelling
  }
}
