import Explaining
import Files
import Foundation
import Rendering

extension [CollectedExplanation] {
  /// Most rows that a page shows as bars; the table has all.
  private static let mostBars = 50

  /// The page about all rows, or texts, of one file; `path` is the page's own.
  func page(_ explainer: Explainer, command: String, path: String) -> FeatureReportPage {
    let first = self[0].explanation
    var page = FeatureReportPage(
      heading: heading(first), command: command, version: Igtool.version)
    page.headline = headline(explainer)
    page.warnings = warnings
    page.texts = texts
    page.figures = figures
    page.tables = [table].compactMap(\.self)
    if count == 1 {
      page.top = first.ranking.top.map {
        ReportPage.RankedClass(
          index: $0.label.index, label: $0.label.label, probability: $0.probability,
          isNumber: $0.isNumber, isTarget: $0.label.index == first.quantity.classIndex)
      }
      page.sections = self[0].published.sections
    }
    page.files = flatMap { $0.published.files(from: path) }
    return page
  }

  private func heading(_ first: Explanation) -> String {
    let source = first.sample.source
    return source == .text ? "Text" : FilePath.name(of: source.path)
  }

  private func headline(_ explainer: Explainer) -> [ReportFact] {
    var facts = [
      ReportFact("model", explainer.network.name), ReportFact("method", explainer.request.method),
    ]
    let baselines = explainer.request.baselines.map(\.description)
    if !baselines.isEmpty {
      facts.append(ReportFact("baseline", baselines.joined(separator: ", ")))
    }
    facts.append(ReportFact("score", explainer.score.rawValue))
    let gaps = compactMap(\.published.report.completenessGapRelative)
    if let worst = gaps.max() {
      facts.append(
        ReportFact(count == 1 ? "completeness gap" : "largest gap", Report.percent(worst)))
    }
    return facts + remarks
  }

  /// What keeps maps from saying anything, each with the number of rows or texts that it is said of.
  private var remarks: [ReportFact] {
    let remarks = flatMap(\.published.report.remarks)
    return Set(remarks).sorted().map { remark in
      let found = remarks.count { $0 == remark }
      return ReportFact("remark", count == 1 ? remark : "\(remark) (\(found) of \(count))")
    }
  }

  /// Warnings, each once.
  private var warnings: [String] {
    var told: Set<String> = []
    return flatMap(\.published.report.warnings).filter { told.insert($0).inserted }
  }

  private var texts: [FeatureReportPage.Text] {
    compactMap { entry in
      entry.explanation.markedText.map {
        FeatureReportPage.Text(
          title: entry.title, note: entry.published.report.scoreText.change, text: $0)
      }
    }
  }

  private var figures: [ReportPage.Figure] {
    var figures: [ReportPage.Figure] = []
    for (place, summary) in columnSummaries.enumerated() {
      let figure = summary.figure
      figures.append(
        ReportPage.Figure(
          id: place == 0 ? "summary" : "summary-\(place + 1)", title: summary.title,
          caption: figure.description, svg: figure.svg))
    }
    for (place, entry) in prefix(Self.mostBars).enumerated() {
      guard let figure = entry.explanation.bars?.figure else { continue }
      figures.append(
        ReportPage.Figure(
          id: "row-\(place + 1)", title: "", caption: figure.description, svg: figure.svg))
    }
    return figures
  }

  /// A table of all rows, or of a single text's words.
  private var table: FeatureReportPage.Table? {
    if let names = first?.columnNames, !names.isEmpty {
      return FeatureReportPage.Table(
        title: "What each column adds",
        columns: [.init("row", isNumeric: true), .init("target"), .init("score", isNumeric: true)]
          + names.map { .init($0, isNumeric: true) },
        rows: map { entry in
          [
            entry.published.report.row.map(String.init) ?? "",
            entry.published.report.scoreText.subject, entry.published.report.scoreText.change,
          ] + (entry.explanation.featureAttributions ?? []).map { String(format: "%+.4g", $0) }
        })
    }
    guard count == 1, let words = first?.explanation.words else { return nil }
    return FeatureReportPage.Table(
      title: "What each word adds",
      columns: [.init("word"), .init("attribution", isNumeric: true)],
      rows: words.map { [$0.text, $0.attribution.map { String(format: "%+.4g", $0) } ?? ""] })
  }
}

extension CollectedExplanation {
  /// What is explained, and where it stands.
  fileprivate var title: String {
    let source = explanation.sample.source
    let place = source == .text ? "" : source.fileName + ": "
    return place + explanation.quantity.shortLabel
  }
}
