import Mustache

/// How text from outside comes into a page: file names, labels and metadata of networks say what
/// they like, and stay text.
struct ReportText: MustacheContentType {
  /// Returns text that means itself between tags and within quoted attributes.
  func escapeText(_ text: String) -> String { MarkupText.escaped(text) }

  /// Returns JSON that ends no script element: what could be read as markup, and line ends that only
  /// JSON takes for text, are written as \uXXXX.
  static func scriptSafe(json: String) -> String {
    // Most JSON is long, and has nothing of the kind.
    guard json.utf8.contains(where: { "<>&".utf8.contains($0) || $0 >= 0x80 }) else { return json }
    var safe = String.UnicodeScalarView()
    for scalar in json.unicodeScalars {
      switch scalar {
      case "<", ">", "&", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        let padding = String(repeating: "0", count: 4 - digits.count)
        safe.append(contentsOf: "\\u\(padding)\(digits)".unicodeScalars)
      default: safe.append(scalar)
      }
    }
    return String(safe)
  }

  /// Returns the address of a file whose path is relative to the page: every byte that is not
  /// letter, digit or one of `-._~/` is written as %XX, so that no path reads as a scheme, a query
  /// or a host.
  static func address(ofFile path: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var address: [UInt8] = Array((path.utf8.first == UInt8(ascii: "/") ? "file://" : "./").utf8)
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
        address.append(byte)
      default: address += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: address, as: UTF8.self)
  }
}
