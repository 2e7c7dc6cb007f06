import Foundation
import Testing
import igtool

/// The line that fills up during long work.
struct ProgressTests {
  private let line = ProgressLine(
    position: "picture 3 of 13", label: "holiday/great-grey-owl-in-the-morning.jpg", share: 0.5,
    amount: "64 of 128 evaluations", rate: "98/s", remaining: "1 s left")

  @Test("a wide line has everything")
  func wide() {
    let bar = String(repeating: "█", count: 12) + String(repeating: "░", count: 12)
    #expect(
      line.text(columns: 200)
        == "picture 3 of 13 · holiday/great-grey-owl-in-the-morning.jpg \(bar) "
        + "64 of 128 evaluations · 98/s · 1 s left")
  }

  @Test("the label is cut first, in its middle, and the line never is wider than the terminal")
  func narrow() {
    let cut = line.text(columns: 110)
    #expect(cut.displayWidth == 110)
    #expect(cut.contains("picture 3 of 13 · holiday/"))
    #expect(cut.contains("…") && cut.contains("g.jpg █") && cut.hasSuffix("98/s · 1 s left"))
    for columns in 0...200 { #expect(line.text(columns: columns).displayWidth <= columns) }
    #expect(line.text(columns: 60).contains("64 of 128 evaluations · 1 s left"))
    #expect(line.text(columns: 40).hasPrefix("64 of 128 evaluations"))
  }

  @Test("without a total there is no bar")
  func unknown() {
    let line = ProgressLine(label: "net", share: nil, amount: "12 MB", rate: "3.0 MB/s")
    #expect(line.text(columns: 80) == "net 12 MB · 3.0 MB/s")
  }

  @Test("texts are as wide as terminals draw them, and are cut to fit")
  func widths() {
    #expect("photo.jpg".displayWidth == 9)
    #expect("写真.jpg".displayWidth == 8)
    #expect("e\u{301}te\u{301}".displayWidth == 3)
    #expect("🦉".displayWidth == 2)
    #expect("abcdefgh".cutInTheMiddle(columns: 8) == "abcdefgh")
    #expect("abcdefgh".cutInTheMiddle(columns: 7) == "abc…fgh")
    #expect("abcdefgh".cutInTheMiddle(columns: 4) == "ab…h")
    #expect("abcdefgh".cutInTheMiddle(columns: 1) == "…")
    #expect("abcdefgh".cutInTheMiddle(columns: 0) == "")
    #expect("写真写真写真".cutInTheMiddle(columns: 7) == "写真…真")
  }

  @Test(
    "times are written in the two largest units, rounded up",
    arguments: [
      (0.0, "0 s"), (0.1, "1 s"), (12, "12 s"), (59.5, "1 min"), (200, "3 min 20 s"),
      (3599, "59 min 59 s"), (3600, "1 h"), (3841, "1 h 5 min"), (-3, "0 s"),
    ])
  func times(seconds: Double, text: String) {
    #expect(TimeSpan(seconds: seconds).description == text)
  }

  @Test("times that are no number are long, not a crash")
  func endless() {
    #expect(TimeSpan(seconds: .infinity).description == "24000 h")
    #expect(TimeSpan(seconds: .nan).description == "24000 h")
  }

  @Test("the rate is that of the last seconds")
  func rate() throws {
    var rate = ProgressRate()
    #expect(rate.perSecond == nil)
    rate.note(1000, at: 0)
    rate.note(1001, at: 0.1)
    #expect(rate.perSecond == nil)
    for step in 1...100 { rate.note(1000 + 10 * step, at: Double(step) * 0.1) }
    #expect(abs(try #require(rate.perSecond) - 100) < 1e-9)
    for step in 1...100 { rate.note(2000 + 20 * step, at: 10 + Double(step) * 0.1) }
    #expect(abs(try #require(rate.perSecond) - 200) < 1e-9)
  }

  @Test("other work begins with no rate")
  func otherWork() {
    var rate = ProgressRate()
    rate.note(0, at: 0)
    rate.note(50, at: 1)
    #expect(rate.perSecond == 50)
    rate.note(3, at: 1.5)
    #expect(rate.perSecond == nil)
  }

  @Test("the bar of several pictures says which, fits the terminal, and leaves no trace")
  func pictures() throws {
    let sandbox = Sandbox()
    let program = sandbox.program(
      ["explain", Samples.star, Samples.ring, "--model", "shapes", "--steps", "400"],
      environment: ["TERM": "xterm-256color"])
    let screen = try Terminal(.silent, columns: 80).run(program)
    #expect(screen.outcome.status == 0)
    let lines = screen.text.components(separatedBy: "\r\u{1b}[K").map {
      $0.prefix { $0 != "\r\n" && $0 != "\n" }
    }
    let bars = lines.filter { $0.contains(" of 401 evaluations") }
    #expect(bars.contains { $0.hasPrefix("picture 1 of 2 · ") && $0.hasSuffix(" s left for all") })
    #expect(bars.contains { $0.hasPrefix("picture 2 of 2 · ") })
    #expect(bars.allSatisfy { $0.displayWidth < 80 })
    // Every bar is taken away before a result is written.
    #expect(screen.text.contains("\r\u{1b}[Kstar.png  star "))
  }
}
