import Imaging
import Testing

@Suite("Pictures are turned upright")
struct OrientationTests {
  /// a b c
  /// d e f
  static let letters = Image(width: 3, height: 2, format: .gray, samples: Array("abcdef".utf8))

  @Test(
    "Each Exif orientation moves every pixel to its place",
    arguments: [
      (1, 3, "abcdef"), (2, 3, "cbafed"), (3, 3, "fedcba"), (4, 3, "defabc"), (5, 2, "adbecf"),
      (6, 2, "daebfc"), (7, 2, "fcebda"), (8, 2, "cfbead"), (0, 3, "abcdef"), (9, 3, "abcdef"),
    ])
  func moves(orientation: Int, width: Int, expected: String) {
    let image = Self.letters.oriented(orientation)
    #expect(image.width == width)
    #expect(image.samples == Array(expected.utf8))
  }

  @Test("Pixels of several samples stay together")
  func channels() {
    let image = Image.drawing(width: 5, height: 3).oriented(6)
    #expect(image.pixel(0, 0) == Image.drawing(width: 5, height: 3).pixel(0, 2))
    #expect(image.pixel(2, 4) == Image.drawing(width: 5, height: 3).pixel(4, 0))
  }

  @Test("The orientation is found in JPEG and PNG, in both byte orders, and can be ignored")
  func found() throws {
    for isBigEndian in [false, true] {
      let tiff = exif(orientation: 6, isBigEndian: isBigEndian)
      let segment = Array("Exif\0\0".utf8) + tiff
      var jpeg = JPEGGolden.color.bytes
      let marker: [UInt8] = [0xff, 0xe1, 0, UInt8(segment.count + 2)]
      jpeg.insert(contentsOf: marker + segment, at: 2)
      let png = PNGBuilder(
        width: 1, height: 2, extra: PNGBuilder.chunk("eXIf", tiff), rows: [[1, 2, 3], [4, 5, 6]])
      let decodedJPEG = try Image.decode(jpeg)
      let decodedPNG = try Image.decode(png.bytes)
      #expect(decodedJPEG.orientation == 6)
      #expect((decodedJPEG.image.width, decodedJPEG.image.height) == (13, 21))
      #expect(decodedPNG.orientation == 6)
      #expect(decodedPNG.image.samples == [4, 5, 6, 1, 2, 3])
      let stored = try Image.decode(jpeg, options: DecodingOptions(ignoreOrientation: true))
      #expect(stored.orientation == 6)
      #expect(stored.image.width == 21)
    }
  }

  @Test("Senseless Exif data means upright, whatever its offsets claim")
  func senseless() throws {
    let right = exif(orientation: 6, isBigEndian: false)
    var cases = (0..<right.count - 6).map { Array(right.prefix($0)) }
    cases.append(exif(orientation: 9, isBigEndian: true))
    for (index, value) in [(4, 255), (5, 255), (7, 255), (0, 0), (2, 0), (12, 9)] {
      var wrong = right
      wrong[index] = UInt8(value)
      cases.append(wrong)
    }
    for tiff in cases where !tiff.isEmpty {
      let segment = Array("Exif\0\0".utf8) + tiff
      var jpeg = JPEGGolden.color.bytes
      jpeg.insert(contentsOf: [0xff, 0xe1, 0, UInt8(segment.count + 2)] + segment, at: 2)
      let decoded = try Image.decode(jpeg)
      #expect(decoded.orientation == 1)
      #expect(decoded.warnings.contains { $0.hasPrefix("damaged Exif data (") }, "\(tiff)")
      let stored = try Image.decode(jpeg, options: DecodingOptions(ignoreOrientation: true))
      #expect(stored.warnings.isEmpty)
    }
  }

  @Test("Exif data without an orientation, or with one that is not known, are no damage")
  func unsaid() throws {
    let unknown = exif(orientation: 0, isBigEndian: true)
    // A directory of no entries.
    let none: [UInt8] = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0]
    for tiff in [unknown, none] {
      let segment = Array("Exif\0\0".utf8) + tiff
      var jpeg = JPEGGolden.color.bytes
      jpeg.insert(contentsOf: [0xff, 0xe1, 0, UInt8(segment.count + 2)] + segment, at: 2)
      let decoded = try Image.decode(jpeg)
      #expect(decoded.orientation == 1 && decoded.warnings.isEmpty)
    }
  }
}
