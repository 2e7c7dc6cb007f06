import Foundation
import Imaging
import Testing
import igtool

/// The line about an explanation.
struct ResultLineTests {
  private let sandbox = Sandbox()
  private let long = "a name that nobody would type by hand, but cameras and tools do, 0001.png"
  private let numbers = ["   0.1 → 99.5 %", "    35 evaluations", " 0.05 s"]

  private func line(_ columns: Int?, name: String? = nil) -> String {
    let name = name ?? long
    return ResultLine([name, "x.png"], columns: columns).text(
      name: name, subject: "great grey owl − kelpie", numbers: numbers, quality: "gap  0.8 %")
  }

  @Test("where no terminal is, names are whole, and columns of usual names below each other")
  func whole() {
    #expect(line(nil).hasPrefix(long + "  great grey owl − kelpie  "))
    let names = ["scene.png", "x.png"]
    let lines = names.map { name in
      Array(
        ResultLine(names, columns: nil).text(
          name: name, subject: "heart", numbers: numbers, quality: ""))
    }
    #expect(lines[0].firstIndex(of: "→") == lines[1].firstIndex(of: "→"))
  }

  @Test("in a terminal the line fits, and says what matters most", arguments: 10...160)
  func fits(columns: Int) {
    let text = line(columns)
    #expect(text.displayWidth <= columns)
    if columns >= 50 {
      #expect(text.contains("0.1 → 99.5 %") && text.hasSuffix("gap  0.8 %"), "\(text)")
      #expect(text.hasPrefix("a n") && (text.contains("…") || columns >= 156))
    }
    #expect(text.contains("0.05 s") == (columns >= 76), "\(columns)")
  }

  @Test("names that take two cells a letter fit, too")
  func wide() {
    for columns in 40...100 {
      #expect(
        line(columns, name: String(repeating: "图", count: 60) + ".png").displayWidth <= columns)
    }
  }

  @Test("names are whole in a pipe, whatever their length; a terminal's line fits it")
  func program() throws {
    try sandbox.write(try Samples.bytes(Samples.star), to: long)
    let piped = try sandbox.explain(long, "--save", "npy", "--contrast", "ring")
    #expect(piped.output.hasPrefix(long + "  star − ring  "))
    let screen = try Terminal(.silent, columns: 64).run(
      sandbox.program(
        [
          "explain", long, "--model", "shapes", "--steps", "64", "--save", "npy", "--contrast",
          "ring",
        ],
        environment: ["TERM": "dumb"]))
    let result = screen.text.split(whereSeparator: \.isNewline).first { $0.contains("gap") }
    let shown = try #require(result)
    #expect(shown.displayWidth <= 64 && shown.contains("…") && shown.contains("star − ring"))
  }

  @Test("a contrast is told with its own score, and a logit as one")
  func explained() throws {
    let contrast = try sandbox.explain(Samples.star, "--contrast", "ring", "--save", "json")
    let report = try ReportText.read(try sandbox.bytes("star.json"))
    #expect(contrast.output.contains("  star − ring  "))
    #expect(contrast.output.contains(String(format: "→ %.1f %%", report.score.input * 100)))
    let logit = try sandbox.explain(Samples.star, "--score", "logit", "--save", "json")
    let score = try ReportText.read(try sandbox.bytes("star.json")).score
    let baseline = try #require(score.baseline)
    #expect(logit.output.contains(String(format: "logit %.4g → %.4g", baseline, score.input)))
  }

  @Test("a map that says nothing is told in words, in line, report and page")
  func nothing() throws {
    let black = Image(width: 96, height: 96, samples: [UInt8](repeating: 0, count: 96 * 96 * 3))
    try sandbox.write(try black.pngData(), to: "black.png")
    let outcome = try sandbox.explain("black.png", "--save", "json,html")
    #expect(outcome.status == 0)
    let words = "map zero everywhere, score does not change"
    #expect(outcome.output.split(separator: "\n")[0].hasSuffix(words))
    #expect(outcome.error.contains("the map is zero everywhere"))
    let report = try ReportText.read(try sandbox.bytes("black.json"))
    #expect(report.relativeGap == nil && report.gap == 0 && report.complete == true)
    #expect(report.remarks == ["map zero everywhere", "score does not change"])
    let page = String(decoding: try sandbox.bytes("black.html"), as: UTF8.self)
    #expect(page.contains("map zero everywhere") && page.contains("score does not change"))
    #expect(try sandbox.explain("black.png", "--require-gap", "0.01", "--save", "npy").status == 0)
  }

  @Test("no number is told with more digits than people read")
  func digits() throws {
    let outcome = try sandbox.explain(
      Samples.star, "--target", "heart", "--baseline", Samples.ring, "--require-gap", "0.05")
    #expect(outcome.status == 3)
    #expect(outcome.output.contains("gap over 1000 %"))
    #expect(outcome.error.contains("by over 1000 %"))
    #expect(outcome.error.contains("completeness gap over 1000 % of \"heart\" is above 5 %"))
    #expect(outcome.error.firstMatch(of: /[0-9]\.[0-9]{5}/) == nil, "\(outcome.error)")
  }
}
