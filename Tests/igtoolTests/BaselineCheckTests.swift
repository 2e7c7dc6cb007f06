import Imaging
import Testing

/// What `igtool explain` says of baselines and of maps that do not add up.
struct BaselineCheckTests {
  private let sandbox = Sandbox()

  @Test("black is nothing to the built-in network, which is as it should be")
  func black() throws {
    let found = try sandbox.explained([])
    let answer = try #require(found.report.baselineAnswers.first)
    #expect(answer.top.label == "nothing" && answer.top.probability > 0.9)
    #expect((0...1).contains(answer.entropy) && answer.entropy < 0.2)
    #expect(found.report.complete == true)
    #expect(found.report.warnings.isEmpty)
  }

  @Test("there is an answer for each baseline, noise included")
  func answers() throws {
    let report = try sandbox.report(
      "--steps", "2", "--baseline", "white", "--baseline", "noise:2", "--baseline", Samples.ring)
    #expect(report.baselineAnswers.count == 4)
    #expect(report.baselineAnswers.allSatisfy { (0...1).contains($0.entropy) })
    #expect(report.baselineAnswers.last?.top.label == "ring")
    let told = report.warnings.filter { $0.contains("is itself a \"ring\"") }
    #expect(told.count == 1 && told[0].contains(Samples.ring))
  }

  @Test("a baseline that is something itself is warned about")
  func confident() throws {
    let found = try sandbox.printed(["--steps", "60", "--baseline", Samples.ring])
    #expect(found.report.warnings.count == 1)
    let warning = try #require(found.report.warnings.first)
    #expect(warning.contains("the baseline \(Samples.ring) is itself a \"ring\""))
    #expect(warning.contains("try another --baseline"))
    #expect(found.warning.hasPrefix("igtool: warning: \(Samples.star): "))
    #expect(found.warning.contains(warning))
    #expect(found.report.baselineAnswers[0].top.label == "ring")
  }

  @Test("a target that the baseline has already is warned about")
  func shared() throws {
    let report = try sandbox.report("--steps", "2", "--target", "nothing", "--baseline", "black")
    #expect(
      report.warnings.contains {
        $0.contains("at the baseline black already") && $0.contains("--baseline")
      })
  }

  @Test("a photo that is like its baseline in large parts is warned about, at the photo only")
  func unattributable() throws {
    var dark = try Image.read(path: Samples.star).image.samples
    // Everything but the middle is black.
    for row in 0..<96 {
      for column in 0..<96 where !(32..<64).contains(row) || !(32..<64).contains(column) {
        for channel in 0..<3 { dark[(row * 96 + column) * 3 + channel] = 0 }
      }
    }
    let picture = try sandbox.write(
      try Image(width: 96, height: 96, samples: dark).pngData(), to: "dark.png")
    let black = try sandbox.explained(["--steps", "8", "--target", "star"], picture: picture)
    let share = try #require(black.report.unattributableShare)
    #expect((0.3...1).contains(share))
    #expect(black.report.warnings.contains { $0.contains("nothing can be attributed") })

    let white = try sandbox.explained(
      ["--steps", "8", "--target", "star", "--baseline", "white"], picture: picture)
    #expect(try #require(white.report.unattributableShare) < share)
    #expect(!white.report.warnings.contains { $0.contains("nothing can be attributed") })

    // A rectifier's zeros are no dark parts.
    let layer = try sandbox.explained(
      ["--steps", "8", "--target", "star", "--layer", "inception_4b"], picture: picture)
    #expect(try #require(layer.report.unattributableShare) > 0.3)
    #expect(!layer.report.warnings.contains { $0.contains("nothing can be attributed") })
  }

  @Test(
    "a gap above 5 % is told, with what makes it smaller",
    arguments: [
      (["--steps", "2"], "try more --steps, or none"),
      (["--method", "blur-ig", "--steps", "2"], "try more --steps"),
      (["--method", "guided-ig", "--steps", "2", "--rule", "left"], "try more --steps"),
      (
        ["--method", "expected-gradients", "--samples", "2", "--reference", Samples.ring],
        "try more --samples"
      ),
      (["--method", "deeplift"], "try --score logit, or --method ig"),
    ])
  func gap(arguments: [String], advice: String) throws {
    let found = try sandbox.explained(arguments)
    #expect(try #require(found.report.relativeGap) > 0.05)
    #expect(found.report.complete == false)
    #expect(
      found.report.warnings.contains {
        $0.contains("\"star\" miss the change of its score by ") && $0.hasSuffix(advice)
      }, "\(found.report.warnings)")
  }

  @Test("warnings are told as they are reported, one line each")
  func told() throws {
    let found = try sandbox.printed(["--steps", "2"])
    #expect(!found.report.warnings.isEmpty)
    let lines = found.warning.split(separator: "\n").map(String.init)
    #expect(
      lines == found.report.warnings.map { "igtool: warning: \(Samples.star): \($0)" })
  }

  @Test("--quiet says nothing, but the report has the warnings")
  func quiet() throws {
    let found = try sandbox.printed(["--steps", "2", "--quiet"])
    #expect(found.warning == "")
    #expect(found.report.warnings.count == 1)
  }
}
