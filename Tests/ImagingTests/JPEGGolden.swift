/// A JPEG file and the RGB samples that it decodes to, both in Base64.
struct JPEGGolden: Sendable {
  let file: String
  let pixels: String

  var bytes: [UInt8] { ImagingTests.bytes(base64: file) }
  var samples: [UInt8] { ImagingTests.bytes(base64: pixels) }

  static let all = [grey, color, fullColor, progressive, restarting, cmyk, ycck]
}
