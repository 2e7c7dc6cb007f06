import Explaining
import Foundation
import Imaging
import Rendering

/// A summary as lines for the terminal.
struct SummaryText {
  /// Rows of a list that are shown.
  private static let most = 10
  private let summary: RunSummary
  private let width: Int?

  /// Shows a summary; lines fit the terminal where standard output is one.
  init(_ summary: RunSummary) {
    self.summary = summary
    width = TerminalSize.limitsOutput ? TerminalSize.outputWidth : nil
  }

  /// All lines.
  var lines: [String] {
    let counts = "\(summary.inputs) inputs: \(summary.done) explained, \(summary.failed) failed"
    let explained = summary.inputs > 0 ? [counts] : []
    return explained + (summary.failureTable.map(lines) ?? []) + summary.groups.flatMap(lines)
      + summary.measures.flatMap(lines)
  }

  private func lines(_ measures: RunSummary.Measures) -> [String] {
    ["", Console.printable(measures.title)] + measures.tables(most: Self.most).flatMap(lines)
  }

  private func lines(_ group: RunSummary.Group) -> [String] {
    let facts = TextTable(
      [.init(""), .init("")],
      rows: group.facts.map { [$0.name, Console.printable($0.value)] })
    return ["", Console.printable(group.title)]
      + group.findings.map { Console.printable("  " + $0) } + lines(facts)
      + meanMap(group) + group.tables(most: Self.most).flatMap(lines)
  }

  private func meanMap(_ group: RunSummary.Group) -> [String] {
    guard let map = group.meanMap, Console.hasUnicodeOutput else { return [] }
    return ["", "Mean map of \(map.pictures) pictures, magnitudes"]
      + MeanMapPicture(map.cells).lines.map { "  │" + $0 + "│" }
  }

  private func lines(_ table: SummaryPage.Table) -> [String] {
    let cells = TextTable(
      table.columns, rows: table.rows.map { $0.map { Console.printable($0.text) } })
    return ["", table.title] + lines(cells)
      + (table.caption.isEmpty ? [] : ["  " + Console.printable(table.caption)])
  }

  private func lines(_ table: TextTable) -> [String] {
    table.lines(
      width: width.map { $0 - 2 }, unicode: Console.hasUnicodeOutput, displayWidth: \.displayWidth
    ).map { "  " + $0 }
  }
}
