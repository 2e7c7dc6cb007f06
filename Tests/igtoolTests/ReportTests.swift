import Foundation
import Tensors
import Testing

/// The numbers that `igtool explain` reports.
struct ReportTests {
  private let sandbox = Sandbox()

  private static let keys: Set = [
    "version", "model", "image", "method", "request", "evaluations", "baselines", "target",
    "contrast", "score", "top", "sum", "completeness_gap", "completeness_gap_relative",
    "map_error_estimate", "residual_sum", "converged", "baseline_answers", "shape", "complete",
    "unattributable_share", "seconds", "outputs", "remarks", "warnings",
  ]

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test("a report has every key, and one object is all there is on standard output")
  func keys() throws {
    let outcome = try sandbox.run(
      "explain", Samples.star, "--model", "shapes", "--json", "--save", "json")
    expectSuccess(outcome)
    #expect(outcome.output.hasSuffix("}\n"))
    #expect(outcome.output.filter { $0 == "\n" }.count == 1)
    let shown = try object(outcome.output)
    let saved = try object(String(decoding: try sandbox.bytes("star.json"), as: UTF8.self))
    #expect(Self.keys.isSubset(of: shown.keys))
    #expect(NSDictionary(dictionary: shown) == NSDictionary(dictionary: saved))
    let parts = ["score": ["kind", "input", "baseline"], "target": ["index", "label"]]
    for (key, names) in parts {
      let part = try #require(shown[key] as? [String: Any])
      #expect(Set(part.keys) == Set(names))
    }
    let seconds = try #require(shown["seconds"] as? [String: Any])
    #expect(Set(seconds.keys) == ["load", "attribute", "render"])
    let top = try #require(shown["top"] as? [[String: Any]])
    #expect(top.count == 5)
    #expect(top.allSatisfy { Set($0.keys) == ["index", "label", "probability"] })
  }

  @Test("what a method does not have is null, not left out")
  func nulls() throws {
    let outcome = try sandbox.explain(Samples.star, "--method", "gradient", "--json")
    let report = try object(outcome.output)
    #expect(Self.keys.isSubset(of: report.keys))
    let absent = [
      "contrast", "completeness_gap", "completeness_gap_relative", "map_error_estimate",
      "residual_sum", "converged", "complete", "unattributable_share",
    ]
    for key in absent {
      #expect(report[key] is NSNull, "\(key)")
    }
    let score = try #require(report["score"] as? [String: Any])
    #expect(score["baseline"] is NSNull)
  }

  @Test("the sum is that of the array, and the gap is what it lacks of the change of the score")
  func sums() throws {
    let outcome = try sandbox.explain(
      Samples.star, "--json", "--save", "npy", "--score", "logit", "--steps", "7")
    let report = try outcome.report()
    let array = try sandbox.array("star.attribution.npy")
    #expect(array.shape == [96, 96, 3])
    let header = String(decoding: try sandbox.bytes("star.attribution.npy")[10..<80], as: UTF8.self)
    #expect(header.contains("'<f4'") && header.contains("'fortran_order': False"))
    let sum = array.values.reduce(0.0) { $0 + Double($1) }
    #expect(abs(report.sum - sum) <= 1e-9 * max(1, abs(sum)))
    let baseline = try #require(report.score.baseline)
    let change = report.score.input - baseline
    let gap = try #require(report.gap)
    #expect(abs(gap - (report.sum - change)) < 1e-9)
    let relative = try #require(report.relativeGap)
    #expect(abs(relative - abs(gap / change)) < 1e-9)
  }

  @Test("a report says what was done")
  func facts() throws {
    let outcome = try sandbox.explain(
      Samples.ring, "--json", "--rule", "gauss-legendre", "--steps", "3", "--seed", "12",
      "--baseline", "noise:2", "-o", "maps")
    let report = try outcome.report()
    #expect(report.model == "shapes")
    #expect(report.image == Samples.ring)
    #expect(report.method == "ig")
    #expect(report.rule == "gauss-legendre")
    #expect(report.steps == 3)
    #expect(report.evaluations == 6)
    #expect(report.seed == 12)
    #expect(report.baselines == ["noise:2"])
    #expect(report.target == .init(index: 6, label: "ring"))
    #expect(report.top[0].index == 6)
    #expect(report.outputs == ["maps/ring.mask.png", "maps/ring.overlay.png"])
  }

  @Test("without steps, the path is sampled until the map is good enough, and the report says so")
  func adaptive() throws {
    let outcome = try sandbox.run(
      ["explain", Samples.star, "--model", "shapes", "--json", "--require-gap", "0.02"])
    expectSuccess(outcome)
    let report = try outcome.report()
    #expect(report.rule == "adaptive" && report.steps == nil)
    #expect((9...400).contains(report.evaluations))
    #expect(report.converged == true && report.warnings.isEmpty)
    let change = report.score.input - (try #require(report.score.baseline))
    #expect((0...0.05).contains(try #require(report.mapErrorEstimate)))
    let gap = try #require(report.relativeGap)
    // Rounding of the map's numbers on top.
    let residuals = try #require(report.residualSum)
    #expect(gap <= 0.02 && gap * change <= residuals + 1e-6)

    let even = try sandbox.explain(Samples.star, "--json").report()
    #expect(even.converged == nil && even.mapErrorEstimate == nil && even.residualSum == nil)
  }

  @Test("a path that is given up is said to be so")
  func givenUp() throws {
    let outcome = try sandbox.run(
      [
        "explain", Samples.star, "--model", "shapes", "--json", "--tolerance", "0.001",
        "--max-evaluations", "13",
      ])
    let report = try outcome.report()
    #expect(report.evaluations <= 13 && report.converged == false)
    #expect(report.warnings.contains { $0.contains("--max-evaluations") })
    #expect(outcome.error.contains("--max-evaluations"))
    // The sentence has the measured gap and the estimated error, and each only where it is too large.
    let gap = try #require(report.relativeGap)
    let error = try #require(report.mapErrorEstimate)
    let text = report.warnings.joined()
    #expect(gap > 0.0004 && error > 0.001)
    #expect(
      text.contains(String(format: "misses the change of the score by %.1f %%", gap * 100))
        || text.contains(String(format: "miss the change of its score by %.1f %%", gap * 100)))
    #expect(text.contains(String(format: "error is still about %.1f %%", error * 100)))
    let good = try sandbox.run(
      [
        "explain", Samples.star, "--model", "shapes", "--json", "--tolerance", "1",
        "--max-evaluations", "13",
      ]
    ).report()
    #expect(!good.warnings.contains { $0.contains("is still") || $0.contains("still miss") })
  }

  @Test("each of several pictures has a line of its own")
  func severalLines() throws {
    let reports = try sandbox.explain(Samples.star, Samples.ring, "--json").reports()
    #expect(reports.map(\.image) == [Samples.star, Samples.ring])
  }

  @Test("file names with quotes, line ends and control characters are valid JSON")
  func oddNames() throws {
    let name = "odd \u{1b}[31m\n\"name\" 'x' 图.png"
    try sandbox.write(try Samples.bytes(Samples.star), to: name)
    let report = try sandbox.explain(name, "--json").report()
    #expect(report.image == name)
    #expect(report.outputs.allSatisfy(sandbox.files.contains))

    let told = try sandbox.explain(name)
    #expect(!told.output.contains("\u{1b}"))
    #expect(told.output.split(separator: "\n").count == 2)
    let broken = try sandbox.explain("no\u{1b}c\nsuch.png")
    expectFailure(broken, status: 66, "no such file")
    #expect(!broken.error.contains("\u{1b}"))
  }
}
