/// Finds the orientation in the TIFF structure that Exif data is.
///
/// Reads the first directory only and never beyond the bytes, whatever their offsets claim.
/// Format: Exif 2.32, section 4.6.
enum ExifOrientation {
  private static let tag = 0x0112
  private static let entryLength = 12

  /// Returns the orientation, 1–8; 1 if there is none or the data makes no sense.
  static func parse(_ tiff: [UInt8]) -> Int {
    guard tiff.count >= 8, let reader = Reader(tiff), reader.short(2) == 42,
      let directory = reader.long(4), let count = reader.short(directory)
    else { return 1 }
    for index in 0..<count {
      let entry = directory + 2 + index * entryLength
      guard entry + entryLength <= tiff.count else { break }
      if reader.short(entry) == tag {
        return reader.integer(type: reader.short(entry + 2), at: entry + 8)
          .flatMap { (1...8).contains($0) ? $0 : nil } ?? 1
      }
    }
    return 1
  }

  /// Numbers of either byte order at any place.
  private struct Reader {
    let bytes: [UInt8]
    let isBigEndian: Bool

    init?(_ bytes: [UInt8]) {
      switch (bytes[0], bytes[1]) {
      case (0x49, 0x49): isBigEndian = false
      case (0x4d, 0x4d): isBigEndian = true
      default: return nil
      }
      self.bytes = bytes
    }

    func short(_ offset: Int) -> Int? { integer(offset, count: 2) }
    func long(_ offset: Int) -> Int? { integer(offset, count: 4) }

    /// The value of an entry, stored as SHORT by the rules and as LONG by some cameras.
    func integer(type: Int?, at offset: Int) -> Int? {
      switch type {
      case 3: short(offset)
      case 4: long(offset)
      default: nil
      }
    }

    private func integer(_ offset: Int, count: Int) -> Int? {
      guard offset >= 0, offset <= bytes.count - count else { return nil }
      let digits = bytes[offset..<offset + count]
      return (isBigEndian ? Array(digits) : digits.reversed()).reduce(0) { $0 << 8 | Int($1) }
    }
  }
}
