import Foundation
import Tensors
import Testing

/// Expressions as targets of `igtool explain`.
struct ExpressionOptionTests {
  private let sandbox = Sandbox()

  @Test("a difference of probabilities is a contrast")
  func contrast() throws {
    let text = "p[star] - p[ring]"
    let found = try sandbox.explained(["--steps", "3", "--target", text])
    let contrast = try sandbox.explained(
      ["--steps", "3", "--target", "star", "--contrast", "ring"])
    expectClose(found.map, contrast.map.values, within: 1e-4)
    #expect(abs(found.report.score.input - contrast.report.score.input) < 1e-6)
    #expect(found.report.target == .init(index: nil, label: text))
    #expect(found.report.score.kind == "expression")
    #expect(found.report.complete == contrast.report.complete)
  }

  @Test("probabilities, logits and their logarithms may be mixed, beside other targets")
  func mixed() throws {
    let outcome = try sandbox.explain(
      Samples.star, "--target", "logit[star]", "--target", "star", "--target", "logp[star]",
      "--target", "p[top] * 2", "--json", "--save", "json", "--method", "gradient")
    let reports = try outcome.reports()
    #expect(reports.map(\.score.kind) == ["expression", "probability", "expression", "expression"])
    let scores = reports.map(\.score.input)
    #expect(abs(scores[2] - log(scores[1])) < 1e-6 && abs(scores[3] - 2 * scores[1]) < 1e-6)
    let logit = try sandbox.report("--method", "gradient", "--score", "logit")
    #expect(abs(logit.score.input - scores[0]) < 1e-4)
  }

  @Test("at a layer, an expression is what its classes are")
  func layers() throws {
    let arguments = ["--method", "grad-cam", "--score", "probability", "--target", "star"]
    let named = try sandbox.map("--method", "grad-cam", "--target", "p[star]")
    let plain = try Explained(arguments).map
    expectClose(named, plain.values, within: 1e-4)
  }

  @Test("files are named after the words of a formula, and long ones after its checksum")
  func names() throws {
    let long = (0..<11).map { "p[\($0)]" }.joined(separator: " + ")
    let outcome = try sandbox.explain(
      Samples.star, "--target", "max(p[star], p[ring]) - 0.5", "--target", "p[star] + p[ring]",
      "--target", "p[star] - p[ring]", "--target", long, "--target", long + " + p[1]", "--json",
      "--save", "mask", "--method", "gradient")
    let outputs = try outcome.reports().flatMap(\.outputs)
    #expect(Set(outputs).count == 5 && Set(outputs) == Set(sandbox.files))
    #expect(
      Set(outputs).isSuperset(of: [
        "star.max-p-star-p-ring-minus-0-5.gradient.mask.png",
        "star.p-star-plus-p-ring.gradient.mask.png",
        "star.p-star-minus-p-ring.gradient.mask.png",
      ]))
    #expect(outputs.allSatisfy { $0.utf8.count < 140 })
  }

  @Test("an earlier explanation's formula is taken again")
  func like() throws {
    let text = "max(p[star], p[ring]) - p[heart]"
    try sandbox.explain(Samples.star, "--target", text, "--save", "json", "--json")
    let again = try sandbox.run(
      "explain", Samples.star, "--like", "star.json", "--json", "--save", "json", "-o", "again")
    #expect(try again.report().target.label == text)
  }

  @Test("what a formula cannot be used with is refused")
  func refused() throws {
    func failure(_ arguments: String...) throws -> Outcome {
      try sandbox.run(["explain", Samples.star, "--model", "shapes"] + arguments)
    }
    expectFailure(
      try failure("--target", "p[star] -"), status: 64,
      "character 10: expected a number or p[CLASS]")
    expectFailure(
      try failure("--target", "p[star] - p[rung]"), status: 64,
      "character 11: no class is called \"rung\"")
    expectFailure(
      try failure("--target", "p[star] - p[ring]", "--score", "logit"), status: 64,
      "an expression says its own")
    expectFailure(
      try failure("--target", "p[star]", "--contrast", "ring"), status: 64, "is not a class")
    expectFailure(
      try failure("--target", "p[star]", "--method", "deeplift"), status: 64,
      "--method deeplift explains single scores")
    expectFailure(
      try failure("--target", "log(p[star] - 1)", "--method", "gradient"), status: 65,
      "is not a finite number at the input")
    #expect(sandbox.files.isEmpty)
  }

  @Test("the line and the caption tell the formula and its value")
  func told() throws {
    let outcome = try sandbox.explain(
      Samples.star, "--target", "p[star] - 0.5", "--method", "gradient", "--save", "json")
    #expect(outcome.output.contains("p[star] - 0.5"))
  }
}

