import Rendering
import Testing

@Suite("Texts with marked words")
struct MarkedTextTests {
  private typealias Piece = MarkedText.Piece

  private let sample = MarkedText(
    [
      Piece("[CLS]", attribution: 9, isSpecial: true), Piece("Good", attribution: 2),
      Piece(", "), Piece("but", attribution: -1), Piece(" "), Piece("so", attribution: 0.05),
      Piece("so", attribution: 0), Piece("!"), Piece("[SEP]", isSpecial: true),
    ], unit: "logit")

  @Test("words have the class of their strength, of ten, against the strongest word")
  func levels() {
    #expect(sample.scale == 2)
    #expect(
      sample.html
        == "<span class=\"word special p10\" title=\"+9 logit\" data-attribution=\"9.0\">"
        + "[CLS]</span>"
        + "<span class=\"word p10\" title=\"+2 logit\" data-attribution=\"2.0\">Good</span>, "
        + "<span class=\"word n5\" title=\"−1 logit\" data-attribution=\"-1.0\">but</span> "
        + "<span class=\"word\" title=\"+0.05 logit\" data-attribution=\"0.05\">so</span>"
        + "<span class=\"word\" title=\"0 logit\" data-attribution=\"0.0\">so</span>!"
        + "<span class=\"special\">[SEP]</span>")
  }

  @Test("texts that are compared can have one scale")
  func commonScale() {
    var text = sample
    text.scale = 4
    #expect(text.html.contains("class=\"word p5\"") && text.html.contains("class=\"word n3\""))
    text.scale = 0
    #expect(!text.html.contains(" p") && !text.html.contains(" n"))
  }

  @Test("what is not finite is not marked, and does not set the scale")
  func notFinite() {
    let text = MarkedText(
      [
        Piece("a", attribution: .nan), Piece("b", attribution: -.infinity),
        Piece("c", attribution: 1),
      ],
      unit: "")
    #expect(text.scale == 1)
    #expect(
      text.html == "ab<span class=\"word p10\" title=\"+1\" data-attribution=\"1.0\">c</span>")
    #expect(text.terminalText(usesColor: false) { $0 } == "abc[+1]")
  }

  @Test("special pieces set the scale where no word has an attribution")
  func specialScale() {
    let text = MarkedText(
      [Piece("[CLS]", attribution: -3, isSpecial: true), Piece("a", attribution: 0)], unit: "")
    #expect(text.scale == 3 && text.html.contains("special n10"))
    #expect(MarkedText([], unit: "").scale == 0 && MarkedText([], unit: "").html.isEmpty)
  }

  @Test("texts from outside stay text", arguments: ReportPageTests.hostile)
  func escaping(text: String) {
    let marked = MarkedText(
      [Piece(text, attribution: 1), Piece(text), Piece(text, isSpecial: true)], unit: text)
    let page = ParsedPage(html: marked.html)
    #expect(
      page.tags == [
        "<span class= title= data-attribution=>", "</span>", "<span class=>", "</span>",
      ])
  }

  @Test("line ends of every kind become line feeds")
  func lineEnds() {
    let text = MarkedText([Piece("a\r\nb\rc\nd\r\r\n\ne")], unit: "")
    #expect(text.html == "a\nb\nc\nd\n\n\ne")
  }

  @Test("without colours the strongest words have their numbers")
  func plainText() {
    #expect(
      sample.terminalText(usesColor: false) { $0 } == "[CLS] Good[+2], but[−1] so[+0.05]so! [SEP]")
    #expect(
      sample.terminalText(usesColor: false, numbered: 1) { $0 } == "[CLS] Good[+2], but soso! [SEP]"
    )
    #expect(
      sample.terminalText(usesColor: false, numbered: -1) { $0 } == "[CLS] Good, but soso! [SEP]")
  }

  @Test("with colours the background says the strength, and letters are black on it")
  func coloredText() {
    let text = MarkedText(
      [
        Piece("a", attribution: 10), Piece(" "), Piece("b", attribution: -10), Piece(" "),
        Piece("c", attribution: 1), Piece("d", attribution: 0.1), Piece("[X]", isSpecial: true),
      ], unit: "")
    #expect(
      text.terminalText(usesColor: true) { $0 }
        == "\u{1b}[38;5;16;48;5;33ma\u{1b}[0m \u{1b}[38;5;16;48;5;202mb\u{1b}[0m "
        + "\u{1b}[38;5;16;48;5;195mc\u{1b}[0md \u{1b}[2m[X]\u{1b}[0m")
  }

  @Test("the caller makes texts harmless, before anything is added to them")
  func callersEscaping() {
    let text = MarkedText([Piece("\u{1b}[2J", attribution: 1), Piece("\u{7}")], unit: "")
    let shown = text.terminalText(usesColor: true) {
      $0.replacing("\u{1b}", with: "?").replacing("\u{7}", with: "!")
    }
    #expect(shown == "\u{1b}[38;5;16;48;5;33m?[2J\u{1b}[0m!")
  }
}
