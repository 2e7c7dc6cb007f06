/// Files that no picture can be read from.
enum DamagedPicture: String, CaseIterable {
  case truncatedJPEG = "truncated.jpg"
  case truncatedPNG = "truncated.png"
  case wrongChecksum = "checksum.png"
  case text = "text.jpg"
  case huge = "huge.png"
  case empty = "empty.jpg"

  /// What the error says of it.
  var complaint: String {
    switch self {
    case .truncatedJPEG: "truncated JPEG"
    case .truncatedPNG: "truncated PNG"
    case .wrongChecksum: "corrupt PNG"
    case .text: "text, neither JPEG nor PNG"
    case .huge: "50000×50000"
    case .empty: "empty file"
    }
  }

  /// Bytes of the file.
  func bytes() throws -> [UInt8] {
    switch self {
    case .truncatedJPEG: return Self.jpegStart
    case .truncatedPNG:
      let whole = try Samples.bytes(Samples.star)
      return Array(whole.prefix(whole.count / 2))
    case .wrongChecksum:
      var damaged = try Samples.bytes(Samples.star)
      damaged[damaged.count / 2] ^= 1
      return damaged
    case .text: return Array("this is no picture\n".utf8)
    case .huge: return Self.hugeHeader
    case .empty: return []
    }
  }

  /// A grey JPEG of 8×8 pixels that ends after its frame header.
  private static let jpegStart: [UInt8] =
    [0xff, 0xd8, 0xff, 0xdb, 0x00, 0x43, 0x00] + [UInt8](repeating: 1, count: 64)
    + [0xff, 0xc0, 0x00, 0x0b, 0x08, 0x00, 0x08, 0x00, 0x08, 0x01, 0x01, 0x11, 0x00]

  /// A PNG of 50000×50000 pixels, as far as its header goes.
  private static let hugeHeader: [UInt8] =
    [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d]
    + [0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0xc3, 0x50, 0x00, 0x00, 0xc3, 0x50]
    + [0x08, 0x02, 0x00, 0x00, 0x00, 0xc4, 0xcd, 0xaa, 0x9d]
}
