/// Text from outside in HTML and XML.
///
/// Escaping goes by Unicode scalars. A quotation mark that a combining accent follows is one
/// `Character`, different from the bare mark, but a browser still takes it for the end of an
/// attribute.
package enum MarkupText {
  /// Returns text that means itself between tags and within quoted attributes.
  ///
  /// Control characters, and those that turn the direction of the text after them, become U+FFFD.
  package static func escaped(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    escaped.reserveCapacity(text.unicodeScalars.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
      case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
      case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
      case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
      default: escaped.append(isUnfit(scalar) ? "\u{fffd}" : scalar)
      }
    }
    return String(escaped)
  }

  private static func isUnfit(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\n", "\t", " "..."~": false
    case "\u{202a}"..."\u{202e}", "\u{2066}"..."\u{2069}": true
    default: scalar.properties.generalCategory == .control
    }
  }
}
