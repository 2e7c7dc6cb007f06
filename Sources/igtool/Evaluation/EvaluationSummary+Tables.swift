import Evaluation
import Explaining
import Foundation
import Rendering

extension EvaluationSummary {
  /// What takes the place of what is removed, nil for metrics that remove nothing; in the order of the
  /// metrics.
  var fills: [String?] {
    groups.map(\.fill).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// Every table: of all methods and of methods in pairs, for each fill.
  var tables: [SummaryPage.Table] {
    fills.map(table) + fills.compactMap(comparisonTable)
  }

  /// What the metrics of a fill are about.
  func title(of fill: String?) -> String {
    fill.map { "What is removed is filled with \($0)" } ?? "Nothing is removed"
  }

  /// What the metrics of a fill say of every method.
  func table(_ fill: String?) -> SummaryPage.Table {
    let some = groups.filter { $0.fill == fill }
    var table = SummaryPage.Table(
      title: title(of: fill) + (count > 1 ? ": mean ± standard error of \(count)" : ""),
      columns: [.init("method")] + some.map { .init($0.heading, isNumeric: true) },
      rows: methods.indices.map { place in
        let name = methods[place] + (areControls[place] ? " (control)" : "")
        return [.init(name)] + some.map { .init(Self.text($0.means[place])) }
      })
    var captions: [String] = []
    for group in some where !group.note.isEmpty {
      let alike = some.filter { $0.note == group.note }.map(\.entry.name)
      let caption = "\(alike.joined(separator: ", ")): \(group.note)"
      if !captions.contains(caption) { captions.append(caption) }
    }
    table.caption = captions.joined(separator: "; ")
    return table
  }

  /// How often the first method is better than each other one, by the metrics of a fill that judge maps; nil
  /// where there is one input, or one method.
  func comparisonTable(_ fill: String?) -> SummaryPage.Table? {
    if count < 2 { return nil }
    let rows = groups.filter { $0.fill == fill }.flatMap { group in
      group.comparisons.filter { $0.first == 0 && !areControls[0] }.map { pair in
        let judged = pair.test.wins + pair.test.losses
        return [
          group.entry.name,
          "\(methods[pair.first]) against \(methods[pair.second])",
          "\(pair.test.wins) of \(judged)", String(format: "%.2g", pair.test.probability),
          Self.text(pair.difference),
        ].map { SummaryPage.Cell($0) }
      }
    }
    if rows.isEmpty { return nil }
    var table = SummaryPage.Table(
      title: "On the same inputs" + (fill.map { ", filled with \($0)" } ?? ""),
      columns: [
        .init("metric"), .init("methods"), .init("better on", isNumeric: true),
        .init("p", isNumeric: true), .init("difference", isNumeric: true),
      ], rows: rows)
    table.caption = "p: exact two-sided sign test, inputs on which both are alike left out"
    if methods.count > 2 {
      table.caption += "; other pairs of methods are in --json and --save json"
    }
    return table
  }

  /// A mean with its standard error.
  static func text(_ mean: MeanWithError?) -> String {
    guard let mean else { return "–" }
    let text = number(mean.mean)
    return mean.error.map { text + " ± " + number($0) } ?? text
  }

  private static func number(_ number: Double) -> String {
    let isPlain = number == 0 || (1e-3..<1e4).contains(abs(number))
    return String(format: isPlain ? "%.4f" : "%.2e", number)
  }
}

extension EvaluationSummary.Group {
  /// The metric, and which numbers are good.
  var heading: String { entry.name + entry.better.arrow }

  /// Score and step, and why numbers are missing.
  fileprivate var note: String {
    let step = steps.isEmpty ? [] : ["steps of " + steps.map(String.init).joined(separator: ", ")]
    let kept = (scores + step).joined(separator: ", ")
    return ([kept].filter { !$0.isEmpty } + reasons).joined(separator: "; ")
  }
}

extension MetricEntry.Better {
  /// Which numbers are good, behind the name of a metric.
  var arrow: String {
    switch self {
    case .higher: " ↑"
    case .lower: " ↓"
    case .neither: ""
    }
  }
}
