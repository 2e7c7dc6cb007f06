import Explaining
import Foundation
import Rendering

extension RunSummary {
  /// Rows of a list that a page shows.
  private static let mostRows = 100
  /// Classes whose maps a page shows.
  private static let mostMaps = 23

  /// The page about the runs of some files; `path` is the page's own.
  func page(heading: String, command: String, of files: [RunFile], path: String) -> SummaryPage {
    var page = SummaryPage(heading: heading, command: command, version: Igtool.version)
    page.headline = facts
    page.failures = failureTable
    page.groups = groups.enumerated().map { number, group in
      group.page(number: number + 1, mostRows: Self.mostRows, mostMaps: Self.mostMaps) { place in
        files.indices.contains(place.run) ? files[place.run].link(to: place, from: path) : nil
      }
    }
    page.groups += measures.enumerated().map { $1.page(number: $0 + 1, most: Self.mostRows) }
    return page
  }
}

extension RunSummary.Group {
  fileprivate func page(
    number: Int, mostRows: Int, mostMaps: Int, link: (RunSummary.Place) -> String?
  ) -> SummaryPage.Group {
    var page = SummaryPage.Group(title: title)
    page.findings = findings
    page.facts = facts
    page.maps = maps(most: mostMaps)
    page.mapCaption =
      "Mean share of each of 14 × 14 cells of the photo, the largest in full colour: blue speaks for the "
      + "target, red against it."
    page.figures = [
      figure(columns, of: "columns", number: number), figure(words, of: "words", number: number),
    ].compactMap(\.self)
    page.tables = tables(most: mostRows, link: link)
    return page
  }

  private func maps(most: Int) -> [SummaryPage.Map] {
    guard let meanMap else { return [] }
    let all = SummaryPage.Map(
      title: "All", note: "\(meanMap.pictures)", picture: MeanMapPicture(meanMap.cells))
    if classes.count < 2 { return [all] }
    return [all]
      + classes.prefix(most).compactMap { entry in
        entry.meanMap.map {
          SummaryPage.Map(
            title: entry.label.firstSynonym, note: "\($0.pictures)",
            picture: MeanMapPicture($0.cells))
        }
      }
  }

  /// Bars of what features add in the mean; nil where there are none.
  private func figure(
    _ means: [RunSummary.FeatureMean], of name: String, number: Int
  ) -> ReportPage.Figure? {
    if means.isEmpty { return nil }
    let bars = means.prefix(20).map { mean in
      AttributionBars.Bar(
        name: mean.name, value: String(format: "|a| %.3g", mean.magnitude.mean),
        attribution: mean.mean)
    }
    let figure = AttributionBars(
      bars, title: "What \(name) add in the mean", unit: score
    ).figure
    return ReportPage.Figure(
      id: "\(name)-\(number)", title: "", caption: figure.description, svg: figure.svg)
  }
}
