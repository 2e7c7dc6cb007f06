import Imaging

/// Which point of a line of text its origin is.
public enum TextAlignment: String, CaseIterable, Hashable, Sendable {
  /// The left end.
  case start
  /// The middle.
  case middle
  /// The right end.
  case end

  /// How much of the text lies to the left of the origin, from 0 to 1.
  var share: Double {
    switch self {
    case .start: 0
    case .middle: 0.5
    case .end: 1
    }
  }
}

extension Canvas {
  /// Draws a line of text. A character that the typeface lacks is a box.
  ///
  /// - Parameters:
  ///   - text: the characters; accents that stand alone are joined with what they follow.
  ///   - origin: the start, the middle or the end of the line, on the baseline, which is moved to the
  ///     nearest border between two rows of pixels, so that the letters stand sharply on it.
  ///   - size: height of the em in pixels; lines are `Lettering.lineHeight(size:)` apart.
  ///   - color: colour of the letters.
  ///   - alignment: which point of the line the origin is.
  ///   - weight: how bold the letters are.
  public mutating func text(
    _ text: String, at origin: Point, size: Double, color: Color,
    alignment: TextAlignment = .start, weight: TextWeight = .regular
  ) {
    let typeface = Typeface.of(weight)
    let placed = typeface.placed(text)
    let scale = size / typeface.unitsPerEm
    let left = origin.x - alignment.share * placed.advance * scale
    for (glyph, advance) in placed.glyphs where !glyph.isEmpty {
      fill(
        glyph.path(x: left + advance * scale, y: origin.y.rounded(), scale: scale), color: color)
    }
  }
}