/// Baselines that data sets and boundaries give.
struct FoundBaselineTests {
  private let sandbox = Sandbox()

  @Test("the data set's pictures are counted where the baseline is named")
  func dataset() throws {
    for statistic in ["mean", "median", "mode"] {
      let report = try sandbox.report(
        "--steps", "2", "--baseline", "dataset-\(statistic):\(Samples.folder)")
      // Those in folders of the folder, too.
      let pictures = FileManager.default.enumerator(atPath: Samples.folder)?
        .count { ($0 as? String)?.hasSuffix(".png") == true }
      #expect(
        report.baselines == [
          "dataset-\(statistic):\(Samples.folder) (\(pictures ?? 0) pictures)"
        ])
    }
  }

  @Test("a data set of one picture is that picture")
  func onePicture() throws {
    let picture = try sandbox.map("--steps", "2", "--baseline", Samples.ring)
    for statistic in ["mean", "median", "mode"] {
      let found = try sandbox.map(
        "--steps", "2", "--baseline", "dataset-\(statistic):\(Samples.ring)")
      #expect(found == picture)
    }
  }

  @Test("the rows of another table have a mean, a median and a mode")
  func table() throws {
    let rows = "\(Samples.models)/iris/samples.csv"
    func sum(_ baseline: String) throws -> Double {
      let outcome = try sandbox.run(
        "explain", rows, "--model", "iris", "--rows", "1", "--steps", "4", "--json", "--baseline",
        baseline)
      return try Answer.all(outcome)[0].sum
    }
    for statistic in ["median", "mode"] {
      #expect(try sum("dataset-\(statistic):\(rows)") == sum(statistic))
    }
    // The manifest's mean is that of all flowers, this one that of the samples.
    #expect(try sum("dataset-mean:\(rows)") != sum("mean"))
  }

  @Test("a folder without pictures, and one that is none, are refused")
  func noDataset() throws {
    try sandbox.write([], to: "empty/notes.txt")
    let outcome = try sandbox.explain(Samples.star, "--baseline", "dataset-mean:empty")
    #expect(outcome.status == 66 && outcome.error.contains("no pictures in this folder"))
    let missing = try sandbox.explain(Samples.star, "--baseline", "dataset-mode:nowhere")
    #expect(missing.status == 66 && missing.error.contains("nowhere"))
    let text = try sandbox.run(
      "explain", "--text", "Good.", "--model", "mood", "--baseline", "dataset-mean:empty")
    #expect(text.status == 64)
  }

  @Test("behind the boundary the network sees another class, hardly; the sum holds")
  func boundary() throws {
    let found = try sandbox.explained(["--steps", "50", "--baseline", "boundary"])
    let report = found.report
    let top = report.baselineAnswers[0].top
    #expect(report.top[0].label == "star" && top.label != "star")
    let start = try #require(report.score.baseline)
    // Both classes are equally probable there, but for 1/1024 of the way.
    #expect(start < top.probability && start > 0.9 * top.probability)
    #expect(report.baselines[0].hasPrefix("boundary (\(top.label), "))
    #expect(report.baselines[0].hasSuffix(" evaluations)"))
    #expect(report.complete == true && report.warnings.isEmpty)
  }

  @Test("all targets of a picture begin at the same boundary")
  func targets() throws {
    let outcome = try sandbox.explain(
      Samples.star, "--target", "top5", "--baseline", "boundary", "--json", "--save", "json")
    let reports = try outcome.reports()
    #expect(reports.count == 5 && Set(reports.map(\.baselines)).count == 1)
  }

  @Test("where there is no boundary, or none is near, nothing is explained")
  func noBoundary() throws {
    let outcome = try sandbox.explain(Samples.star, "--baseline", "boundary:0.000001")
    #expect(outcome.status == 65)
    #expect(outcome.error.contains("no boundary of \"star\" was found within 0.0 %"))
    let text = try sandbox.run(
      "explain", "--text", "Good.", "--model", "mood", "--baseline", "boundary")
    expectFailure(text, status: 64, "baseline \"boundary\": expected pad, mask, unknown or zero")
    let number = try sandbox.explain(
      Samples.star, "--baseline", "boundary", "--head", "number")
    #expect(number.status == 64 && number.error.contains("the network answers with numbers"))
    #expect(sandbox.files.isEmpty)
  }

  @Test("a row has a boundary too")
  func rows() throws {
    let outcome = try sandbox.run(
      "explain", "\(Samples.models)/iris/samples.csv", "--model", "iris", "--rows", "1-3",
      "--baseline", "boundary:1", "--json")
    let answers = try Answer.all(outcome)
    #expect(answers.count == 3)
    for answer in answers { #expect(answer.baselineAnswers[0].top.label != answer.top[0].label) }
  }

  /// What is told of rows.
  struct Answer: Decodable {
    let sum: Double
    let top: [ReportText.Ranked]
    let baselineAnswers: [ReportText.BaselineAnswer]

    private enum CodingKeys: String, CodingKey {
      case sum, top
      case baselineAnswers = "baseline_answers"
    }

    static func all(_ outcome: Outcome) throws -> [Answer] {
      #expect(outcome.status == 0, "\(outcome.error)")
      return try outcome.output.split(separator: "\n").map {
        try JSONDecoder().decode(Answer.self, from: Data($0.utf8))
      }
    }
  }
}

