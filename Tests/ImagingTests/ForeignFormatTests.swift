import Imaging
import Testing

@Suite("Formats that are not read")
struct ForeignFormatTests {
  private static func media(_ brand: String) -> [UInt8] {
    [0, 0, 0, 24] + Array("ftyp\(brand)".utf8) + [0, 0, 0, 0]
  }

  private static let beginnings: [(bytes: [UInt8], name: String, advice: String)] = [
    (
      Array("RIFF".utf8) + [1, 2, 3, 4] + Array("WEBPVP8 ".utf8), "WebP", "convert IN.webp OUT.png"
    ),
    (media("heic"), "HEIC", "convert IN.heic OUT.png"),
    (media("mif1"), "HEIC", "convert IN.heic OUT.png"),
    (media("avif"), "AVIF", "ffmpeg -i IN.avif OUT.png"),
    (media("isom"), "video", "ffmpeg -i IN.mp4 -frames:v 1 OUT.png"),
    (Array("RIFF".utf8) + [1, 2, 3, 4] + Array("AVI LIST".utf8), "video", "ffmpeg"),
    (Array("GIF89a".utf8), "GIF", "convert 'IN.gif[0]' OUT.png"),
    (Array("BM".utf8) + [9, 9, 9, 9, 0, 0, 0, 0, 54, 0, 0, 0], "BMP", "convert IN.bmp OUT.png"),
    ([0x49, 0x49, 0x2a, 0, 8, 0], "TIFF", "convert IN.tiff OUT.png"),
    ([0x4d, 0x4d, 0, 0x2a, 0, 0], "TIFF", "convert IN.tiff OUT.png"),
    ([0xff, 0x0a, 1, 2], "JPEG XL", "ffmpeg -i IN.jxl OUT.png"),
    ([0xff, 0x4f, 0xff, 0x51], "JPEG 2000", "convert IN.jp2 OUT.png"),
    (Array("8BPS".utf8), "Photoshop", "convert IN.psd OUT.png"),
    (Array("%PDF-1.7".utf8), "PDF", "convert 'IN.pdf[0]' OUT.png"),
    (Array("<?xml version='1.0'?>\n<svg xmlns=''>".utf8), "SVG", "convert IN.svg OUT.png"),
    (Array("\n <!DOCTYPE html><title>404</title>".utf8), "HTML", "fetch the picture again"),
    ([0x50, 0x4b, 3, 4], "ZIP", "unpack it"),
    ([0x93] + Array("NUMPY\u{1}".utf8), "NumPy array", "save the pixels"),
    (Array("version https://git-lfs.github.com/spec/v1\n".utf8), "Git LFS pointer", "git lfs pull"),
    (Array("BMW is no picture".utf8), "text", "a network that reads such"),
  ]

  @Test("A format is named, with the way to a picture that is read", arguments: beginnings.indices)
  func named(place: Int) {
    let (bytes, name, advice) = Self.beginnings[place]
    #expect(ForeignFormat(bytes)?.name == name)
    let error = #expect(throws: ImagingError.self) { try Image.decode(bytes) }
    let text = error?.description ?? ""
    #expect(text.hasPrefix("\(name), neither JPEG nor PNG; ") && text.contains(advice), "\(text)")
    // Pictures that are read are none of these.
    #expect(Container(bytes) == nil)
  }

  @Test("What is read, and bytes that are no letters, are none of them")
  func others() {
    let png: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
    let letters = Array(repeating: UInt8(ascii: "a"), count: ForeignFormat.lookedAt - 1)
    for bytes in [
      png, [0xff, 0xd8, 0xff], [], [0xff], [0x61, 0], letters + [0x07], [0xc3, 0x61],
    ] {
      #expect(ForeignFormat(bytes) == nil)
    }
  }

  @Test("Letters are a text, however they begin, and where the last is cut")
  func letters() {
    let cut = Array(("a" + String(repeating: "ä", count: 300)).utf8)
    for bytes in [Array("RIFF".utf8), Array("a\tb\r\n".utf8), cut] {
      #expect(ForeignFormat(bytes) == .text)
    }
    #expect(ForeignFormat(Array("<html".utf8)) == .html)
  }
}
