import Foundation
import Imaging
import Tensors
import Testing

/// What `igtool explain` writes.
struct ExplainTests {
  private let sandbox = Sandbox()

  @Test("explaining a photo writes a mask of its size, an overlay that can be seen, and a summary")
  func defaults() throws {
    let outcome = try sandbox.run("explain", Samples.star, "--model", "shapes")
    expectSuccess(outcome)
    #expect(sandbox.files == ["star.mask.png", "star.overlay.png"])
    let photo = try Image.read(path: Samples.star).image
    let (mask, overlay) = (
      try sandbox.picture("star.mask.png"), try sandbox.picture("star.overlay.png")
    )
    #expect((mask.width, mask.height) == (photo.width, photo.height))
    // Photos of 96 pixels are enlarged three times for people.
    #expect((overlay.width, overlay.height) == (3 * photo.width, 3 * photo.height))
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.count == 2)
    // star.png  star  0.2 → 98.6 %  35 evaluations  0.05 s  gap  0.9 %
    let words = lines[0].split(separator: " ").map(String.init)
    #expect(Array(words[..<2]) == ["star.png", "star"])
    #expect(words[3] == "→" && words[5] == "%" && words[7] == "evaluations" && words[9] == "s")
    #expect(words[10] == "gap" && words[12...] == ["%"] && Double(words[11]) != nil)
    #expect(lines[1] == "  → star.mask.png, star.overlay.png")
  }

  @Test("lines of several pictures have their columns below each other, --verbose tells more")
  func columns() throws {
    let outcome = try sandbox.explain(Samples.star, Samples.folder + "/crescent.png")
    let lines = outcome.output.split(separator: "\n").map(Array.init)
    try #require(lines.count == 3)
    #expect(String(lines[2]) == "  → 4 files here: 2 mask.png, 2 overlay.png")
    #expect(lines[0].count == lines[1].count && lines[0].count < 100)
    #expect(lines[0].firstIndex(of: "→") == lines[1].firstIndex(of: "→"))
    let detailed = try sandbox.run("explain", Samples.star, "--model", "shapes", "--verbose").output
    #expect(detailed.contains("\n  → star.mask.png, star.overlay.png (replaced)\n  sum "))
    #expect(detailed.contains(" · map error about "))
  }

  @Test("every product can be asked for, and only those asked for are written")
  func products() throws {
    let names = [
      "mask", "overlay", "heatmap", "panel", "masked", "scaled", "alpha", "outline", "contours",
      "strip", "animation",
    ]
    let all = (names + ["plots", "npy", "json", "html"]).joined(separator: ",")
    let outcome = try sandbox.explain(Samples.star, "--save", all, "-o", "maps/new")
    #expect(outcome.status == 0)
    let expected =
      names.map { "maps/new/star.\($0).png" }
      + ["attribution.npy", "json", "html", "plots.svg", "plots.png"].map { "maps/new/star.\($0)" }
    #expect(sandbox.files == expected.sorted())
    for name in names { _ = try sandbox.picture("maps/new/star.\(name).png") }
    let panel = try sandbox.picture("maps/new/star.panel.png")
    #expect(panel.width > 3 * 96)

    try sandbox.explain(Samples.ring, "--save", "npy", "--quiet")
    #expect(sandbox.files.filter { $0.contains("ring") } == ["ring.attribution.npy"])
  }

  @Test("--quiet says nothing")
  func quiet() throws {
    let outcome = try sandbox.explain(Samples.ring, "--quiet")
    expectSuccess(outcome)
    #expect(outcome.output == "")
  }

  @Test("pictures are drawn at the photo's size, or with --canvas model at the network's")
  func canvas() throws {
    let photo = try Image.read(path: Samples.star).image.resampled(
      width: 150, height: 110, filter: .bilinear)
    try sandbox.write(try photo.pngData(), to: "photo.png")
    try sandbox.explain("photo.png", "--save", "mask,overlay,npy", "--canvas", "photo")
    try sandbox.explain("photo.png", "--save", "mask", "--canvas", "model", "-o", "model")
    for name in ["photo.mask.png", "photo.overlay.png"] {
      let picture = try sandbox.picture(name)
      #expect((picture.width, picture.height) == (150, 110))
    }
    let picture = try sandbox.picture("model/photo.mask.png")
    #expect((picture.width, picture.height) == (96, 96))
    #expect(try sandbox.array("photo.attribution.npy").shape == [96, 96, 3])
  }

  @Test("outputs of an earlier run are replaced")
  func replaces() throws {
    try sandbox.write(Array("old".utf8), to: "star.mask.png")
    #expect(try sandbox.explain(Samples.star).status == 0)
    _ = try sandbox.picture("star.mask.png")
  }

  @Test(
    "the same command gives the same bytes, whatever the number of threads",
    arguments: [["--method", "ig"], ["--baseline", "noise:2", "--rule", "midpoint"]])
  func reproducible(options: [String]) throws {
    var first: [String: [UInt8]] = [:]
    for (run, threads) in [1, 1, 2, 3].enumerated() {
      let folder = "run\(run)"
      let outcome = try sandbox.run(
        [
          "explain", Samples.star, "--model", "shapes", "--steps", "9", "--quiet",
          "--save", "mask,overlay,npy", "-o", folder, "--threads", "\(threads)",
        ] + options)
      #expect(outcome.status == 0, "\(outcome.error)")
      for name in ["star.mask.png", "star.overlay.png", "star.attribution.npy"] {
        let bytes = try sandbox.bytes("\(folder)/\(name)")
        if let earlier = first[name] {
          #expect(bytes == earlier, "\(name) with \(threads) threads")
        } else {
          first[name] = bytes
        }
      }
    }
  }
}
