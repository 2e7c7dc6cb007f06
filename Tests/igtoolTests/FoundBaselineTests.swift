import Foundation
import Testing

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
