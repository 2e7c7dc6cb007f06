import Evaluation
import Explaining
import Foundation
import Rendering

extension RunSummary {
  /// How many inputs there are, and what became of them.
  var facts: [ReportFact] {
    [
      ReportFact("inputs", "\(inputs)"), ReportFact("explained", "\(done)"),
      ReportFact("failed", "\(failed)"),
    ]
      + (measures.isEmpty
        ? [] : [ReportFact("measured", "\(measures.reduce(0) { $0 + $1.all.count })")])
  }

  /// Why inputs failed; nil where none did.
  var failureTable: SummaryPage.Table? {
    if failures.isEmpty { return nil }
    return SummaryPage.Table(
      title: "Not explained",
      columns: [
        .init("inputs", isNumeric: true), .init("status", isNumeric: true), .init("why"),
        .init("such as"),
      ],
      rows: failures.map { kind in
        [
          "\(kind.count)", kind.code.map(String.init) ?? "", kind.message,
          kind.examples.joined(separator: ", "),
        ].map { SummaryPage.Cell($0) }
      })
  }
}

extension RunSummary.Group {
  /// By what means maps were made.
  var title: String { "\(method) on \(model), \(score)" }

  /// Figures of the whole.
  var facts: [ReportFact] {
    [
      ReportFact("explanations", "\(explanations)"), ReportFact("classes", "\(classes.count)"),
      positiveShare.map { ReportFact("positive", Self.text($0)) },
      ReportFact("completeness gap", gapText),
      ReportFact(
        "time",
        Self.seconds(seconds.total) + " in all"
          + (seconds.median.map { ", median " + Self.seconds($0) } ?? "")),
      ReportFact(
        "evaluations",
        "\(evaluations.total) in all"
          + (evaluations.median.map { String(format: ", median %g, most %d", $0, evaluations.most) }
            ?? "")),
      samePlace.map { ReportFact("same place", $0.text) },
      ReportFact("suspicious", "\(suspicious.count)"),
    ].compactMap(\.self)
  }

  /// What the reader must know first.
  var findings: [String] {
    guard let samePlace, !samePlace.cells.isEmpty else { return [] }
    return [samePlace.finding]
  }

  /// Lists of at most so many rows; `link` gives the path of an explanation's page.
  func tables(
    most: Int, link: (RunSummary.Place) -> String? = { _ in nil }
  ) -> [SummaryPage.Table] {
    [
      classTable(most), ranking("Largest gaps", "gap", completeness.worst, Report.percent, link),
      ranking("Slowest", "time", seconds.slowest, Self.seconds, link), suspects(most, link),
      features("Columns", columns, most), features("Words", words, most), measuredTable,
    ].compactMap(\.self)
  }

  private func classTable(_ most: Int) -> SummaryPage.Table {
    table(
      "Classes", [.init("class"), .init("explanations", isNumeric: true)],
      classes.prefix(most).map { [.init($0.label.firstSynonym), .init("\($0.count)")] },
      of: classes.count)
  }

  private func ranking(
    _ title: String, _ number: String, _ ranked: [RunSummary.Ranked],
    _ format: (Double) -> String, _ link: (RunSummary.Place) -> String?
  ) -> SummaryPage.Table? {
    if ranked.isEmpty { return nil }
    return SummaryPage.Table(
      title: title, columns: [.init(number, isNumeric: true), .init("input"), .init("target")],
      rows: ranked.map { entry in
        [
          .init(format(entry.value)), entry.place.cell(link),
          .init(entry.place.target.firstSynonym),
        ]
      })
  }

  private func suspects(
    _ most: Int, _ link: (RunSummary.Place) -> String?
  ) -> SummaryPage.Table? {
    if suspicious.isEmpty { return nil }
    return table(
      "Suspicious", [.init("input"), .init("target"), .init("why")],
      suspicious.prefix(most).map { suspicion in
        [
          suspicion.place.cell(link), .init(suspicion.place.target.firstSynonym),
          .init(suspicion.reasons.map(\.text).joined(separator: "; ")),
        ]
      }, of: suspicious.count)
  }

