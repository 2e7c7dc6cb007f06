import Foundation
import Imaging
import Testing

/// How maps and pictures of them look on request.
struct LookTests {
  private let sandbox = Sandbox()

  /// The picture of a product that options give.
  private func picture(_ product: String, _ arguments: String...) throws -> Image {
    let folder = UUID().uuidString
    let outcome = try sandbox.run(
      ["explain", Samples.star, "--model", "shapes", "--steps", "4", "--save", product, "--quiet"]
        + ["-o", folder] + arguments)
    try #require(outcome.status == 0, "\(outcome.error)")
    return try sandbox.picture("\(folder)/star.\(product).png")
  }

  @Test(
    "every option for maps changes the mask",
    arguments: [
      ["--reduction", "l2"], ["--reduction", "maximum"], ["--polarity", "positive"],
      ["--polarity", "negative"], ["--clip", "mass:90"], ["--clip", "90"], ["--cut", "80"],
      ["--cut", "mass:30"], ["--gamma", "0.5"], ["--blur-map", "2"], ["--cleanup", "3"],
      ["--keep", "5"], ["--scale", "0.5"], ["--style", "paper"], ["--style", "tutorial"],
    ])
  func options(_ option: [String]) throws {
    let plain = try picture("mask")
    let folder = UUID().uuidString
    try sandbox.run(
      [
        "explain", Samples.star, "--model", "shapes", "--steps", "4", "--save", "mask", "-o",
        folder,
      ]
        + option)
    #expect(try sandbox.picture("\(folder)/star.mask.png") != plain)
  }

  @Test("asking for signs sums channels up, and colours become diverging")
  func signs() throws {
    func map(_ arguments: String...) throws -> [String: Any] {
      let outcome = try sandbox.run(
        [
          "explain", Samples.star, "--model", "shapes", "--steps", "2", "--save", "heatmap",
          "--json",
        ]
          + arguments)
      let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
      let report = try #require(object as? [String: Any])
      return try #require(report["map"] as? [String: Any])
    }
    let plain = try map()
    #expect(plain["reduction"] as? String == "absolute-sum")
    #expect(plain["color_map"] as? String == "inferno")
    let both = try map("--polarity", "both")
    #expect(both["reduction"] as? String == "sum" && both["color_map"] as? String == "red-blue")
    #expect(both["floor"] as? Double == 0)
    let positive = try map("--polarity", "positive")
    #expect(positive["color_map"] as? String == "inferno")
    #expect(try map("--color-map", "red-blue")["reduction"] as? String == "sum")
    #expect(try map("--scale", "0.25")["scale"] as? Double == 0.25)
  }

  @Test("legends and captions stand below pictures, and --no-legend takes them away")
  func frames() throws {
    let plain = try picture("overlay")
    let legend = try picture("overlay", "--legend")
    let both = try picture("overlay", "--legend", "--caption")
    #expect(plain.width == legend.width && legend.width == both.width)
    #expect(plain.height < legend.height && legend.height < both.height)
    // The picture itself stays as it is.
    #expect(both.samples.starts(with: plain.samples))
    let clean = try picture("overlay", "--style", "clean", "--no-legend", "--no-caption")
    #expect(clean.height == plain.height)
    #expect(try picture("alpha", "--legend", "--caption").height == picture("alpha").height)
  }

  @Test("--style tutorial writes its figure alone: baseline, photo, mask and overlay")
  func tutorial() throws {
    let outcome = try sandbox.explain(
      Samples.star, "--style", "tutorial", "--steps", "4", "--baseline", "uniform:0,0,255")
    #expect(outcome.status == 0)
    #expect(sandbox.files == ["star.panel.png"])
    let panel = try sandbox.picture("star.panel.png")
    let photo = try Image.read(path: Samples.star).image
    // 96 pixels are enlarged three times; the gap is a sixtieth of that.
    let side = 3 * photo.width
    #expect(panel.width == 2 * side + 4 && panel.height > 2 * side + 20)
    let blue = stride(from: 0, to: panel.samples.count, by: 3).count {
      panel.samples[$0..<$0 + 3] == [0, 0, 255]
    }
    #expect(blue >= side * side)
    // A method without a baseline has a figure of three.
    try sandbox.explain(
      Samples.ring, "--style", "tutorial", "--method", "gradient", "--save", "panel,mask")
    #expect(try sandbox.picture("ring.gradient.panel.png").width > 3 * photo.width)
  }

