import Imaging
import Testing

@Suite("Pictures are decoded to what their authors drew")
struct DecodingTests {
  @Test(
    "A picture that is encoded in strips has the same bytes",
    arguments: [Image.Format.gray, .rgb, .rgba])
  func strips(_ format: Image.Format) throws {
    let picture = Image.drawing(width: 23, height: 17, format: format)
    let whole = try picture.pngData()
    for count in [1, 5, 16, 17, 40] {
      let strips = stride(from: 0, to: 17, by: count).map { $0..<min($0 + count, 17) }
      let found = try Image.pngData(
        width: 23, height: 17, format: format, strips: strips, draw: picture.rows)
      #expect(found == whole)
    }
    #expect(throws: ImagingError.notEncodable(.png, detail: "too few rows")) {
      try Image.pngData(
        width: 23, height: 17, format: format, strips: [0..<16], draw: picture.rows)
    }
    #expect(throws: ImagingError.notEncodable(.png, detail: "too many rows")) {
      try Image.pngData(
        width: 23, height: 17, format: format, strips: [0..<17, 0..<1], draw: picture.rows)
    }
  }

  @Test("A JPEG of every kind gives the samples that Pillow gives", arguments: JPEGGolden.all)
  func jpeg(_ golden: JPEGGolden) throws {
    let decoded = try Image.decode(golden.bytes)
    #expect(decoded.container == .jpeg)
    #expect(decoded.image.format == .rgb)
    #expect((decoded.image.width, decoded.image.height) == (21, 13))
    #expect(decoded.image.samples == golden.samples)
    #expect(decoded.warnings.isEmpty)
  }

  @Test("A PNG that was just encoded decodes to the same samples")
  func roundTrip() throws {
    for format in [Image.Format.gray, .rgb, .rgba] {
      var image = Image.drawing(width: 37, height: 11, format: format)
      if format == .rgba {
        for alpha in stride(from: 3, to: image.samples.count, by: 4) { image.samples[alpha] = 255 }
      }
      let bytes = try image.pngData()
      let decoded = try Image.decode(bytes)
      #expect(decoded.container == .png)
      let expected = (0..<37 * 11).flatMap { pixel in
        let sample = image.pixel(pixel % 37, pixel / 37)
        return format == .gray ? [sample[0], sample[0], sample[0]] : Array(sample[0..<3])
      }
      #expect(decoded.image.samples == expected)
      #expect(try image.pngData() == bytes)
    }
  }

  @Test("Transparency shows the background, rounded to the nearest level")
  func transparency() throws {
    let image = Image(
      width: 2, height: 1, format: .rgba, samples: [200, 100, 0, 0, 200, 100, 0, 128])
    let white = try Image.decode(image.pngData()).image
    #expect(white.samples == [255, 255, 255, 227, 177, 127])
    let options = DecodingOptions(background: Color(red: 10, green: 20, blue: 30))
    let colored = try Image.decode(image.pngData(), options: options).image
    #expect(colored.samples == [10, 20, 30, 105, 60, 15])
  }

  @Test("Of 16-bit samples the upper 8 bits are kept, grey or colour, as Pillow does for colour")
  func sixteenBits() throws {
    let grey = PNGBuilder(
      width: 2, height: 1, depth: 16, colorType: 0, rows: [[0x12, 0xff, 0xfe, 0x80]])
    #expect(try Image.decode(grey.bytes).image.samples == [18, 18, 18, 254, 254, 254])
    let color = PNGBuilder(
      width: 1, height: 1, depth: 16, colorType: 2, rows: [[0x12, 0xff, 0xfe, 0x80, 7, 0]])
    #expect(try Image.decode(color.bytes).image.samples == [18, 254, 7])
  }

  @Test("A transparent grey is compared with all 16 bits")
  func transparentGrey() throws {
    let png = PNGBuilder(
      width: 2, height: 1, depth: 16, colorType: 0,
      extra: PNGBuilder.chunk("tRNS", [0x12, 0x34]), rows: [[0x12, 0x34, 0x12, 0x35]])
    #expect(try Image.decode(png.bytes).image.samples == [255, 255, 255, 18, 18, 18])
  }

  @Test("The format is recognised by the content")
  func content() throws {
    #expect(Container([0xff, 0xd8, 0xff, 0xe0]) == .jpeg)
    #expect(Container([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]) == .png)
    #expect(Container([0x89, 0x50, 0x4e, 0x47]) == nil)
    #expect(throws: ImagingError.empty) { try Image.decode([]) }
    let error = #expect(throws: ImagingError.self) {
      try Image.decode([0, 0x68, 0x65, 0x6c, 0x6c])
    }
    #expect(error?.description == "neither JPEG nor PNG (begins with 00 68 65 6c)")
  }

  @Test("Text chunks, however long, cost nothing and disturb nothing")
  func text() throws {
    let comment = PNGBuilder.chunk("zTXt", Array("Comment\0\0".utf8) + [1, 2, 3])
    let long = PNGBuilder.chunk("tEXt", Array(repeating: 65, count: 1 << 20))
    let png = PNGBuilder(width: 1, height: 1, extra: comment + long, rows: [[1, 2, 3]])
    let decoded = try Image.decode(png.bytes)
    #expect(decoded.image.samples == [1, 2, 3])
    #expect(decoded.warnings.isEmpty)
  }
}

@Suite("Files are read, or it is said why not")
struct ImageFileTests {
  @Test("A missing file can be told from an unusable one")
  func missing() throws {
    let missing = #expect(throws: ImagingError.self) { try Image.read(path: "/nowhere/at/all.png") }
    #expect(missing == .noSuchFile)
    #expect(missing?.isMissingFile == true)
    let directory = #expect(throws: ImagingError.self) { try Image.read(path: "/") }
    #expect(directory == .isDirectory)
    #expect(directory?.isMissingFile == false)
    #expect(throws: ImagingError.empty) { try Image.read(path: "/dev/null") }
  }

  @Test("An endless file is given up")
  func endless() {
    #expect(throws: ImagingError.fileTooLarge(limit: ImageFile.maximumLength)) {
      try ImageFile.bytes(path: "/dev/zero")
    }
  }
}
