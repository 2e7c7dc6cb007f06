/// The 256 letters that stand for bytes in byte-level vocabularies: printable Latin-1 for itself, the
/// others from U+0100 on, so that a space is `Ġ`.
enum ByteLetters {
  /// The letter of each byte.
  static let letters: [UInt32] = {
    var next: UInt32 = 0x100
    return (UInt32(0)..<256).map { byte in
      switch byte {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: return byte
      default:
        defer { next += 1 }
        return next
      }
    }
  }()

  /// The letter of a space.
  static let space: UInt32 = letters[0x20]

  /// Replaces each byte of the open pieces by its letter.
  static func spell(_ text: inout AlignedText) {
    text.rewrite { text, piece, result in
      for index in piece.lower..<piece.upper {
        result.append(
          letters[Int(text.bytes[index])], text.start(at: index), text.end(at: index))
      }
    }
  }
}