  @Test("maps on one scale can be compared: only the largest reaches the full colour")
  func sharedScale() throws {
    let pictures = ["star", "ring", "cross"].map { "\(Samples.folder)/\($0).png" }
    func scales(_ choice: String) throws -> [Double] {
      let outcome = try sandbox.run(
        ["explain"] + pictures + ["--model", "shapes", "--steps", "4", "--save", "mask", "--json"]
          + ["--scale", choice, "-o", choice])
      #expect(outcome.status == 0)
      return try outcome.output.split(separator: "\n").map { line in
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        return try #require((object?["map"] as? [String: Any])?["scale"] as? Double)
      }
    }
    let (each, shared) = (try scales("each"), try scales("shared"))
    #expect(each.count == 3 && Set(each).count == 3)
    #expect(shared == [Double](repeating: each.max() ?? 0, count: 3))
    let brightest = try ["star", "ring", "cross"].map {
      try sandbox.picture("shared/\($0).mask.png").samples.max() ?? 0
    }
    #expect(brightest.max() == 255)
  }

  @Test("on a shared scale, pictures that fail are told in their turn, and standard input is kept")
  func sharedFailures() throws {
    try sandbox.write(try DamagedPicture.text.bytes(), to: "text.jpg")
    try sandbox.write(try Samples.bytes(Samples.star), to: "star.png")
    let outcome = try sandbox.shell(
      "exec \"$IGTOOL\" explain star.png text.jpg - --model shapes --steps 2 --save mask"
        + " --scale shared < \(Samples.ring)")
    #expect(outcome.status == 1)
    #expect(outcome.error.contains("text.jpg: text, neither JPEG nor PNG"))
    #expect(sandbox.files == ["star.mask.png", "star.png", "stdin.mask.png", "text.jpg"])
  }

  @Test("on a shared scale, what cannot be drawn is written all the same")
  func sharedVector() throws {
    let outcome = try sandbox.run(
      "explain", Samples.star, "--model", "shapes", "--layer", "features", "--steps", "2", "--save",
      "npy", "--scale", "shared", "--quiet")
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(sandbox.files == ["star.attribution.npy"])
  }

  @Test(
    "pictures for people of small photos are enlarged, those for machines keep the photo's size")
  func canvas() throws {
    for (product, side) in [
      ("overlay", 288), ("heatmap", 288), ("masked", 288), ("outline", 288), ("contours", 288),
      ("mask", 96), ("scaled", 96), ("alpha", 96),
    ] {
      let found = try picture(product)
      #expect(found.width == side && found.height == side, "\(product)")
    }
    #expect(try picture("overlay", "--canvas", "photo").width == 96)
    let large = try picture("overlay", "--canvas", "640")
    #expect(large.width == 640 && large.height == 640)
    #expect(try picture("mask", "--canvas", "200").width == 200)
    // Enlarged smoothly: neighbours hardly differ where the small picture has edges.
    let steps = zip(large.samples, large.samples.dropFirst(3)).map { abs(Int($0) - Int($1)) }
    let small = try picture("overlay", "--canvas", "photo")
    let edges = zip(small.samples, small.samples.dropFirst(3)).map { abs(Int($0) - Int($1)) }
    #expect((steps.max() ?? 0) < (edges.max() ?? 0) * 2 / 3)
  }

  @Test("maps in colours are smoothed, masks are not, and --blur-map decides for both")
  func smoothing() throws {
    func blurs(_ arguments: String...) throws -> [Double] {
      let outcome = try sandbox.run(
        ["explain", Samples.star, "--model", "shapes", "--steps", "2", "--save", "mask", "--json"]
          + arguments)
      let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
      let map = try #require((object as? [String: Any])?["map"] as? [String: Any])
      let colored = try #require(map["colored"] as? [String: Any])
      return [map["blur"], colored["blur"]].compactMap { $0 as? Double }
    }
    // 1/150 of 96 pixels.
    #expect(try blurs() == [0, 0.64])
    #expect(try blurs("--blur-map", "0") == [0, 0])
    #expect(try blurs("--blur-map", "3") == [3, 3])
    #expect(try blurs("--style", "paper") == [0, 0])
    #expect(try blurs("--style", "clean") == [2, 2])
  }

  @Test("a masked photo keeps a fifth, what --keep says, or what --cut leaves")
  func masked() throws {
    func keptShare(_ arguments: String...) throws -> Double {
      let photo = try Image.read(path: Samples.star).image
      let folder = UUID().uuidString
      try sandbox.run(
        [
          "explain", Samples.star, "--model", "shapes", "--steps", "4", "--save", "masked",
          "--canvas", "photo", "-o", folder,
        ] + arguments)
      let masked = try sandbox.picture("\(folder)/star.masked.png")
      let kept = stride(from: 0, to: photo.samples.count, by: 3).count {
        photo.samples[$0..<$0 + 3] == masked.samples[$0..<$0 + 3]
      }
      return Double(kept) / Double(photo.width * photo.height)
    }
    // The scene has no black pixels, which would be the same dimmed.
    let rounding = 0.5 / (96 * 96)
    #expect(abs(try keptShare() - 0.2) <= rounding)
    #expect(abs(try keptShare("--keep", "7") - 0.07) <= rounding)
    #expect(abs(try keptShare("--cut", "90") - 0.1) <= rounding)
    #expect(abs(try keptShare("--cut", "90", "--keep", "5") - 0.05) <= rounding)
    let byMass = try keptShare("--cut", "mass:50")
    #expect(byMass > 0.01 && byMass < 0.5)
  }

