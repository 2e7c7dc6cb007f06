import Foundation
import Tensors
import Testing
import igtool

/// What files are called, and which replace others.
struct NameTests {
  private let sandbox = Sandbox()

  @Test(
    "a pattern is a name with placeholders",
    arguments: [
      ("{stem}.{method}.{product}", ["star.ig.mask.png", "star.ig.json"]),
      ("{product}/{stem}", ["mask/star.png", "json/star.json"]),
      (
        "{model}-{baseline}/{stem}_{score}.{product}",
        [
          "shapes-black/star_probability.mask.png", "shapes-black/star_probability.json",
        ]
      ),
      ("{stem}.{target}.{product}", ["star.star-3.mask.png", "star.star-3.json"]),
      ("{stem}", ["star.png", "star.json"]),
    ])
  func patterns(pattern: String, files: [String]) throws {
    let outcome = try sandbox.explain(
      Samples.star, "--save", "mask,json", "--name", pattern, "-o", "maps")
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(sandbox.files == files.map { "maps/" + $0 }.sorted())
  }

  @Test(
    "a pattern that makes no sense is refused before any work",
    arguments: [
      (["--name", "{stm}.{product}"], "did you mean stem?"),
      (["--name", "{stem"], "placeholders in braces"),
      (["--name", "stem}"], "placeholders in braces"),
      (["--name", ""], "a name below the output folder"),
      (["--name", "/tmp/{stem}"], "a name below the output folder"),
      (["--name", "../{stem}.{product}"], "a name below the output folder"),
      (["--name", "{stem}"], "several files would be called star.png; add {product}"),
      (["--name", "{stem}.{product}", "--target", "top2"], "names need {target}"),
    ])
  func refused(arguments: [String], text: String) throws {
    let outcome = try sandbox.run(
      ["explain", Samples.star, "--model", "shapes", "--steps", "2"] + arguments)
    expectUsageError(outcome, text)
    #expect(sandbox.files.isEmpty)
  }

  @Test("pictures that a pattern gives one name are refused before any work")
  func sameNames() throws {
    let outcome = try sandbox.explain(Samples.star, Samples.ring, "--name", "x.{product}")
    expectFailure(outcome, status: 64, "would both write x.*")
    #expect(sandbox.files.isEmpty)
  }

  @Test("no text of a name leads out of the output folder")
  func dots() throws {
    let pattern = try NamePattern("{stem}/{product}")
    #expect(pattern.name { $0 == .stem ? ".." : "mask.png" } == "_/mask.png")
    #expect(try NamePattern("{folder}/{stem}").name { $0 == .folder ? "" : "x" } == "x")
    #expect(pattern.has(.stem) && !pattern.has(.target))
  }

  @Test("files of another method than ig have its name, and its index of pages too")
  func methods() throws {
    try sandbox.explain(Samples.star, "--save", "mask")
    let kept = try sandbox.bytes("star.mask.png")
    try sandbox.explain(Samples.star, "--save", "mask", "--method", "gradient")
    #expect(sandbox.files == ["star.gradient.mask.png", "star.mask.png"])
    #expect(try sandbox.bytes("star.mask.png") == kept)

    try sandbox.run(
      "explain", Samples.star, "--model", "shapes", "--method", "gradient", "--target", "top2",
      "--save", "html", "-o", "pages")
    #expect(sandbox.files.contains("pages/index.gradient.html"))
    #expect(sandbox.files.contains("pages/star.star-3.gradient.html"))
    let page = String(decoding: try sandbox.bytes("pages/star.star-3.gradient.html"), as: UTF8.self)
    #expect(page.contains("index.gradient.html"))
  }

  @Test("who runs a command again is told that files were replaced")
  func replaced() throws {
    let first = try sandbox.explain(Samples.star)
    #expect(first.output.hasSuffix("\n  → star.mask.png, star.overlay.png\n"))
    let again = try sandbox.explain(Samples.star)
    #expect(again.output.hasSuffix("\n  → star.mask.png, star.overlay.png (replaced)\n"))
    let more = try sandbox.explain(Samples.star, "--save", "mask,npy")
    #expect(more.output.hasSuffix("\n  → star.mask.png, star.attribution.npy (1 replaced)\n"))
    let several = try sandbox.explain(Samples.star, Samples.ring, "--save", "mask")
    #expect(several.output.hasSuffix("\n  → 2 files here: 2 mask.png (1 replaced)\n"))
    let elsewhere = try sandbox.explain(Samples.star, Samples.ring, "-o", "maps")
    #expect(elsewhere.output.hasSuffix("\n  → 4 files in maps: 2 mask.png, 2 overlay.png\n"))
  }

  @Test("a contrast's file names both classes")
  func contrast() throws {
    try sandbox.explain(
      Samples.star, "--target", "top2", "--contrast", "heart", "--save", "mask")
    #expect(sandbox.files.contains("star.star-3-minus-heart-4.mask.png"))
  }

  @Test("links lead from one file to another, whatever folders they lie in")
  func links() {
    #expect(RelativePath.path(to: "maps/index.html", from: "maps/a/b/x.html") == "../../index.html")
    #expect(RelativePath.path(to: "maps/a/x.mask.png", from: "maps/a/x.html") == "x.mask.png")
    #expect(RelativePath.path(to: "mask/x.png", from: "html/x.html") == "../mask/x.png")
    #expect(RelativePath.path(to: "./a/x.html", from: "index.html") == "a/x.html")
  }

  @Test("run tells which arrays it has replaced")
  func run() throws {
    try sandbox.write(NumPyFile.encode(Tensor([1, 3, 96, 96])), to: "x.npy")
    let arguments = ["run", "shapes", "--input", "x.npy", "-o", "out"]
    let first = try sandbox.run(arguments)
    #expect(first.status == 0 && !first.output.contains("replaced"), "\(first.error)")
    #expect(try sandbox.run(arguments).output.contains("(replaced)"))
  }
}
