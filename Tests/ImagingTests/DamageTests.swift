import Imaging
import Testing

@Suite("Damaged pictures are refused, or decoded with a warning if that is wanted")
struct DamageTests {
  let tolerant = DecodingOptions(allowCorrupt: true)

  @Test("A truncated JPEG is refused; tolerated, its upper part is right and the warning says why")
  func truncatedJPEG() throws {
    let whole = JPEGGolden.fullColor
    // Within the second and last row of blocks.
    let bytes = Array(whole.bytes.dropLast(20))
    let error = #expect(throws: ImagingError.self) { try Image.decode(bytes) }
    #expect(
      error?.description
        == "truncated JPEG (premature end of file); use --allow-corrupt to explain what is there")
    let decoded = try Image.decode(bytes, options: tolerant)
    #expect(decoded.warnings == ["truncated JPEG (premature end of file)"])
    let firstRows = 21 * 3 * 8
    #expect(decoded.image.samples.prefix(firstRows) == whole.samples.prefix(firstRows))
    #expect(decoded.image.samples != whole.samples)
  }

  @Test("Every truncation of a picture is refused")
  func truncations() throws {
    let png = try Image.drawing(width: 9, height: 9).pngData()
    for whole in [JPEGGolden.color.bytes, JPEGGolden.progressive.bytes, png] {
      for count in 0..<whole.count {
        #expect(throws: ImagingError.self) { try Image.decode(Array(whole.prefix(count))) }
      }
    }
  }

  @Test("A truncated PNG keeps its first rows; the background fills the rest")
  func truncatedPNG() throws {
    let rows = (0..<4).map { row in (0..<60).map { UInt8(60 * row + $0) } }
    let bytes = PNGBuilder(width: 20, height: 4, rows: rows).bytes
    // IEND and the checksums of chunk and stream take 20 bytes, a row takes 61: half the third row
    // and all of the fourth are missing.
    let short = Array(bytes.dropLast(20 + 61 + 30))
    let error = #expect(throws: ImagingError.self) { try Image.decode(short) }
    #expect(
      error?.description
        == "truncated PNG (premature end of file); use --allow-corrupt to explain what is there")
    let decoded = try Image.decode(
      short, options: DecodingOptions(allowCorrupt: true, background: .black))
    #expect(decoded.image.samples == rows[0] + rows[1] + Array(repeating: 0, count: 120))
    #expect(decoded.warnings == ["truncated PNG (premature end of file)"])
  }

  @Test("A wrong checksum in a PNG is an error; tolerated, the pixels are used")
  func wrongChecksum() throws {
    var bytes = PNGBuilder(width: 1, height: 1, rows: [[1, 2, 3]]).bytes
    bytes[bytes.count - 13] ^= 1
    #expect(throws: ImagingError.corrupt(.png, detail: "IDAT: CRC error")) {
      try Image.decode(bytes)
    }
    let decoded = try Image.decode(bytes, options: tolerant)
    #expect(decoded.image.samples == [1, 2, 3])
    #expect(decoded.warnings == ["corrupt PNG (IDAT: CRC error)"])
  }

  @Test("A header that promises too much is refused before memory is taken")
  func bombs() throws {
    let large = PNGBuilder(width: 50_000, height: 50_000).bytes
    let error = #expect(throws: ImagingError.self) { try Image.decode(large) }
    #expect(
      error?.description == "50000×50000 pixels exceed the limit of 100000000; use --max-pixels")
    let long = PNGBuilder(width: 1_000_000, height: 1).bytes
    #expect(throws: ImagingError.sideTooLong(width: 1_000_000, height: 1, limit: 65_535)) {
      try Image.decode(long)
    }
    let allowed = DecodingOptions(maximumPixels: 3)
    let small = PNGBuilder(rows: [[1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6]]).bytes
    #expect(throws: ImagingError.tooManyPixels(width: 2, height: 2, limit: 3)) {
      try Image.decode(small, options: allowed)
    }
    #expect(throws: ImagingError.tooManyPixels(width: 21, height: 13, limit: 3)) {
      try Image.decode(JPEGGolden.color.bytes, options: allowed)
    }
  }

  @Test("A file too short for the size that its header declares is truncated at once")
  func tooFewBytes() throws {
    let png = PNGBuilder(width: 9_000, height: 9_000, rows: [[1, 2, 3]]).bytes
    #expect(throws: ImagingError.truncated(.png, detail: "too few bytes for the declared size")) {
      try Image.decode(png)
    }
    var jpeg = JPEGGolden.progressive.bytes
    let frame = try #require(
      jpeg.indices.dropLast().first { jpeg[$0] == 0xff && jpeg[$0 + 1] == 0xc2 })
    jpeg.replaceSubrange(frame + 5..<frame + 9, with: [0x23, 0x28, 0x23, 0x28])
    #expect(throws: ImagingError.truncated(.jpeg, detail: "too few bytes for the declared size")) {
      try Image.decode(jpeg)
    }
  }

  @Test("A progressive JPEG with hundreds of scans is refused, tolerant or not")
  func manyScans() throws {
    var bytes = JPEGGolden.progressive.bytes
    let start = try #require(
      bytes.indices.dropLast().first { bytes[$0] == 0xff && bytes[$0 + 1] == 0xda })
    // The first scan, of all DC coefficients, is made to send them completely, and repeated.
    let length = Int(bytes[start + 2]) << 8 | Int(bytes[start + 3])
    bytes[start + 2 + length - 1] = 0
    let end = try #require(
      bytes.indices.dropLast().first {
        $0 > start + length && bytes[$0] == 0xff && bytes[$0 + 1] != 0
      })
    let scan = Array(bytes[start..<end])
    bytes.insert(contentsOf: (0..<300).flatMap { _ in scan }, at: start)
    for options in [DecodingOptions(), tolerant] {
      #expect(throws: ImagingError.tooManyScans(limit: 100)) {
        try Image.decode(bytes, options: options)
      }
    }
  }

  @Test("No changed byte of a small picture crashes the decoder")
  func changes() throws {
    let png = try Image.drawing(width: 9, height: 9, format: .rgba).pngData()
    for whole in [JPEGGolden.ycck.bytes, JPEGGolden.progressive.bytes, png] {
      for index in whole.indices {
        var bytes = whole
        bytes[index] ^= UInt8(1 << (index % 8))
        let strict = try? Image.decode(bytes)
        let decoded = try? Image.decode(bytes, options: tolerant)
        #expect(strict == nil || decoded != nil)
      }
    }
  }
}
