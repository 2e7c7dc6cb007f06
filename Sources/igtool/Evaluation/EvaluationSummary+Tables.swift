import Evaluation
import Explaining
import Foundation
import Rendering

extension EvaluationSummary {
  /// A table of all methods for every fill and one for what has none, and one of methods in pairs.
  var tables: [SummaryPage.Table] {
    var fills: [String?] = []
    for group in groups where !fills.contains(group.fill) { fills.append(group.fill) }
    return fills.map(table) + [comparisonTable].compactMap(\.self)
  }

  /// What the metrics of a fill say of every method.
  private func table(_ fill: String?) -> SummaryPage.Table {
    let some = groups.filter { $0.fill == fill }
    var table = SummaryPage.Table(
      title: fill.map { "Removed: filled with \($0)" } ?? "Maps by themselves",
      columns: [.init("method")] + some.map { .init($0.heading, isNumeric: true) },
      rows: methods.indices.map { place in
        [.init(methods[place])] + some.map { .init(Self.text($0.means[place])) }
      })
    table.caption = some.compactMap(\.note).joined(separator: "; ")
    return table
  }

  /// How often one method is better than another, on the metrics that are shown first.
  private var comparisonTable: SummaryPage.Table? {
    if count < 2 { return nil }
    let rows = groups.flatMap { group in
      group.comparisons.filter { !(areControls[$0.first] && areControls[$0.second]) }.map { pair in
        [
          group.entry.name, group.fill ?? "", methods[pair.first], methods[pair.second],
          "\(pair.test.wins) of \(pair.test.wins + pair.test.losses)",
          String(format: "%.2g", pair.test.probability), Self.text(pair.difference),
        ].map { SummaryPage.Cell($0) }
      }
    }
    if rows.isEmpty { return nil }
    var table = SummaryPage.Table(
      title: "Methods on the same inputs",
      columns: [
        .init("metric"), .init("fill"), .init("method"), .init("against"),
        .init("better on", isNumeric: true), .init("p", isNumeric: true),
        .init("difference", isNumeric: true),
      ], rows: rows)
    table.caption = "p: exact two-sided sign test, inputs without a difference left out"
    return table
  }

  /// A mean with its standard error.
  private static func text(_ mean: MeanWithError?) -> String {
    guard let mean else { return "–" }
    let text = String(format: "%.4f", mean.mean)
    return mean.error.map { text + String(format: " ± %.4f", $0) } ?? text
  }
}

extension EvaluationSummary.Group {
  /// The metric, and which numbers are good.
  fileprivate var heading: String {
    switch entry.better {
    case .higher: "\(entry.name) ↑"
    case .lower: "\(entry.name) ↓"
    case .neither: entry.name
    }
  }

  /// Score and step, and why numbers are missing.
  fileprivate var note: String? {
    let step = steps.isEmpty ? [] : ["step " + steps.map(String.init).joined(separator: ", ")]
    let parts = scores + step + reasons
    return parts.isEmpty ? nil : "\(entry.name): " + parts.joined(separator: ", ")
  }
}
