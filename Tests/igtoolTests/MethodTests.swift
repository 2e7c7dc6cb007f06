import Foundation
import Imaging
import Tensors
import Testing

/// What is explained, and how: targets, scores, methods, rules and baselines.
struct MethodTests {
  private let sandbox = Sandbox()

  /// The attributions of the star, or another picture, with further arguments.
  private func map(_ arguments: String..., of picture: String = Samples.star) throws -> Tensor {
    let steps = arguments.contains("--method") ? [] : ["--steps", "3"]
    return try Explained(steps + arguments, picture: picture).map
  }

  // MARK: - The engine

  @Test("fast convolutions and exact ones give the same map but for rounding")
  func exactConvolution() throws {
    let (fast, exact) = (try map().values, try map("--exact").values)
    let norm = exact.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    let distance = zip(fast, exact).reduce(0.0) { sum, pair in
      let difference = Double(pair.0) - Double(pair.1)
      return sum + difference * difference
    }.squareRoot()
    #expect(fast != exact, "--exact changes nothing")
    // Rounding decides some maxima of pooling windows over the flat areas of a drawing.
    #expect(distance / norm < 0.01)
  }

  @Test("products by BLAS give the same map but for rounding")
  func productsByBLAS() throws {
    // Some BLAS sum neighbouring rows in different orders, so that over a flat area of a drawing
    // rounding decides maxima of pooling windows.
    let picture = try sandbox.grainyStar()
    let own = try map("--exact", of: picture).values
    let blas = try map("--exact", "--blas", of: picture).values
    #expect(zip(own, blas).allSatisfy { abs($0 - $1) < 1e-4 })
  }

  @Test("a bound on memory changes a map by rounding at most")
  func memoryBound() throws {
    let (free, bound) = (try map().values, try map("--memory", "1M").values)
    #expect(zip(free, bound).allSatisfy { abs($0 - $1) < 1e-4 })
  }

  // MARK: - Targets

  @Test("of several targets, each has its own files and its own object")
  func severalTargets() throws {
    let outcome = try sandbox.explain(
      Samples.star, "--target", "top2", "--target", "STAR", "--json", "--save", "mask,json")
    let reports = try outcome.reports()
    #expect(reports.map(\.target.index) == reports[0].top.prefix(2).map { $0.index })
    #expect(Set(reports.flatMap(\.outputs)) == Set(sandbox.files))
    #expect(sandbox.files.contains("star.star-3.mask.png"))
    #expect(sandbox.files.count == 4)
  }

  @Test("a class is named by its index or by its label", arguments: ["6", "ring", "Ring"])
  func naming(target: String) throws {
    let report = try sandbox.explain(Samples.star, "--target", target, "--json").report()
    #expect(report.target == .init(index: 6, label: "ring"))
    #expect(sandbox.files == ["star.mask.png", "star.overlay.png"])
  }

  @Test(
    "a class that does not exist is an error before any work, with what may have been meant",
    arguments: [
      ("sta", "did you mean \"star\""), ("11", "from 0 to 10"), ("top12", "at most top11"),
      ("top0", "top1 or more"), ("-1", "target"),
    ])
  func unknownTarget(target: String, text: String) throws {
    let outcome = try sandbox.explain("none.png", "--target=\(target)")
    expectFailure(outcome, status: 64, text)
    #expect(sandbox.files.isEmpty)
  }

  @Test("a contrast explains the difference of two scores")
  func contrast() throws {
    let outcome = try sandbox.explain(
      Samples.star, "--contrast", "ring", "--score", "logit", "--json")
    let report = try outcome.report()
    #expect(report.contrast == .init(index: 6, label: "ring"))
    let star = try map("--score", "logit", "--target", "star")
    let ring = try map("--score", "logit", "--target", "ring")
    let both = try map("--score", "logit", "--contrast", "ring")
    expectClose(both, zip(star.values, ring.values).map { $0 - $1 })
    expectFailure(
      try sandbox.explain(Samples.star, "--contrast", "star"), status: 64, "the target itself")
  }

