import Foundation
import Testing

/// `igtool explain --augment`.
struct AugmentOptionTests {
  private let sandbox = Sandbox()

  private func explain(_ arguments: String...) throws -> Outcome {
    try sandbox.run(["explain", Samples.star, "--model", "shapes"] + arguments)
  }

  @Test(
    "A sheet shows the maps as they were seen and turned back, and lines tell how alike they are")
  func sheet() throws {
    let outcome = try explain("--augment", "rot90,flip,zoom:1.5")
    expectSuccess(outcome)
    #expect(sandbox.files == ["star.augment.png"])
    for name in ["rot90", "flip", "zoom:1.5"] {
      #expect(outcome.output.contains("\n  \(name): "), "\(outcome.output)")
    }
    #expect(outcome.output.contains("cosine ") && outcome.output.contains("top tenth of cells"))
    let sheet = try sandbox.picture("star.augment.png")
    // Four columns and two rows of 240 pixels.
    #expect(sheet.width > 4 * 240 && sheet.height > 2 * 240)
  }

  @Test("The report tells the numbers, and asks the same again")
  func report() throws {
    expectSuccess(try explain("--augment", "flip", "--save", "json,html"))
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(sandbox.bytes("star.json"))) as? [String: Any])
    let found = try #require((report["augmentations"] as? [[String: Any]])?.first)
    #expect(found["name"] as? String == "flip" && found["cosine"] is Double)
    #expect(found["cell_cosine"] is Double && found["top_overlap"] is Double)
    #expect(found["covered"] as? Double == 1)
    let page = String(decoding: try sandbox.bytes("star.html"), as: UTF8.self)
    #expect(page.contains("Changed photos"))
    let again = try explain("--like", "star.json", "--save", "augment", "-o", "again")
    expectSuccess(again)
    #expect(sandbox.files.contains("again/star.augment.png"))
    let plain = try explain("--save", "json", "-o", "plain")
    expectSuccess(plain)
    #expect(
      !String(decoding: try sandbox.bytes("plain/star.json"), as: UTF8.self)
        .contains("augmentations"))
  }

  @Test(
    "What makes no sense is refused",
    arguments: [
      (["--augment", "rot45"], "rot45"), (["--augment", "flip,flip"], "twice"),
      (["--augment", "zoom:0.5"], "above 1"), (["--save", "augment"], "--augment"),
    ])
  func refused(_ arguments: [String], _ words: String) throws {
    let outcome = try sandbox.run(["explain", Samples.star, "--model", "shapes"] + arguments)
    #expect(outcome.status == 64)
    #expect(outcome.error.contains(words), "\(outcome.error)")
    #expect(sandbox.files.isEmpty)
    let text = try sandbox.run(
      "explain", "--text", "Good.", "--model", "mood", "--augment", "flip")
    #expect(text.status == 64 && text.error.contains("--augment needs the rows and columns"))
  }
}
