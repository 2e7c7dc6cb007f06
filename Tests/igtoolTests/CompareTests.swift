import Foundation
import Imaging
import Testing

/// `igtool compare`.
struct CompareTests {
  private let sandbox = Sandbox()

  private func compare(_ arguments: String...) throws -> Outcome {
    try sandbox.run(["compare", Samples.star, "--model", "shapes"] + arguments)
  }

  /// The cells that the JSON of one picture tells of.
  private func cells(_ outcome: Outcome) throws -> [[String: Any]] {
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
    return try #require(object?["cells"] as? [[String: Any]])
  }

  @Test("every combination is a cell, and what a method does not heed is not computed again")
  func combinations() throws {
    let outcome = try compare(
      "--method", "ig", "--method", "gradient", "--baseline", "black", "--baseline", "white",
      "--steps", "2", "--steps", "4", "--target", "top2", "--json")
    expectSuccess(outcome)
    let cells = try cells(outcome)
    // ig: 2 baselines × 2 steps × 2 targets; gradient: 2 targets.
    #expect(cells.count == 10)
    #expect(cells.count { $0["method"] as? String == "gradient" } == 2)
    let evaluations = cells.compactMap { $0["evaluations"] as? Int }
    #expect(Set(evaluations) == [1, 3, 5])
    #expect(sandbox.files == ["star.compare.png"])
    let sheet = try sandbox.picture("star.compare.png")
    // 2 × 2 × 2 rows of pictures enlarged to 192 pixels with notes below.
    #expect(sheet.height > 8 * 192 && sheet.width > 2 * 192)
  }

  @Test("a cell's numbers are those that explain gives")
  func numbers() throws {
    let cells = try cells(
      compare("--baseline", "white", "--baseline", "blur:4", "--steps", "8", "--json"))
    for (cell, baseline) in zip(cells, ["white", "blur:4"]) {
      let report = try sandbox.report("--baseline", baseline, "--steps", "8")
      // The two decoders of JSON may differ in the last digit.
      #expect(abs((cell["sum"] as? Double ?? .nan) - report.sum) <= 1e-12)
      #expect(cell["baselines"] as? [String] == [baseline])
    }
  }

  @Test("the axis of the columns can be chosen, and a single long row is broken")
  func layout() throws {
    func size(_ arguments: String...) throws -> (Int, Int) {
      let outcome = try sandbox.run(
        ["compare", Samples.star, "--model", "shapes", "--steps", "2", "--quiet"] + arguments)
      #expect(outcome.status == 0, "\(outcome.error)")
      let picture = try sandbox.picture("star.compare.png")
      return (picture.width, picture.height)
    }
    let baselines = ["black", "white", "gray"].flatMap { ["--baseline", $0] }
    let wide = try sandbox.run(
      ["compare", Samples.star, "--model", "shapes", "--steps", "2"] + baselines)
    #expect(wide.status == 0)
    let row = try sandbox.picture("star.compare.png")
    #expect(row.width > 3 * 192)
    let tall = try size(
      "--baseline", "black", "--baseline", "white", "--baseline", "gray", "--columns", "method")
    #expect(tall.1 > row.height)
    let many = try size(
      "--baseline", "uniform:1,0,0", "--baseline", "uniform:2,0,0", "--baseline", "uniform:3,0,0",
      "--baseline", "uniform:4,0,0", "--baseline", "uniform:5,0,0", "--baseline", "uniform:6,0,0",
      "--baseline", "uniform:7,0,0", "--baseline", "uniform:8,0,0")
    #expect(many.0 < 6 * (192 + 40) && many.1 > row.height + 192)
  }

