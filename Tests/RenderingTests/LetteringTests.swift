import Imaging
import Rendering
import Testing

@Suite("Lettering")
struct LetteringTests {
  private func drawn(
    _ text: String, alignment: TextAlignment = .start, weight: TextWeight = .regular
  ) -> Image {
    var canvas = Canvas(width: 120, height: 30, color: .white)
    canvas.text(
      text, at: Point(x: 60, y: 20), size: 16, color: .black, alignment: alignment, weight: weight)
    return canvas.image
  }

  /// First and last column that are not white.
  private func columns(_ image: Image) -> ClosedRange<Int>? {
    let columns = image.samples.indices.filter { image.samples[$0] < 255 }
      .map { $0 / 3 % image.width }
    guard let first = columns.min(), let last = columns.max() else { return nil }
    return first...last
  }

  @Test("the width of a text is the sum of the advances of its characters")
  func advances() {
    for weight in TextWeight.allCases {
      let parts = ["m", "i", "n", "0", "±", "é"]
      let sum = parts.reduce(0) { $0 + Lettering.width(of: $1, size: 20, weight: weight) }
      #expect(abs(Lettering.width(of: parts.joined(), size: 20, weight: weight) - sum) < 1e-9)
    }
    // An M of the typeface is 1767 units wide, of 2048 in an em.
    #expect(Lettering.width(of: "M", size: 2048) == 1767)
  }

