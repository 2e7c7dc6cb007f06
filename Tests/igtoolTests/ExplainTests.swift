import Foundation
import Imaging
import Tensors
import Testing

/// What `igtool explain` writes.
struct ExplainTests {
  private let sandbox = Sandbox()

  @Test("explaining a photo writes a mask and an overlay of the photo's size, and a summary")
  func defaults() throws {
    let outcome = try sandbox.run("explain", Samples.star, "--model", "shapes")
    expectSuccess(outcome)
    #expect(sandbox.files == ["star.mask.png", "star.overlay.png"])
    let photo = try Image.read(path: Samples.star).image
    for name in sandbox.files {
      let picture = try sandbox.picture(name)
      #expect((picture.width, picture.height) == (photo.width, photo.height))
    }
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.count == 2)
    #expect(lines[0].hasPrefix("\(Samples.star): star "))
    let parts = lines[0].components(separatedBy: " · ")
    #expect(parts.contains { $0.hasSuffix(" evaluations") })
    #expect(parts.contains { $0.hasPrefix("gap ") && $0.hasSuffix(" %") })
    #expect(parts.contains { $0.hasPrefix("residuals ") && $0.hasSuffix(" %") })
    #expect(parts.last?.hasPrefix("map error about ") == true)
    #expect(lines[1] == "  → star.mask.png, star.overlay.png")
  }

  @Test("every product can be asked for, and only those asked for are written")
  func products() throws {
    let names = ["mask", "overlay", "heatmap", "panel", "masked", "outline"]
    let all = (names + ["npy", "json"]).joined(separator: ",")
    let outcome = try sandbox.explain(Samples.star, "--save", all, "-o", "maps/new")
    #expect(outcome.status == 0)
    let expected =
      names.map { "maps/new/star.\($0).png" }
      + ["maps/new/star.attribution.npy", "maps/new/star.json"]
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
    try sandbox.explain("photo.png", "--save", "mask,overlay,npy")
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
