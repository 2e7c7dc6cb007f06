import Rendering
import Testing

@Suite("Bars of one row in a terminal")
struct TerminalBarsTests {
  @Test("Names and values are whole where nothing limits a line, and bars end below each other")
  func whole() {
    let long = String(repeating: "a name of many words ", count: 6)
    let chart = AttributionBars(
      [
        .init(name: long, value: "a value of many words, too", attribution: 0.5),
        .init(name: "short", value: "1", attribution: -0.25),
      ], title: "", caption: [], unit: "")
    let lines = TerminalBars(chart).lines(
      width: 60, cutsNames: false, usesColor: false, unicode: true, displayWidth: \.count)
    #expect(lines[0].hasPrefix(long + "  a value of many words, too  "))
    #expect(lines[0].count == lines[1].count && lines.allSatisfy { $0.contains("█") })
    let cut = TerminalBars(chart).lines(
      width: 60, usesColor: false, unicode: true, displayWidth: \.count)
    #expect(cut.allSatisfy { $0.count <= 60 } && cut[0].contains("…"))
  }

  private func lines(
    _ bars: [(name: String, value: String, attribution: Double)], width: Int,
    usesColor: Bool = false, unicode: Bool = true
  ) -> [String] {
    let bars = bars.map {
      AttributionBars.Bar(name: $0.name, value: $0.value, attribution: $0.attribution)
    }
    return TerminalBars(AttributionBars(bars, title: "", unit: "")).lines(
      width: width, usesColor: usesColor, unicode: unicode, displayWidth: Self.cells)
  }

  /// Two cells for what is not of Latin letters, as East Asian characters have.
  private static func cells(_ text: String) -> Int {
    text.reduce(0) { $0 + ("\u{1100}"..."\u{FFFF}" ~= $1 && $1 > "\u{2FFF}" ? 2 : 1) }
  }

  private static func withoutCodes(_ text: String) -> String {
    text.replacing(#/\u{1b}\[[0-9;]*m/#, with: "")
  }

  @Test("bars of one sign fill the room in proportion, to an eighth of a cell")
  func oneSign() {
    #expect(
      lines([("a", "", 16), ("b", "", 8), ("c", "", 1), ("d", "", 0)], width: 20) == [
        "a  ██████████  +16.0", "b  █████        +8.0", "c  ▋            +1.0",
        "d                  0",
      ])
    #expect(
      lines([("a", "", -16), ("b", "", -8)], width: 20) == [
        "a  ██████████  −16.0", "b       █████   −8.0",
      ])
  }

  @Test("bars of both signs lie on both sides of one line, on the same scale")
  func bothSigns() {
    #expect(
      lines([("a", "", 1), ("b", "", -1), ("c", "", -0.375)], width: 20) == [
        "a       │████  +1.00", "b   ████│      −1.00", "c     ▐█│      −0.38",
      ])
  }

  @Test("values stand beside the names where there is room, and go before the bars do")
  func values() {
    let bars = [("age", "39", 2.0), ("sex", "f", 1)]
    #expect(
      lines(bars, width: 30) == [
        "age  39  ██████████████  +2.00", "sex  f   ███████         +1.00",
      ])
    #expect(
      lines(bars, width: 20) == ["age  ████████  +2.00", "sex  ████      +1.00"])
    #expect(
      lines([("marital-status", "", 2.0)], width: 20) == ["marita…status  +2.00"])
  }

  @Test("ASCII is asked for and written")
  func ascii() {
    let bars = [("marital-status", "never married", 0.5), ("b", "", -0.25), ("c", "", .nan)]
    for width in [20, 34, 70] {
      let lines = lines(bars, width: width, unicode: false)
      #expect(lines.allSatisfy { $0.unicodeScalars.allSatisfy(\.isASCII) })
    }
    #expect(
      lines([("a", "", 1), ("b", "", -1)], width: 20, unicode: false) == [
        "a       |####  +1.00", "b   ####|      -1.00",
      ])
  }

  @Test("colours add codes alone, and exchange colours where a bar ends to the left")
  func colors() throws {
    let bars = [("a", "", 1.0), ("b", "", -1), ("c", "", -0.28125)]
    let plain = lines(bars, width: 20)
    let coded = lines(bars, width: 20, usesColor: true)
    #expect(coded[0] == "a       │\u{1b}[38;5;33m████\u{1b}[0m  +1.00")
    #expect(Self.withoutCodes(coded[1]) == plain[1])
    // 1.125 cells: of the second cell the left 7 eighths have the colour of the paper.
    #expect(
      coded[2] == "c     \u{1b}[38;5;202m\u{1b}[7m▉\u{1b}[27m█\u{1b}[0m│      −0.28")
    #expect(!plain.joined().contains("\u{1b}"))
    // Nothing is coded where nothing is drawn.
    #expect(!lines([("a", "", 0)], width: 20, usesColor: true).joined().contains("\u{1b}"))
  }

  @Test(
    "every line is as wide as the others and fits, whatever the width", arguments: [false, true])
  func widths(usesColor: Bool) {
    let bars: [(String, String, Double)] = [
      ("a_long_name_of_a_column_that_nobody_can_remember", "0.123456789", 0.001),
      ("年齢と職業と学歴と婚姻状況", "独身", -12.5), ("x", "", 3), ("y", "1", 1e-9),
      ("z", "–", .infinity),
    ]
    for width in [-5, 0, 1, 10, 20, 21, 25, 33, 40, 41, 60, 80, 120, 200] {
      let lines = lines(bars, width: width, usesColor: usesColor).map(Self.withoutCodes)
      let widths = Set(lines.map(Self.cells))
      #expect(widths.count == 1 && widths.allSatisfy { $0 <= max(width, 20) })
    }
  }

  @Test("the same bars as in the chart, in the same order")
  func sameBars() {
    var chart = AttributionBars(
      (0..<40).map { .init(name: "c\($0)", value: "", attribution: Double($0)) }, title: "",
      unit: "")
    chart.limit = 2
    let lines = TerminalBars(chart).lines(
      width: 40, usesColor: false, unicode: true, displayWidth: \.count)
    #expect(lines.map { $0.prefix { $0 != " " } } == ["c39", "c38", "38"])
    #expect(lines[2].hasPrefix("38 others ") && lines[2].hasSuffix("+703"))
  }

  @Test("the largest and the smallest numbers have bars of a length")
  func extremes() {
    for scale in [1e308, Double.leastNonzeroMagnitude] {
      let lines = lines([("a", "", scale), ("b", "", -scale)], width: 34)
      #expect(lines[0].contains("│███") && lines[1].contains("███│"))
    }
    let far = lines([("a", "", 1e308), ("b", "", -Double.leastNonzeroMagnitude)], width: 34)
    #expect(far[0].contains("███") && !far[1].contains("█"))
  }

  @Test("no bars, no lines")
  func empty() {
    #expect(lines([], width: 80).isEmpty)
  }
}
