/// A file format that is known by its first bytes, and not read.
public enum ForeignFormat: String, Hashable, Sendable, CaseIterable {
  case webP = "WebP"
  case heic = "HEIC"
  case avif = "AVIF"
  case gif = "GIF"
  case bmp = "BMP"
  case tiff = "TIFF"
  case jpegXL = "JPEG XL"
  case jpeg2000 = "JPEG 2000"
  case icon = "ICO"
  case photoshop = "Photoshop"
  case openEXR = "OpenEXR"
  case video = "video"
  case svg = "SVG"
  case pdf = "PDF"
  case html = "HTML"
  case zip = "ZIP"
  case numPy = "NumPy array"
  case largeFilePointer = "Git LFS pointer"
  case text = "text"

  /// Number of bytes that are looked at.
  public static let lookedAt = 512

  /// The format's name for people.
  public var name: String { rawValue }

  /// Recognises a format by the first bytes of a file; nil if it is none of these.
  public init?(_ bytes: [UInt8]) {
    let bytes = Array(bytes.prefix(Self.lookedAt))
    if let match = Self.beginnings.first(where: { bytes.starts(with: $0.bytes) }) {
      self = match.format
    } else if let format = Self.riff(bytes) ?? Self.isoMedia(bytes) ?? Self.markup(bytes) {
      self = format
    } else if Self.isText(bytes) {
      self = .text
    } else {
      return nil
    }
  }

  private static let beginnings: [(bytes: [UInt8], format: ForeignFormat)] = [
    (Array("GIF87a".utf8), .gif), (Array("GIF89a".utf8), .gif),
    ([0x49, 0x49, 0x2a, 0x00], .tiff), ([0x4d, 0x4d, 0x00, 0x2a], .tiff),
    ([0x49, 0x49, 0x2b, 0x00], .tiff), ([0x4d, 0x4d, 0x00, 0x2b], .tiff),
    ([0xff, 0x0a], .jpegXL),
    ([0x00, 0x00, 0x00, 0x0c, 0x4a, 0x58, 0x4c, 0x20, 0x0d, 0x0a, 0x87, 0x0a], .jpegXL),
    ([0x00, 0x00, 0x00, 0x0c, 0x6a, 0x50, 0x20, 0x20], .jpeg2000),
    ([0xff, 0x4f, 0xff, 0x51], .jpeg2000),
    ([0x00, 0x00, 0x01, 0x00], .icon), (Array("8BPS".utf8), .photoshop),
    ([0x76, 0x2f, 0x31, 0x01], .openEXR), (Array("%PDF-".utf8), .pdf),
    ([0x1a, 0x45, 0xdf, 0xa3], .video), ([0x50, 0x4b, 0x03, 0x04], .zip),
    ([0x93] + Array("NUMPY".utf8), .numPy),
    (Array("version https://git-lfs.github.com/".utf8), .largeFilePointer),
  ]

  /// WebP, AVI, and BMP, whose two letters count only with zeros where it has them.
  private static func riff(_ bytes: [UInt8]) -> ForeignFormat? {
    guard bytes.count >= 12 else { return nil }
    if bytes.starts(with: Array("BM".utf8)) && bytes[6..<10].allSatisfy({ $0 == 0 }) { return .bmp }
    guard bytes.starts(with: Array("RIFF".utf8)) else { return nil }
    switch String(decoding: bytes[8..<12], as: UTF8.self) {
    case "WEBP": return .webP
    case "AVI ": return .video
    default: return nil
    }
  }

  /// The family of MP4, by its brand.
  private static func isoMedia(_ bytes: [UInt8]) -> ForeignFormat? {
    guard bytes.count >= 12, String(decoding: bytes[4..<8], as: UTF8.self) == "ftyp" else {
      return nil
    }
    switch String(decoding: bytes[8..<12], as: UTF8.self) {
    case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1": return .heic
    case "avif", "avis": return .avif
    default: return .video
    }
  }

  private static func markup(_ bytes: [UInt8]) -> ForeignFormat? {
    let text = String(decoding: bytes, as: UTF8.self).lowercased()
    let start = text.drop { $0.isWhitespace || $0 == "\u{feff}" }
    if start.hasPrefix("<!doctype html") || start.hasPrefix("<html") { return .html }
    let isMarkup = start.hasPrefix("<?xml") || start.hasPrefix("<svg")
    return isMarkup && start.contains("<svg") ? .svg : nil
  }

  /// Whether bytes are letters; where they go on behind those that are looked at, the last may be cut.
  private static func isText(_ bytes: [UInt8]) -> Bool {
    let isControl = { (byte: UInt8) in byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d].contains(byte) }
    guard !bytes.isEmpty, !bytes.contains(where: isControl) else { return false }
    let letters = String(decoding: bytes, as: UTF8.self).unicodeScalars
    return letters.dropLast(bytes.count == lookedAt ? 1 : 0).allSatisfy { $0 != "\u{fffd}" }
  }

  /// What to do with such a file.
  package var advice: String {
    switch self {
    case .webP, .heic, .bmp, .tiff, .jpeg2000, .icon, .photoshop, .openEXR:
      "convert it first, as in: convert IN.\(ending) OUT.png"
    case .gif, .pdf: "convert one page or frame of it, as in: convert 'IN.\(ending)[0]' OUT.png"
    case .avif, .jpegXL: "convert it first, as in: ffmpeg -i IN.\(ending) OUT.png"
    case .video: "take a picture out of it, as in: ffmpeg -i IN.\(ending) -frames:v 1 OUT.png"
    case .svg: "draw it first, as in: convert IN.svg OUT.png"
    case .html: "a page came in the place of a picture: fetch the picture again"
    case .zip: "unpack it first"
    case .numPy: "a picture is read here: save the pixels, 0 to 255, as one"
    case .largeFilePointer: "fetch the file itself: git lfs pull"
    case .text:
      "a picture is read here; for a table or a text, --model takes a network that reads such"
    }
  }

  private var ending: String {
    switch self {
    case .jpegXL: "jxl"
    case .jpeg2000: "jp2"
    case .photoshop: "psd"
    case .openEXR: "exr"
    case .video: "mp4"
    default: rawValue.lowercased()
    }
  }
}
