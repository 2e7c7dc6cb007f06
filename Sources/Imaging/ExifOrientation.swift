/// Finds the orientation in the TIFF structure that Exif data is.
///
/// Reads the first directory only and never beyond the bytes, whatever their offsets claim.
/// Format: Exif 2.32, section 4.6.
struct ExifOrientation: Hashable {
  private static let tag = 0x0112
  private static let entryLength = 12

  /// 1–8; 1 where the data say nothing, or nothing that makes sense.
  let orientation: Int
  /// What is wrong with the data, so that the orientation is not known; nil for sound data.
  let damage: String?

  /// What there is to tell of the data; empty for sound ones.
  var warnings: [String] {
    damage.map {
      ["damaged Exif data (\($0)): the picture is taken to be stored upright; turn it if it is not"]
    } ?? []
  }

  private init(_ orientation: Int, damage: String? = nil) {
    (self.orientation, self.damage) = (orientation, damage)
  }

  /// Reads Exif data; there may be none.
  init(parsing tiff: [UInt8]) {
    if tiff.isEmpty {
      self.init(1)
      return
    }
    guard tiff.count >= 8, let reader = Reader(tiff), reader.short(2) == 42,
      let directory = reader.long(4)
    else {
      self.init(1, damage: "they do not begin as they should")
      return
    }
    guard let count = reader.short(directory) else {
      self.init(1, damage: "their directory lies beyond their end")
      return
    }
    for index in 0..<count {
      let entry = directory + 2 + index * Self.entryLength
      guard entry + Self.entryLength <= tiff.count else {
        self.init(1, damage: "their directory is cut off")
        return
      }
      if reader.short(entry) == Self.tag {
        self.init(entry: entry, of: reader)
        return
      }
    }
    self.init(1)
  }

  /// Reads the entry of the orientation. Some programs write 0 for one that they do not know.
  private init(entry: Int, of reader: Reader) {
    guard let value = reader.integer(type: reader.short(entry + 2), at: entry + 8) else {
      self.init(1, damage: "their orientation is no whole number")
      return
    }
    let isKnown = (1...8).contains(value)
    self.init(
      isKnown ? value : 1,
      damage: isKnown || value == 0 ? nil : "their orientation is \(value), expected 1 to 8")
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
