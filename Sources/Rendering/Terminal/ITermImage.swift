import Foundation
import Imaging

/// A picture as iTerm2's inline images have it: a PNG in base64 in one operating system command,
/// `ESC ] 1337 ; File = arguments : payload BEL`, which WezTerm and others understand too.
public struct ITermImage: Hashable, Sendable {
  /// What is written to the terminal.
  public let text: String

  /// Encodes a picture that the terminal fits into `columns` × `rows` cells.
  ///
  /// - Throws: `ImagingError` where the picture cannot be encoded.
  public init(_ picture: Image, columns: Int, rows: Int) throws(ImagingError) {
    let file = Data(try picture.pngData())
    text =
      "\u{1b}]1337;File=inline=1;size=\(file.count);width=\(columns);height=\(rows);"
      + "preserveAspectRatio=1:\(file.base64EncodedString())\u{7}"
  }
}
