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
