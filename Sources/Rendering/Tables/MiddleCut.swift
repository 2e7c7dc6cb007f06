/// Names that are too long lose their middle: in tables the beginnings of names are often alike,
/// and so are the ends.
enum MiddleCut {
  /// Characters beyond this many at each end are never looked at.
  private static let longestEnd = 200

  /// Returns the text, or as much of its beginning and its end as fits together with an ellipsis
  /// between them. At least the ellipsis remains.
  static func cut(_ text: String, ellipsis: String = "…", fits: (String) -> Bool) -> String {
    let isShort = text.prefix(2 * longestEnd + 1).count <= 2 * longestEnd
    if isShort, fits(text) { return text }
    let characters =
      isShort ? Array(text) : Array(text.prefix(longestEnd)) + Array(text.suffix(longestEnd))
    func joined(_ kept: Int) -> String {
      let end = kept / 2
      return String(characters[..<(kept - end)]) + ellipsis
        + String(characters[(characters.count - end)...])
    }
    var (kept, tooMany) = (0, isShort ? characters.count : characters.count + 1)
    while tooMany - kept > 1 {
      let middle = (kept + tooMany) / 2
      if fits(joined(middle)) { kept = middle } else { tooMany = middle }
    }
    return joined(kept)
  }

  /// Returns the text cut so that it is at most so wide in a figure.
  static func cut(_ text: String, toWidth width: Double, size: Double) -> String {
    cut(text) { Lettering.width(of: $0, size: size) <= width }
  }
}

extension NumberLabel {
  /// Returns a number with about three digits and its sign: `+0.933`, `−3.1e−6`, `0`.
  package static func signed(_ value: Double) -> String {
    value > 0 && value.isFinite ? "+" + short(value) : short(value)
  }
}

extension Double {
  /// The number, or 0 for what is no number or has no end.
  var finiteOrZero: Double { isFinite ? self : 0 }
}
