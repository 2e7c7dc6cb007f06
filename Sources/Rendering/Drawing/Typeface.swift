import Foundation

/// How bold letters are.
public enum TextWeight: String, CaseIterable, Hashable, Sendable {
  /// As running text is.
  case regular
  /// As headings are.
  case bold
}

/// The outlines of the characters of one weight of the Lettering typeface.
struct Typeface: Sendable {
  /// Units of all other numbers in the height of an em.
  var unitsPerEm = 1.0
  /// From the baseline to the top of a line.
  var ascent = 0.0
  /// From the baseline to the bottom of a line.
  var descent = 0.0
  /// The characters, then parts of characters.
  var glyphs: [Glyph] = []
  /// Indices of the characters.
  var indices: [UInt32: Int] = [:]
  /// What is added to the advance between two characters; the key is 2¹⁶ · first + second.
  var kerning: [Int: Double] = [:]

  /// The typeface of a weight.
  static func of(_ weight: TextWeight) -> Typeface {
    switch weight {
    case .regular: regular
    case .bold: bold
    }
  }

  private static let regular = decode(TypefaceTables.regular)
  private static let bold = decode(TypefaceTables.bold)

  private static func decode(_ table: String) -> Typeface {
    Reader(Data(base64Encoded: table) ?? Data()).typeface
  }

  /// Returns the outlines of a text, each with its distance from the start, and the length of all.
  func placed(_ text: String) -> (glyphs: [(glyph: Glyph, x: Double)], advance: Double) {
    var (placed, advance): ([(glyph: Glyph, x: Double)], Double) = ([], 0)
    var previous: Int?
    for character in text.precomposedStringWithCanonicalMapping {
      for index in glyphIndices(of: character) {
        if let previous, let index { advance += kerning[previous << 16 + index] ?? 0 }
        let glyph = index.map { glyphs[$0] } ?? .box(inTypefaceOf: self)
        placed.append((glyph, advance))
        advance += glyph.advance
        previous = index
      }
    }
    return (placed, advance)
  }

  /// Returns the outlines that make a character, nil for a box: one box for a character of which no
  /// part is known, and none for parts that only change the look of others. All white space is a
  /// space.
  private func glyphIndices(of character: Character) -> [Int?] {
    if character.isWhitespace, let space = indices[0x20] { return [space] }
    let known = character.unicodeScalars.compactMap { indices[$0.value] }
    guard known.isEmpty else { return known }
    let isMark = character.unicodeScalars.allSatisfy { scalar in
      scalar.properties.isDefaultIgnorableCodePoint
        || scalar.properties.generalCategory == .nonspacingMark
    }
    return isMark ? [] : [nil]
  }
}
