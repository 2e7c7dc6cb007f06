import Imaging
import Testing

@Suite("Encoding JPEG")
struct JPEGEncodingTests {
  /// Levels by which smooth pictures differ on average after a round trip at quality 90: the coarsest
  /// of its quantisation steps for slow changes are 3 levels, and rounding halves them.
  private static let closeness = 1.5

  @Test(
    "A round trip keeps a smooth picture, in grey and in colour, at any size",
    arguments: [(1, 1), (1, 7), (8, 8), (9, 17), (33, 16), (61, 47)],
    [Image.Format.gray, .rgb])
  func roundTrip(size: (width: Int, height: Int), format: Image.Format) throws {
    let picture = Image.slope(width: size.width, height: size.height, format: format)
    let decoded = try Image.decode(picture.jpegData(quality: 90)).image
    #expect((decoded.width, decoded.height) == (picture.width, picture.height))
    #expect(decoded.meanDifference(picture.inColor) < Self.closeness)
  }

  @Test("A grey picture comes back without colour")
  func grayStaysGray() throws {
    let decoded = try Image.decode(Image.drawing(width: 19, height: 11, format: .gray).jpegData())
      .image
    for pixel in 0..<decoded.width * decoded.height {
      #expect(Set(decoded.samples[3 * pixel..<3 * pixel + 3]).count == 1)
    }
  }

  @Test("Edges of colour alone stay sharp")
  func sharpColors() throws {
    // Red and a green of the same brightness, in columns of one pixel.
    let row = (0..<32).flatMap { x -> [UInt8] in x % 2 == 0 ? [255, 0, 0] : [0, 130, 0] }
    let picture = Image(width: 32, height: 8, samples: (0..<8).flatMap { _ in row })
    let decoded = try Image.decode(picture.jpegData(quality: 95)).image
    for x in 0..<32 { #expect((decoded.pixel(x, 4)[0] > 128) == (x % 2 == 0)) }
  }

  @Test("A higher quality is nearer, in more bytes; the same one gives the same bytes")
  func quality() throws {
    let picture = Image.drawing(width: 64, height: 64)
    let files = try [20, 60, 100].map { try picture.jpegData(quality: $0) }
    let distances = try files.map { try Image.decode($0).image.meanDifference(picture) }
    #expect(files[0].count < files[1].count && files[1].count < files[2].count)
    #expect(distances[0] > distances[1] && distances[1] > distances[2])
    #expect(try picture.jpegData(quality: 60) == files[1])
  }

  @Test("Opacity is ignored")
  func opacity() throws {
    let translucent = Image.drawing(width: 12, height: 5, format: .rgba)
    let rgb = (0..<60).flatMap { translucent.samples[4 * $0..<4 * $0 + 3] }
    #expect(
      try translucent.jpegData() == Image(width: 12, height: 5, samples: rgb).jpegData())
  }

  @Test("A side that JPEG cannot have is an error in libjpeg's words")
  func tooLong() throws {
    let line = Image(width: 65_501, height: 1, color: .black)
    #expect {
      try line.jpegData()
    } throws: { error in
      "\(error)" == "cannot be stored as JPEG: Maximum supported image dimension is 65500 pixels"
    }
  }
}

extension Image {
  /// A picture whose brightness changes slowly and without jumps.
  fileprivate static func slope(width: Int, height: Int, format: Format) -> Image {
    let samples = (0..<width * height).flatMap { pixel in
      (0..<format.channels).map { channel in
        UInt8(40 + 30 * channel + pixel % width + pixel / width)
      }
    }
    return Image(width: width, height: height, format: format, samples: samples)
  }

  /// The picture with three channels, grey repeated.
  fileprivate var inColor: Image {
    guard format == .gray else { return self }
    return Image(width: width, height: height, samples: samples.flatMap { [$0, $0, $0] })
  }
}