  @Test("maps share a scale where that shows all of them, or each has its own")
  func scale() throws {
    func sheet(_ baseline: String, _ arguments: String...) throws -> Image {
      let outcome = try sandbox.run(
        ["compare", Samples.star, "--model", "shapes", "--steps", "4", "--baseline", "black"]
          + ["--baseline", baseline] + arguments)
      expectSuccess(outcome)
      return try sandbox.picture("star.compare.png")
    }
    // The map from dark gray is two thirds as strong as that from black, the one from gray a fifth.
    #expect(try sheet("uniform:60,60,60") != sheet("uniform:60,60,60", "--scale", "each"))
    #expect(try sheet("gray", "--show", "overlay") == sheet("gray", "--scale", "each"))
    #expect(try sheet("gray") != sheet("gray", "--scale", "0.03"))
  }

  @Test(
    "several pictures make several sheets and one of all, and one that fails does not keep the others back"
  )
  func batch() throws {
    try sandbox.write(try DamagedPicture.text.bytes(), to: "text.jpg")
    for (name, source) in [("star.png", Samples.star), ("ring.png", Samples.ring)] {
      try sandbox.write(try Samples.bytes(source), to: name)
    }
    let outcome = try sandbox.run(
      "compare", "star.png", "text.jpg", "ring.png", "--model", "shapes", "--steps", "2", "-o",
      "sheets")
    #expect(outcome.status == 1)
    #expect(outcome.error.contains("text.jpg: text, neither JPEG nor PNG"))
    #expect(
      sandbox.files.filter { $0.hasPrefix("sheets/") }
        == ["sheets/compare.png", "sheets/ring.compare.png", "sheets/star.compare.png"])
  }

  @Test("the sheet of all pictures has a row for each, and every map")
  func overview() throws {
    _ = try compare("--baseline", "black", "--baseline", "white", "--steps", "2")
    #expect(sandbox.files == ["star.compare.png"])
    let outcome = try sandbox.run(
      "compare", Samples.star, Samples.ring, Samples.folder + "/cross.png", "--model", "shapes",
      "--steps", "2", "--baseline", "black", "--baseline", "white", "-o", "all")
    expectSuccess(outcome)
    #expect(outcome.output.contains("→ all/compare.png"))
    let (sheet, one) = (
      try sandbox.picture("all/compare.png"), try sandbox.picture("all/star.compare.png")
    )
    #expect(sheet.height > 3 * 192 && sheet.height > one.height && sheet.width > 2 * 192)
    let own = try sandbox.run(
      "compare", Samples.star, Samples.ring, "--model", "shapes", "--no-clobber", "-o", "all")
    expectFailure(own, status: 73, "--no-clobber")
  }

  @Test("--no-clobber keeps a sheet, and no sheet replaces an input")
  func protection() throws {
    try sandbox.write(try Samples.bytes(Samples.star), to: "star.compare.png")
    let outcome = try sandbox.run(
      "compare", Samples.star, "--model", "shapes", "--no-clobber")
    expectFailure(outcome, status: 73, "--no-clobber")
    let own = try sandbox.run(
      "compare", Samples.star, "--model", "shapes", "--baseline", "star.compare.png")
    expectFailure(own, status: 64, "is an input")
  }

  @Test(
    "arguments that make no sense are usage errors",
    arguments: [
      (["--method", "conductance"], "needs --layer"), (["--method", "portrait"], "portrait"),
      (["--steps", "0"], "--steps 0"), (["--steps", "4", "--method", "gradient"], "means nothing"),
      (["--baseline", "noise:0"], "noise:0"), (["--target", "9999"], "9999"),
      (["--cell", "8"], "--cell 8"), (["--show", "npy"], "npy"),
      (["--method", "ig", "--method", "ig"], "given twice"),
      (["--columns", "rows"], "rows"), (["--legend"], "--legend"),
      (["--canvas", "model"], "--canvas"),
      (["--steps", "5", "--rule", "left"], "rule"),
    ])
  func usage(arguments: [String], text: String) throws {
    expectUsageError(
      try sandbox.run(["compare", Samples.star, "--model", "shapes"] + arguments), text)
    #expect(sandbox.files.isEmpty)
  }
}
