import Evaluation
import Explaining
import Foundation
import Rendering

extension EvaluationSummary {
  /// The page about all evaluations.
  func page(heading: String, facts: [ReportFact], command: String) -> SummaryPage {
    var page = SummaryPage(heading: heading, command: command, version: Igtool.version)
    page.headline = facts
    page.groups = groups(id: "curve")
    return page
  }

  /// What the metrics of each fill say; `id` begins the names of its figures.
  func groups(id: String) -> [SummaryPage.Group] {
    fills.enumerated().map { number, fill in
      var group = SummaryPage.Group(title: title(of: fill))
      group.tables = [table(fill)] + [comparisonTable(fill)].compactMap(\.self)
      group.figures = charts(of: fill).enumerated().map { place, chart in
        let figure = chart.figure
        return ReportPage.Figure(
          id: "\(id)-\(number + 1)-\(place + 1)", title: "", caption: figure.description,
          svg: figure.svg)
      }
      return group
    }
  }

  /// All curves on one sheet; nil where no metric has any.
  func sheet(heading: String) -> Figure? {
    let charts = fills.flatMap { self.charts(of: $0) }
    if charts.isEmpty { return nil }
    return PlotSheet(heading: heading, figures: charts.map(\.figure)).figure
  }

  /// The mean curves of all methods, a chart for each metric of a fill.
  private func charts(of fill: String?) -> [Chart] {
    groups.filter { $0.fill == fill }.compactMap { group in
      let series = zip(methods, group.curves).enumerated().compactMap { place, entry in
        entry.1.map { curve in
          Chart.Series(
            name: entry.0, positions: curve.shares.map { 100 * $0 }, values: curve.scores,
            colorIndex: place, isDashed: areControls[place])
        }
      }
      if series.isEmpty { return nil }
      let score = group.scores.joined(separator: ", ")
      let verb = group.entry.name == "insertion" ? "put back" : "removed"
      return Chart(
        title: "\(group.entry.name), filled with \(fill ?? "nothing")",
        description: "Mean \(score) of \(count) explanations while what counts most is \(verb) "
          + "first, against the share that was \(verb); dashed: controls.",
        horizontal: Chart.Axis(label: verb, unit: "%", included: [0, 100]),
        vertical: Chart.Axis(label: score, included: [0]), series: series)
    }
  }
}