  @Test("a strip begins with the baseline and ends with the photo, for paths along a line only")
  func strip() throws {
    #expect(try picture("strip").width > 7 * 96)
    for arguments in [
      ["--method", "gradient"], ["--method", "blur-ig"], ["--method", "guided-ig"],
      ["--layer", "conv2"],
    ] {
      expectUsageError(
        try sandbox.run(
          ["explain", Samples.star, "--model", "shapes", "--save", "strip"] + arguments),
        "takes no straight path")
      expectUsageError(
        try sandbox.run(
          ["explain", Samples.star, "--model", "shapes", "--save", "animation"] + arguments),
        "--save animation: ")
    }
  }

  @Test("an animation begins with the baseline, for programs that show its first frame alone")
  func animation() throws {
    let first = try picture("animation", "--baseline", "uniform:0,0,255")
    #expect(first.width == 288 && first.height > 288)
    let bytes = stride(from: 0, to: first.samples.count, by: 3)
    #expect(bytes.count { first.samples[$0..<$0 + 3] == [0, 0, 255] } == 288 * 288)
    let outcome = try sandbox.explain(
      Samples.ring, "--steps", "8", "--save", "animation", "-o", "moving")
    #expect(outcome.status == 0)
    let file = try sandbox.bytes("moving/ring.animation.png")
    let controls = file.indices.dropLast(4).count { file[$0..<$0 + 4].elementsEqual("fcTL".utf8) }
    #expect(controls == 31)
  }

  @Test("plots tell of the path, as SVG and as a picture; methods without one have one plot")
  func plots() throws {
    try sandbox.explain(Samples.star, "--steps", "16", "--save", "plots", "--quiet")
    #expect(sandbox.files == ["star.plots.png", "star.plots.svg"])
    let sheet = String(decoding: try sandbox.bytes("star.plots.svg"), as: UTF8.self)
    for title in [
      "Score along the path", "Gradient along the path", "Where the sum is earned", "Convergence",
      "How concentrated the attribution is", "From the baseline to the photo",
    ] {
      #expect(sheet.contains(">\(title)<"), "\(title)")
    }
    let picture = try sandbox.picture("star.plots.png")
    #expect(picture.width > 1500)

    try sandbox.explain(Samples.ring, "--method", "gradient", "--save", "plots", "--quiet")
    let plain = String(decoding: try sandbox.bytes("ring.gradient.plots.svg"), as: UTF8.self)
    #expect(plain.contains("How concentrated") && !plain.contains("Score along"))
  }

  @Test("watching the path for plots changes neither the sum nor the evaluations")
  func watched() throws {
    let (plain, watched) = (
      try sandbox.report("--steps", "20"),
      try sandbox.report("--steps", "20", "--save", "npy,html")
    )
    #expect(plain.evaluations == watched.evaluations)
    #expect(abs(plain.sum - watched.sum) <= 1e-4 * abs(plain.sum))
  }

  @Test(
    "what makes no sense of a look is a usage error",
    arguments: [
      (["--clip", "mass:101"], "mass:P"), (["--clip", "hot"], "expected a percentile"),
      (["--cut", "-1"], "expected a percentile"), (["--gamma", "0"], "--gamma"),
      (["--gamma", "nan"], "--gamma"), (["--blur-map", "-1"], "--blur-map"),
      (["--cleanup", "100"], "--cleanup"), (["--keep", "0"], "--keep"),
      (["--canvas", "8"], "canvas"), (["--canvas", "big"], "canvas"),
      (["--scale", "0"], "expected each, shared"), (["--scale", "inf"], "expected each, shared"),
      (["--style", "ugly"], "ugly"), (["--reduction", "median"], "median"),
      (["--reduction", "l2", "--polarity", "negative"], "has no signs"),
    ])
  func usage(arguments: [String], text: String) throws {
    // An equals sign keeps numbers below zero from being read as options.
    let words = arguments.count == 2 ? ["\(arguments[0])=\(arguments[1])"] : arguments
    expectUsageError(
      try sandbox.run(["explain", Samples.star, "--model", "shapes"] + words), text)
    #expect(sandbox.files.isEmpty)
  }
}
