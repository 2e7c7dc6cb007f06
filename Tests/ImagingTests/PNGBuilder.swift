/// PNG files made by hand, chunk by chunk, so that every field can be wrong.
struct PNGBuilder {
  var width = 2
  var height = 2
  var depth: UInt8 = 8
  /// 0 grey, 2 RGB, 3 palette, 4 grey and opacity, 6 RGBA.
  var colorType: UInt8 = 2
  /// 1 where rows are those of seven pictures, one within the other.
  var interlace: UInt8 = 0
  /// Chunks between the header and the pixels.
  var extra: [UInt8] = []
  /// The rows, each without its filter byte.
  var rows: [[UInt8]] = []

  /// The whole file.
  var bytes: [UInt8] {
    [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
      + Self.chunk(
        "IHDR", Self.long(width) + Self.long(height) + [depth, colorType, 0, 0, interlace])
      + extra + Self.chunk("IDAT", Self.stored(rows.flatMap { [0] + $0 })) + Self.chunk("IEND", [])
  }

  /// One chunk with the right checksum.
  static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + data
    return long(data.count) + body + long(Int(crc32(body)))
  }

  /// A zlib stream without compression.
  static func stored(_ data: [UInt8]) -> [UInt8] {
    let length = UInt16(data.count)
    var (a, b) = (UInt32(1), UInt32(0))
    for byte in data {
      a = (a + UInt32(byte)) % 65_521
      b = (b + a) % 65_521
    }
    return [0x78, 0x01, 0x01, UInt8(length & 255), UInt8(length >> 8)]
      + [UInt8(~length & 255), UInt8(~length >> 8)] + data + long(Int(b << 16 | a))
  }

  static func long(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(value >> $0 & 255) }
  }

  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in
        value & 1 == 1 ? value >> 1 ^ 0xedb8_8320 : value >> 1
      }
    }
  }
}

/// Exif data with an orientation, in the byte order wanted.
func exif(orientation: UInt8, isBigEndian: Bool) -> [UInt8] {
  isBigEndian
    ? [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0]
      + [0, 0]
    : [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0]
      + [0, 0]
}
