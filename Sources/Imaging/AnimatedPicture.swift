import CStore

/// Pictures that are shown one after another, again and again.
public struct AnimatedPicture: Sendable {
  /// A picture and how long it is shown.
  public struct Frame: Sendable {
    /// The picture.
    public var image: Image
    /// How long it is shown, in milliseconds.
    public var milliseconds: Int

    /// Makes a frame.
    public init(_ image: Image, milliseconds: Int) {
      precondition((1...Int(UInt16.max)).contains(milliseconds), "frames last up to a minute")
      self.image = image
      self.milliseconds = milliseconds
    }
  }

  /// The frames, in order; all of one size and format, and one at least.
  public let frames: [Frame]

  /// Makes an animation.
  public init(_ frames: [Frame]) {
    precondition(!frames.isEmpty, "an animation shows something")
    precondition(
      frames.allSatisfy {
        $0.image.width == frames[0].image.width && $0.image.height == frames[0].image.height
          && $0.image.format == frames[0].image.format
      }, "the frames of an animation have one size and format")
    self.frames = frames
  }

  /// Returns the bytes of an animated PNG (APNG, third edition of the PNG specification): a PNG of
  /// the first frame to programs that know nothing of animations.
  ///
  /// - Throws: what `Image.pngData` throws.
  public func pngData() throws(ImagingError) -> [UInt8] {
    var file = PNGChunks.signature
    var sequence: UInt32 = 0
    for (index, frame) in frames.enumerated() {
      let chunks = PNGChunks(of: try frame.image.pngData())
      if index == 0 {
        for chunk in chunks.list where chunk.type == "IHDR" { PNGChunks.append(chunk, to: &file) }
        // The number of frames, and 0 for shown again without end.
        PNGChunks.append(
          ("acTL", PNGChunks.bytes(UInt32(frames.count)) + PNGChunks.bytes(0)), to: &file)
      }
      PNGChunks.append(("fcTL", control(of: frame, sequence)), to: &file)
      sequence += 1
      for chunk in chunks.list where chunk.type == "IDAT" {
        if index == 0 {
          PNGChunks.append(chunk, to: &file)
        } else {
          PNGChunks.append(("fdAT", PNGChunks.bytes(sequence) + chunk.data), to: &file)
          sequence += 1
        }
      }
    }
    PNGChunks.append(("IEND", []), to: &file)
    return file
  }

  /// Where a frame lies, how long it is shown, and that it replaces the one before.
  private func control(of frame: Frame, _ sequence: UInt32) -> [UInt8] {
    let size = [sequence, UInt32(frame.image.width), UInt32(frame.image.height), 0, 0]
    let delay = [UInt16(frame.milliseconds), 1000].flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    return size.flatMap(PNGChunks.bytes) + delay + [0, 0]
  }
}

/// The parts of a PNG file.
private struct PNGChunks {
  typealias Chunk = (type: String, data: [UInt8])

  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// The parts, in order.
  let list: [Chunk]

  /// Takes a file apart that was encoded here.
  init(of file: [UInt8]) {
    var list: [Chunk] = []
    var start = Self.signature.count
    while start + 12 <= file.count {
      let length = file[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
      let type = String(decoding: file[start + 4..<start + 8], as: UTF8.self)
      list.append((type, Array(file[start + 8..<start + 8 + length])))
      start += 12 + length
    }
    self.list = list
  }

  /// Writes a part: its length, type and data, and the checksum of both.
  static func append(_ chunk: Chunk, to file: inout [UInt8]) {
    let body = Array(chunk.type.utf8) + chunk.data
    file += bytes(UInt32(chunk.data.count)) + body + bytes(checksum(body))
  }

  /// A number, the highest byte first.
  static func bytes(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  /// The CRC-32 of the PNG specification, which is that of zip archives.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    bytes.withUnsafeBytes { cstore_crc32($0.baseAddress, $0.count) }
  }
}