  private func features(
    _ title: String, _ means: [RunSummary.FeatureMean], _ most: Int
  ) -> SummaryPage.Table? {
    if means.isEmpty { return nil }
    return table(
      "\(title), by mean |attribution|",
      [
        .init(title == "Words" ? "word" : "column"), .init("mean |a|", isNumeric: true),
        .init("±", isNumeric: true), .init("mean a", isNumeric: true),
        .init("count", isNumeric: true),
      ],
      means.prefix(most).map { mean in
        [
          .init(mean.name), .init(Self.number(mean.magnitude.mean)),
          .init(Self.number(mean.magnitude.deviation)), .init(Self.number(mean.mean)),
          .init("\(mean.count)"),
        ]
      }, of: means.count)
  }

  /// The means of metrics over the maps that were measured, too.
  private var measuredTable: SummaryPage.Table? {
    if measured.isEmpty { return nil }
    return SummaryPage.Table(
      title: "Measured: mean ± standard error",
      columns: [
        .init("metric"), .init("filled with"), .init("mean", isNumeric: true),
        .init("maps", isNumeric: true),
      ],
      rows: measured.map { entry in
        [
          .init(entry.metric + entry.better.arrow), .init(entry.fill ?? "–"),
          .init(EvaluationSummary.text(entry.mean)), .init("\(entry.mean.count)"),
        ]
      })
  }

  /// A table that says how many rows it does not show.
  private func table(
    _ title: String, _ columns: [TextTable.Column], _ rows: [[SummaryPage.Cell]], of count: Int
  ) -> SummaryPage.Table {
    var table = SummaryPage.Table(title: title, columns: columns, rows: rows)
    if count > rows.count {
      table.caption = "… \(count - rows.count) more; --json has all"
    }
    return table
  }

  private var gapText: String {
    let without = completeness.without
    guard let median = completeness.median else { return "none" }
    return "median \(Report.percent(median)), \(completeness.large) above "
      + Report.percent(Findings.gapWarning) + (without > 0 ? ", \(without) without" : "")
  }

  private static func text(_ spread: RunSummary.Spread) -> String {
    "\(Report.percent(spread.mean)) ± \(Report.percent(spread.deviation))"
  }

  private static func number(_ number: Double) -> String { String(format: "%.3g", number) }

  private static func seconds(_ seconds: Double) -> String { String(format: "%.2f s", seconds) }
}

extension String {
  /// A class's name without its other names behind commas; of a difference those of both classes.
  var firstSynonym: String {
    components(separatedBy: " − ").map { String($0.prefix { $0 != "," }) }.joined(separator: " − ")
  }
}

extension RunSummary.Place {
  /// The input, leading to its page.
  fileprivate func cell(_ link: (RunSummary.Place) -> String?) -> SummaryPage.Cell {
    SummaryPage.Cell(input, pagePath: link(self))
  }
}

extension RunSummary.SamePlace {
  private var pictureText: String {
    "\(pictures) picture\(pictures == 1 ? "" : "s") of "
      + "\(classes) class\(classes == 1 ? "" : "es")"
  }

  /// What there is to say, in a few words.
  fileprivate var text: String {
    guard isJudged else {
      return "not judged: \(pictureText), where \(Self.leastPictures) of \(Self.leastClasses) are "
        + "needed"
    }
    return cells.isEmpty ? "none in \(pictureText)" : "\(cells.count) cells in \(pictureText)"
  }

  /// What was found, and where.
  fileprivate var finding: String {
    let side = Double(AttributionDistribution.Places.side)
    func range(_ places: [Int]) -> String {
      let (first, last) = (places.min() ?? 0, places.max() ?? 0)
      return String(
        format: "%.0f–%.0f %%", Double(first) / side * 100, Double(last + 1) / side * 100)
    }
    let share = cells.map(\.share).min() ?? 0
    return
      "The same place counts in nearly every picture, whatever it shows: \(range(cells.map(\.column))) "
      + "from the left, \(range(cells.map(\.row))) from above, in at least \(Report.percent(share)) of "
      + "\(pictureText). Look for a watermark, a frame or a date."
  }
}
