import Foundation

extension Typeface {
  /// Reads the numbers of a table of outlines. What a table holds, in which order, is said in
  /// `Scripts/make-typeface`, which writes them.
  struct Reader {
    private var bytes: Data.Iterator

    init(_ data: Data) {
      bytes = data.makeIterator()
    }

    /// The typeface that the table describes.
    var typeface: Typeface {
      var reader = self
      var typeface = Typeface()
      typeface.unitsPerEm = Double(max(reader.number(), 1))
      typeface.ascent = Double(reader.number())
      typeface.descent = Double(reader.number())
      reader.readGlyphs(into: &typeface)
      reader.readKerning(into: &typeface)
      return typeface
    }

    private mutating func readGlyphs(into typeface: inout Typeface) {
      var (code, composites): (Int, [(glyph: Int, parts: [Part])]) = (0, [])
      for index in 0..<number() {
        let step = number()
        code += step
        if step > 0 { typeface.indices[UInt32(code)] = index }
        typeface.glyphs.append(Glyph(advance: Double(number()), contours: []))
        let (count, isComposite) = number().quotientAndRemainder(dividingBy: 2)
        if isComposite == 1 {
          composites.append((index, (0..<count).map { _ in part() }))
        } else {
          typeface.glyphs[index].contours = contours(count)
        }
      }
      for (index, parts) in composites {
        typeface.glyphs[index].contours = parts.flatMap { part in
          typeface.glyphs[part.glyph].contours.map { contour in
            contour.map {
              Glyph.Node(x: $0.x + part.x, y: $0.y + part.y, isOnCurve: $0.isOnCurve)
            }
          }
        }
      }
    }

    private struct Part {
      var glyph: Int
      var x: Double
      var y: Double
    }

    private mutating func part() -> Part {
      Part(glyph: number(), x: Double(signed()), y: Double(signed()))
    }

    private mutating func contours(_ count: Int) -> [[Glyph.Node]] {
      var (x, y) = (0, 0)
      return (0..<count).map { _ in
        (0..<number()).map { _ in
          let step = number()
          x += Self.signed(step >> 1)
          y += signed()
          return Glyph.Node(x: Double(x), y: Double(y), isOnCurve: step & 1 == 1)
        }
      }
    }

    private mutating func readKerning(into typeface: inout Typeface) {
      var first = 0
      for _ in 0..<number() {
        first += number()
        typeface.kerning[first << 16 + number()] = Double(signed())
      }
    }

    /// The next unsigned number; 0 after the end.
    private mutating func number() -> Int {
      var (value, shift) = (0, 0)
      while let byte = bytes.next() {
        value |= Int(byte & 127) << shift
        if byte < 128 { break }
        shift += 7
      }
      return value
    }

    private mutating func signed() -> Int { Self.signed(number()) }

    private static func signed(_ value: Int) -> Int {
      value & 1 == 0 ? value >> 1 : -(value + 1) >> 1
    }
  }
}