/// `--method influence`, and names of other libraries.
struct InfluenceOptionTests {
  private let sandbox = Sandbox()
  private static let layer = ["--layer", "inception_4b"]

  @Test("without noise it is the gradient, and multiplied the input times the gradient")
  func plain() throws {
    let still = ["--method", "influence", "--sigma", "0", "--samples", "2"]
    for layer in [[], Self.layer] {
      let gradient = try Explained(["--method", "gradient"] + layer)
      let found = try Explained(still + layer)
      expectClose(found.map, gradient.map.values, within: 1e-5)
      let product = try Explained(["--method", "input-x-gradient"] + layer)
      let times = try Explained(still + layer + ["--multiply-by-inputs", "yes"])
      expectClose(times.map, product.map.values, within: 1e-5)
    }
  }

  @Test(
    "with noise it is SmoothGrad of the gradient", arguments: [[], ["--layer", "inception_4b"]])
  func smoothGrad(_ layer: [String]) throws {
    let noise = ["--method", "influence", "--sigma", "0.1", "--samples", "5", "--seed", "3"]
    let smooth = ["--method", "gradient", "--smooth", "sg:5:0.1", "--seed", "3"]
    let (found, expected) = try (Explained(noise + layer), Explained(smooth + layer))
    expectClose(found.map, expected.map.values, within: 1e-5)
    #expect(found.report.evaluations == 6)
  }

  @Test("points of a file are those that the network reads")
  func points() throws {
    let rows = [Float](arrayLiteral: 5, 3, 1.5, 0.2, 6, 3, 4.5, 1.5)
    try sandbox.write(NumPyFile.encode(Tensor([2, 4], rows)), to: "points.npy")
    try sandbox.write(NumPyFile.encode(Tensor([1, 4], Array(rows[..<4]))), to: "a.npy")
    try sandbox.write(NumPyFile.encode(Tensor([1, 4], Array(rows[4...]))), to: "b.npy")
    func map(_ arguments: String...) throws -> [Float] {
      let outcome = try sandbox.run(
        ["explain"] + arguments + ["--model", "iris", "--save", "npy", "--json", "-o", "o"])
      #expect(outcome.status == 0, "\(outcome.error)")
      let name = try #require(sandbox.files.first { $0.hasPrefix("o/") })
      defer { try? FileManager.default.removeItem(atPath: sandbox.path("o")) }
      return try sandbox.array(name).values
    }
    let (first, second) = try (
      map("a.npy", "--method", "gradient", "--target", "0"),
      map("b.npy", "--method", "gradient", "--target", "0")
    )
    let mean = zip(first, second).map { ($0 + $1) / 2 }
    let found = try map(
      "a.npy", "--method", "influence", "--points", "points.npy", "--target", "0")
    expectClose(Tensor([4], found), mean, within: 1e-5)
  }

  @Test("points that are none are refused")
  func refused() throws {
    expectUsageError(
      try sandbox.explain(Samples.star, "--method", "influence", "--points", "uniform"),
      "--points uniform: expected gaussian or an array (.npy)")
    expectUsageError(
      try sandbox.explain(
        Samples.star, "--method", "influence", "--points", "a.npy", "--sigma", "1"),
      "--sigma belongs to --points gaussian")
    try sandbox.write(NumPyFile.encode(Tensor([3, 4, 3])), to: "small.npy")
    let outcome = try sandbox.explain(
      Samples.star, "--method", "influence", "--points", "small.npy")
    #expect(outcome.status == 65 && outcome.error.contains("small.npy"))
    let missing = try sandbox.explain(
      Samples.star, "--method", "influence", "--points", "none.npy")
    #expect(missing.status == 66)
  }

  @Test("TruLens' resolution is a number of steps")
  func resolution() throws {
    let found = try sandbox.map("--resolution", "3")
    #expect(try found == sandbox.map("--steps", "3"))
  }
}