  @Test("letters that would leave a gap are set closer")
  func kerning() {
    let pair = Lettering.width(of: "AV", size: 100)
    #expect(
      pair < Lettering.width(of: "A", size: 100) + Lettering.width(of: "V", size: 100) - 1)
  }

  @Test("width grows with size in proportion, and bold is wider")
  func proportion() {
    let text = "completeness gap"
    let width = Lettering.width(of: text, size: 10)
    #expect(abs(Lettering.width(of: text, size: 25) - 2.5 * width) < 1e-9)
    #expect(Lettering.width(of: text, size: 10, weight: .bold) > width)
  }

  @Test("text starts, centres or ends at its origin")
  func alignment() throws {
    let (start, middle, end) = (
      try #require(columns(drawn("HH"))), try #require(columns(drawn("HH", alignment: .middle))),
      try #require(columns(drawn("HH", alignment: .end)))
    )
    #expect(start.lowerBound >= 60 && end.upperBound < 60)
    #expect(abs(middle.lowerBound + middle.upperBound + 1 - 120) <= 1)
  }

  @Test("letters stand on the baseline, and descenders reach below it")
  func baseline() {
    let rows = { (text: String) in
      let image = drawn(text)
      return image.samples.indices.filter { image.samples[$0] < 128 }.map { $0 / 3 / image.width }
    }
    // Capitals are 1493 of 2048 units high.
    #expect(rows("H").max() == 19)
    #expect(rows("H").min() == 8)
    #expect((rows("g").max() ?? 0) > 20)
  }

  @Test("a letter covers each pixel by the area of its outline there")
  func outline() {
    // The outline of é in DejaVu Sans 2.37, cut to every pixel as a polygon by fontTools' curves.
    let areas: [UInt8] = [
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
      0, 0, 0, 0, 0, 0, 21, 47, 0, 0, 0,
      0, 0, 0, 0, 0, 10, 211, 104, 0, 0, 0,
      0, 0, 0, 0, 0, 156, 137, 0, 0, 0, 0,
      0, 0, 0, 0, 12, 88, 2, 0, 0, 0, 0,
      0, 0, 0, 45, 165, 210, 196, 103, 1, 0, 0,
      0, 0, 46, 243, 143, 64, 91, 231, 119, 0, 0,
      0, 0, 176, 165, 0, 0, 0, 86, 236, 2, 0,
      0, 0, 236, 180, 129, 130, 130, 150, 255, 26, 0,
      0, 0, 246, 169, 121, 121, 121, 121, 121, 14, 0,
      0, 0, 208, 139, 0, 0, 0, 0, 0, 0, 0,
      0, 0, 99, 244, 72, 0, 0, 18, 81, 0, 0,
      0, 0, 0, 116, 241, 234, 227, 249, 161, 0, 0,
      0, 0, 0, 0, 7, 43, 44, 11, 0, 0, 0,
    ]
    var canvas = Canvas(width: 11, height: 14, color: .black)
    canvas.text("é", at: Point(x: 1.25, y: 13.3), size: 14, color: .white)
    for (pixel, area) in areas.enumerated() {
      // Chords within 1/50 pixel of the curves: 5 levels along the side of a pixel.
      #expect(abs(Int(canvas.image.samples[3 * pixel]) - Int(area)) <= 5)
    }
  }

  @Test("every character that labels and plots need has an outline of its own")
  func repertoire() {
    let box = drawn("日")
    let wanted = "AZaz09~ÄÖüßéñçøÅłŒšžΑΩαωΣΔ·…–—‘’“”→←×−±≈≤≥∫√∞°%²³₁₂█∂∇⁻•µ½"
    for character in wanted {
      #expect(drawn(String(character)) != box, "\(character)")
      #expect(columns(drawn(String(character))) != nil, "\(character)")
    }
  }

  @Test("unknown characters are boxes, one each, and invisible ones are nothing")
  func unknown() {
    let width = Lettering.width(of: "日", size: 10)
    #expect(width > 0)
    #expect(abs(Lettering.width(of: "👨‍👩‍👧日", size: 10) - 2 * width) < 1e-9)
    #expect(Lettering.width(of: "\u{200D}\u{FE0F}", size: 10) == 0)
    #expect(drawn("\u{1}\u{7F}") != drawn(""))
  }

  @Test("an accent that stands alone is joined with its letter")
  func composition() {
    #expect(drawn("e\u{301}") == drawn("é"))
  }

  @Test("an empty text has no width and leaves no trace")
  func empty() {
    #expect(Lettering.width(of: "", size: 12) == 0)
    #expect(columns(drawn("")) == nil)
    #expect(columns(drawn("  \t\n")) == nil)
    #expect(Lettering.wrapped("", width: 10, size: 12) == [])
    #expect(Lettering.shortened("", toWidth: 0, size: 12) == "")
  }

  @Test("a text that is too long is shortened to the width, with an ellipsis")
  func shortened() {
    let text = "golden retriever"
    #expect(Lettering.shortened(text, toWidth: 500, size: 12) == text)
    for width in stride(from: 20.0, to: 90, by: 7) {
      let short = Lettering.shortened(text, toWidth: width, size: 12)
      #expect(short.hasSuffix("…") && text.hasPrefix(short.dropLast()))
      #expect(Lettering.width(of: short, size: 12) <= width)
    }
    #expect(Lettering.shortened("golden retriever", toWidth: 1, size: 12) == "…")
  }

  @Test("wrapped lines fit, keep all words, and end at line breaks")
  func wrapped() {
    let text = "the quick brown fox jumps over the lazy dog\nagain"
    let lines = Lettering.wrapped(text, width: 90, size: 12)
    #expect(lines.allSatisfy { Lettering.width(of: $0, size: 12) <= 90 })
    #expect(lines.joined(separator: " ") == text.replacing("\n", with: " "))
    #expect(lines.last == "again")
    #expect(Lettering.wrapped("a\n\nb\n", width: 90, size: 12) == ["a", "", "b"])
  }

  @Test("a word wider than the line is cut, and no width loops forever")
  func longWord() {
    let word = String(repeating: "w", count: 40)
    let lines = Lettering.wrapped(word, width: 60, size: 12)
    #expect(lines.count > 1 && lines.joined() == word)
    #expect(Lettering.wrapped("abc", width: 0, size: 12) == ["a", "b", "c"])
  }

  @Test("names are cut before their endings and behind hyphens, where that leaves no short line")
  func cutNames() {
    func wrapped(_ name: String, toFit line: String) -> [String] {
      Lettering.wrapped(name, width: Lettering.width(of: line, size: 12), size: 12)
    }
    #expect(
      wrapped("17ab5563b441224b.jpg", toFit: "17ab5563b441224b.jp") == ["17ab5563b441224b", ".jpg"])
    #expect(
      wrapped("17ab5563b441224b.jpg", toFit: "17ab5563b441224b.") == ["17ab5563b441224b", ".jpg"])
    #expect(wrapped("great-grey-owl.png", toFit: "great-grey-ow") == ["great-grey-", "owl.png"])
    #expect(wrapped("a-goldfinches", toFit: "a-goldfin") == ["a-goldfin", "ches"])
  }

  @Test("the last of too many lines ends with an ellipsis")
  func maximumLines() {
    let text = "the quick brown fox jumps over the lazy dog"
    let lines = Lettering.wrapped(text, width: 90, size: 12, maximumLines: 2)
    #expect(lines.count == 2 && lines[1].hasSuffix("…"))
    #expect(Lettering.width(of: lines[1], size: 12) <= 90)
    #expect(Lettering.wrapped(text, width: 90, size: 12, maximumLines: 0) == [])
  }
}
