import Foundation
import Imaging
import Testing

/// Files that go to standard output.
struct StandardOutputTests {
  private let sandbox = Sandbox()

  @Test("-o - writes the one file to standard output, and tells results on standard error")
  func one() throws {
    try sandbox.explain(Samples.star, "--save", "mask")
    let outcome = try sandbox.shell(
      """
      "$IGTOOL" explain '\(Samples.star)' --model shapes --steps 2 --save mask -o - >out.png
      """)
    #expect(outcome.status == 0 && outcome.output == "")
    #expect(try sandbox.bytes("out.png") == sandbox.bytes("star.mask.png"))
    #expect(outcome.errorLines.contains { $0.hasPrefix("igtool: star.png ") })
    #expect(sandbox.files == ["out.png", "star.mask.png"])

    let json = try sandbox.explain(Samples.star, "--save", "json", "-o", "-", "--quiet")
    #expect(json.error == "")
    let report = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect(report?["outputs"] as? [String] == ["-"])

    let sheet = try sandbox.shell(
      "\"$IGTOOL\" compare '\(Samples.star)' --model shapes --steps 2 -o - --quiet >sheet.png")
    #expect(sheet.status == 0)
    #expect(try sandbox.picture("sheet.png").width > 96)
  }

  @Test(
    "what is more than one file is refused before any work",
    arguments: [
      ([Samples.star], "found 2; choose one, as in --save mask"),
      ([Samples.star, Samples.ring, "--save", "mask"], "found 2"),
      ([Samples.star, "--save", "plots"], "found 2"),
      ([Samples.star, "--save", "mask", "--target", "top2"], "one for each of several targets"),
      ([Samples.star, "--save", "mask", "--json"], "choose one"),
    ])
  func several(arguments: [String], text: String) throws {
    let outcome = try sandbox.run(
      ["explain", "--model", "shapes", "--steps", "2", "-o", "-"] + arguments)
    expectUsageError(outcome, text)
    #expect(sandbox.files.isEmpty)
  }

  @Test("an output folder without a name is refused by every command")
  func nameless() throws {
    for command in [["explain", Samples.star], ["compare", Samples.star], ["run", "shapes"]] {
      let outcome = try sandbox.run(
        command + ["-o", ""]
          + (command[0] == "run" ? ["--input", "x.npy"] : ["--model", "shapes"]))
      expectUsageError(outcome, "expected a folder")
    }
    expectUsageError(
      try sandbox.run("run", "shapes", "--input", "x.npy", "-o", "-"), "run writes an array")
    #expect(sandbox.files.isEmpty)
  }
}
