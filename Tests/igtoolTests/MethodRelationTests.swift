import Imaging
import Tensors
import Testing

/// What methods of `igtool explain` have to do with each other, and what their maps add up to.
struct MethodRelationTests {
  private let sandbox = Sandbox()

  // MARK: - Sums

  @Test(
    "idgi adds up to the change of the score, however few its steps",
    arguments: ["straight", "blur", "guided"])
  func importantDirection(path: String) throws {
    let report = try sandbox.report("--method", "idgi", "--steps", "3", "--path", path)
    #expect(report.path == path)
    #expect(report.complete == true)
    // Rounding of single attributions, which are not negative.
    #expect(try #require(report.relativeGap) < 1e-6)
    #expect(report.warnings.isEmpty)
  }

  @Test("left-ig adds up to about 90 % of the change of the score")
  func left() throws {
    let report = try sandbox.report("--method", "left-ig", "--steps", "60")
    let start = try #require(report.score.baseline)
    let promised = report.sum - (try #require(report.gap))
    let share = promised / (report.score.input - start)
    // The path ends at the first step beyond 90 %.
    #expect((0.9...1).contains(share))
    #expect(report.complete == true)
    #expect(report.evaluations < 61)
  }

  @Test("guided-ig comes close to the change of the score with enough steps")
  func guided() throws {
    let report = try sandbox.report("--method", "guided-ig", "--steps", "60")
    #expect(report.complete == true)
    // 61 waypoints, the score of the photo, and what steps need besides.
    #expect(report.evaluations >= 62)
    let whole = try sandbox.report(
      "--method", "guided-ig", "--steps", "60", "--rule", "trapezoid")
    #expect(whole.evaluations == 61)
    #expect(try #require(report.relativeGap) <= 0.02)
  }

  @Test("the gap of blur-ig shrinks with its steps, and begins at a blurred photo")
  func blur() throws {
    let coarse = try sandbox.report("--method", "blur-ig", "--score", "logit", "--steps", "4")
    let fine = try sandbox.report("--method", "blur-ig", "--score", "logit", "--steps", "80")
    let gaps = (coarse: try #require(coarse.relativeGap), fine: try #require(fine.relativeGap))
    #expect(gaps.fine < gaps.coarse)
    // Rounding of products may depend on how many points are multiplied at a time.
    let ends = try (fine: #require(fine.score.baseline), coarse: #require(coarse.score.baseline))
    #expect(abs(ends.fine - ends.coarse) < 1e-5)
    let sharp = try sandbox.report(
      "--method", "blur-ig", "--score", "logit", "--steps", "4", "--max-sigma", "0.001")
    let start = try #require(sharp.score.baseline)
    #expect(abs(start - sharp.score.input) < 1e-3)
  }

  @Test("expected gradients of the photo itself are zero, those of another picture miss by chance")
  func expectedGradients() throws {
    let method = ["--method", "expected-gradients", "--samples", "60", "--reference"]
    let own = try sandbox.explained(method + [Samples.star])
    #expect(own.map.values.allSatisfy { $0 == 0 })
    let other = try sandbox.explained(method + [Samples.ring]).report
    let ig = try sandbox.report("--steps", "4", "--baseline", Samples.ring)
    let starts = (try #require(other.score.baseline), try #require(ig.score.baseline))
    #expect(abs(starts.0 - starts.1) < 1e-6)
    #expect(try #require(other.relativeGap) < 0.1)
  }

  @Test("mean gradients promise no sum; times photo minus baseline they are attributions")
  func multiplication() throws {
    let products = try sandbox.map("--steps", "4")
    let plain = try sandbox.explained(["--steps", "4", "--multiply-by-inputs", "no"])
    #expect(plain.report.multipliedByInputs == false)
    #expect(plain.report.gap == nil && plain.report.complete == nil)
    let pixels = try Image.read(path: Samples.star).image.samples
    expectClose(products, zip(plain.map.values, pixels).map { $0 * Float($1) / 127.5 })
    let expected = try sandbox.report(
      "--method", "expected-gradients", "--reference", Samples.ring, "--samples", "4",
      "--multiply-by-inputs", "no")
    #expect(expected.multipliedByInputs == false && expected.gap == nil)
  }

  // MARK: - Methods that are others in special cases

  @Test("guided-ig that must not leave the straight line is ig")
  func guidedOnTheLine() throws {
    // In a grainy picture, rounding decides no maximum of a pooling window.
    let picture = try sandbox.grainyStar()
    let guided = try sandbox.explained(
      ["--method", "guided-ig", "--steps", "8", "--max-distance", "0", "--rule", "trapezoid"],
      picture: picture)
    let straight = try sandbox.explained(["--method", "ig", "--steps", "8"], picture: picture)
    expectClose(guided.map, straight.map.values, within: 1e-4)
  }

  @Test("paths of guided-ig and blur-ig are those of --path")
  func paths() throws {
    // With one step, left-ig takes the whole path.
    for (name, path) in [("guided-ig", "guided"), ("blur-ig", "blur")] {
      let own = try sandbox.explained(
        ["--method", name, "--steps", "1", "--rule", "trapezoid"])
      let left = try sandbox.explained(["--method", "left-ig", "--path", path, "--steps", "1"])
      #expect(left.report.path == path)
      #expect(own.map == left.map)
    }
  }

  @Test("xrai is ig from black and white, ranked by regions")
  func regions() throws {
    let xrai = try sandbox.explained(["--method", "xrai", "--steps", "2"])
    let ig = try sandbox.explained(
      ["--steps", "2", "--regions", "--baseline", "black", "--baseline", "white"])
    #expect(xrai.map == ig.map)
    #expect(xrai.report.regions && ig.report.regions)
    #expect(xrai.report.evaluations == ig.report.evaluations)
  }

  @Test(
    "regions are ranked by any method's map: each has one value", arguments: ["gradient", "rise"])
  func regionsOfOthers(name: String) throws {
    let method = try #require(QuickMethod.all.first { $0.name == name })
    let ranked = try sandbox.explained(method.arguments + ["--regions"])
    #expect(ranked.report.regions && ranked.report.method == name)
    #expect(ranked.report.gap == nil)
    let plain = try sandbox.explained(method.arguments).map
    #expect(Set(ranked.map.values).count < Set(plain.values).count / 10)
  }

  @Test("covering the whole photo costs the score's change, shared out evenly")
  func wholeWindow() throws {
    let occlusion = try sandbox.explained(["--method", "occlusion", "--window", "96"])
    let report = try sandbox.report("--method", "idgi", "--steps", "1")
    let change = report.score.input - (try #require(report.score.baseline))
    expectClose(
      occlusion.map, occlusion.map.values.map { _ in Float(change / 3) }, within: 1e-5)
    #expect(occlusion.report.evaluations == 2)
  }

  @Test("windows and their distance decide how often the network is asked")
  func windows() throws {
    // Windows of 48 pixels at 0 and 48 in either direction, and the photo.
    let report = try sandbox.report(
      "--method", "occlusion", "--window", "48", "--stride", "48")
    #expect(report.evaluations == 5)
  }

  @Test("rise asks once for each mask, and gives colours the same")
  func masks() throws {
    let found = try sandbox.explained(["--method", "rise", "--samples", "30"])
    #expect(found.report.evaluations == 31)
    let values = found.map.values
    #expect(values.allSatisfy { $0 >= 0 })
    let red = stride(from: 0, to: values.count, by: 3).map { values[$0] }
    for channel in [1, 2] {
      #expect(stride(from: channel, to: values.count, by: 3).map { values[$0] } == red)
    }
  }

  @Test("deeplift compares with a baseline, and says how far it is from adding up")
  func deepLift() throws {
    let black = try sandbox.report("--method", "deeplift", "--score", "logit")
    let ig = try sandbox.report("--steps", "2", "--score", "logit")
    #expect(black.score.kind == "logit")
    let starts = (try #require(black.score.baseline), try #require(ig.score.baseline))
    #expect(abs(starts.0 - starts.1) < 1e-4)
    let gap = try #require(black.gap)
    #expect(abs(gap - (black.sum - (black.score.input - starts.0))) < 1e-9)
    let own = try sandbox.explained(["--method", "deeplift", "--baseline", Samples.star])
    #expect(own.map.values.allSatisfy { $0 == 0 })
    #expect(own.report.gap == 0 && own.report.complete == true)
  }

  @Test("gradients that pass rectifiers by other rules are other gradients")
  func rectifiers() throws {
    let maps = try ["gradient", "guided-backprop", "deconvnet"].map {
      try sandbox.map("--method", $0)
    }
    #expect(maps[0] != maps[1] && maps[0] != maps[2] && maps[1] != maps[2])
  }
}
