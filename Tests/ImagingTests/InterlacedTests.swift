import Imaging
import Testing

@Suite("Interlaced PNG")
struct InterlacedTests {
  /// Where each of the seven pictures begins, and how far its pixels are apart: columns, rows.
  private static let passes = [
    (start: (0, 0), step: (8, 8)), (start: (4, 0), step: (8, 8)), (start: (0, 4), step: (4, 8)),
    (start: (2, 0), step: (4, 4)), (start: (0, 2), step: (2, 4)), (start: (1, 0), step: (2, 2)),
    (start: (0, 1), step: (1, 2)),
  ]

  /// A picture of numbers that differ, so and interlaced.
  private func pictures(
    width: Int, height: Int, colorType: UInt8, channels: Int
  ) -> (plain: PNGBuilder, interlaced: PNGBuilder) {
    func pixel(_ x: Int, _ y: Int) -> [UInt8] {
      (0..<channels).map { UInt8((x * 37 + y * 101 + $0 * 53) % 256) }
    }
    let rows = (0..<height).map { y in (0..<width).flatMap { pixel($0, y) } }
    let parts = Self.passes.flatMap { start, step -> [[UInt8]] in
      let columns = Array(stride(from: start.0, to: width, by: step.0))
      if columns.isEmpty { return [] }
      return stride(from: start.1, to: height, by: step.1).map { y in
        columns.flatMap { pixel($0, y) }
      }
    }
    let plain = PNGBuilder(width: width, height: height, colorType: colorType, rows: rows)
    var interlaced = plain
    (interlaced.interlace, interlaced.rows) = (1, parts)
    return (plain, interlaced)
  }

  @Test(
    "has the pixels of the plain one, of every size that leaves passes out, damage tolerated or not",
    arguments: [(0, 1), (2, 3), (4, 2), (6, 4)] as [(UInt8, Int)],
    [(1, 1), (1, 9), (4, 3), (5, 5), (8, 8), (13, 17)])
  func pixels(kind: (colorType: UInt8, channels: Int), size: (width: Int, height: Int)) throws {
    let (plain, interlaced) = pictures(
      width: size.width, height: size.height, colorType: kind.colorType, channels: kind.channels)
    let expected = try Image.decode(plain.bytes).image
    #expect(try Image.decode(interlaced.bytes).image == expected)
    let tolerant = try Image.decode(
      interlaced.bytes, options: DecodingOptions(allowCorrupt: true))
    #expect(tolerant.image == expected && tolerant.warnings.isEmpty)
  }

  @Test("that ends early shows what there is, each pixel as large as its cell")
  func truncated() throws {
    let (plain, interlaced) = pictures(width: 16, height: 16, colorType: 0, channels: 1)
    // The first three pictures and three of the fourth's four rows.
    let cut = Array(interlaced.bytes.prefix(90))
    #expect(throws: ImagingError.self) { try Image.decode(cut) }
    let found = try Image.decode(cut, options: DecodingOptions(allowCorrupt: true))
    #expect(found.warnings.count == 1)
    let expected = try Image.decode(plain.bytes).image
    func sample(_ image: Image, _ x: Int, _ y: Int) -> UInt8 { image.samples[3 * (16 * y + x)] }
    for (place, origin) in [
      ((1, 1), (0, 0)), ((3, 3), (2, 0)), ((5, 2), (4, 0)), ((10, 11), (10, 8)),
      ((14, 12), (12, 12)), ((15, 15), (12, 12)),
    ] {
      #expect(
        sample(found.image, place.0, place.1) == sample(expected, origin.0, origin.1), "\(place)")
    }
  }
}
