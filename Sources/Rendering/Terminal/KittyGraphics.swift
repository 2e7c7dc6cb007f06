import Foundation
import Imaging

/// A picture as the kitty graphics protocol has it: a PNG in base64, in pieces that terminals accept,
/// shown at once in a rectangle of cells.
///
/// Each piece is one application program command, `ESC _ G keys ; payload ESC \`. The terminal is
/// asked not to answer (`q=2`). The cursor ends in the picture's last row.
public struct KittyGraphics: Hashable, Sendable {
  /// The largest payload of one command, in bytes of base64.
  public static let chunkLength = 4096

  /// What is written to the terminal.
  public let text: String

  /// Encodes a picture that the terminal scales to `columns` × `rows` cells.
  ///
  /// - Throws: `ImagingError` where the picture cannot be encoded.
  public init(_ picture: Image, columns: Int, rows: Int) throws(ImagingError) {
    let payload = Array(Data(try picture.pngData()).base64EncodedString().utf8)
    var keys = "a=T,f=100,q=2,c=\(columns),r=\(rows),"
    var text = ""
    for start in stride(from: 0, to: payload.count, by: Self.chunkLength) {
      let end = min(start + Self.chunkLength, payload.count)
      let chunk = String(decoding: payload[start..<end], as: UTF8.self)
      text += "\u{1b}_G\(keys)m=\(end < payload.count ? 1 : 0);\(chunk)\u{1b}\\"
      keys = ""
    }
    self.text = text
  }
}