  // MARK: - Scores, methods, rules

  @Test("scores are logarithms and exponentials of each other")
  func scores() throws {
    let scores = try ["probability", "logit", "log-probability"].map { kind in
      let report = try sandbox.explain(Samples.star, "--score", kind, "--json").report()
      #expect(report.score.kind == kind)
      return report.score.input
    }
    #expect(abs(scores[0] - exp(scores[2])) < 1e-5)
    #expect(scores[1] > 0)
  }

  @Test("input × gradient is the gradient times the network's input")
  func methods() throws {
    let gradient = try map("--method", "gradient")
    let product = try map("--method", "input-x-gradient")
    let pixels = try Image.read(path: Samples.star).image.samples
    let input = pixels.map { (Float($0) - 127.5) / 127.5 }
    expectClose(product, zip(gradient.values, input).map { $0 * $1 })
  }

  @Test(
    "a rule with N steps evaluates as many points as it says",
    arguments: [
      ("trapezoid", 5), ("left", 4), ("right", 4), ("midpoint", 4), ("gauss-legendre", 4),
    ])
  func rules(rule: String, evaluations: Int) throws {
    let outcome = try sandbox.explain(Samples.star, "--rule", rule, "--steps", "4", "--json")
    let report = try outcome.report()
    #expect(report.rule == rule)
    #expect(report.evaluations == evaluations)
  }

  // MARK: - Baselines

  @Test(
    "baselines are pictures, named in the report",
    arguments: [
      ("black", "black"), ("white", "white"), ("gray", "gray"), ("mean", "mean"),
      ("blur:5", "blur:5"), ("noise:3", "noise:3"), ("uniform:10,20,30", "uniform:10,20,30"),
    ])
  func baselines(argument: String, name: String) throws {
    let report = try sandbox.explain(Samples.star, "--baseline", argument, "--json").report()
    #expect(report.baselines == [name])
    #expect(report.score.baseline != nil)
    #expect(report.evaluations == (argument == "noise:3" ? 9 : 3))
  }

  @Test("black is pixel 0, as a colour and as a file")
  func black() throws {
    let picture = Image(width: 96, height: 96, color: .black)
    let path = try sandbox.write(try picture.pngData(), to: "black.png")
    let black = try map("--baseline", "black")
    #expect(try map("--baseline", "uniform:0,0,0") == black)
    #expect(try map("--baseline", path) == black)
    #expect(try map("--baseline", "white") != black)
  }

  @Test("attributions from two baselines are averaged")
  func averaged() throws {
    let black = try map("--baseline", "black")
    let white = try map("--baseline", "white")
    let both = try map("--baseline", "black", "--baseline", "white")
    expectClose(both, zip(black.values, white.values).map { ($0 + $1) / 2 })
  }

  @Test("noise depends on the seed alone")
  func seed() throws {
    let first = try map("--baseline", "noise:2", "--seed", "1")
    #expect(try map("--baseline", "noise:2", "--seed", "1") == first)
    #expect(try map("--baseline", "noise:2", "--seed", "2") != first)
  }

  @Test("a photo that is its own baseline has attributions of zero")
  func sameAsPhoto() throws {
    let outcome = try sandbox.explain(Samples.star, "--baseline", Samples.star, "--json")
    let report = try outcome.report()
    #expect(report.sum == 0)
    #expect(report.relativeGap == nil)
  }

  @Test("a baseline that makes no sense is an error before any work")
  func badBaselines() throws {
    for argument in ["blur:x", "blur:0", "noise:0", "uniform:1,2", "uniform:1,2,256"] {
      expectFailure(
        try sandbox.explain("none.png", "--baseline", argument), status: 64, "baseline")
    }
    expectFailure(
      try sandbox.explain(Samples.star, "--baseline", "none.png"), status: 66,
      "baseline none.png: no such file")
    #expect(sandbox.files.isEmpty)
  }
}
