import Evaluation
import Explaining
import Foundation
import Imaging
import Rendering

/// Evaluations as lines for the terminal.
struct EvaluationText {
  private let summary: EvaluationSummary
  private let width: Int?

  /// Shows what evaluations say; lines fit the terminal where standard output is one.
  init(_ summary: EvaluationSummary) {
    self.summary = summary
    width = TerminalSize.limitsOutput ? TerminalSize.outputWidth : nil
  }

  /// All lines.
  var lines: [String] { summary.tables.flatMap(lines) }

  private func lines(_ table: SummaryPage.Table) -> [String] {
    let cells = TextTable(table.columns, rows: table.rows.map { $0.map(\.text) })
    let rows = cells.lines(
      width: width.map { $0 - 2 }, unicode: Console.hasUnicodeOutput, displayWidth: \.displayWidth)
    let caption = table.caption.isEmpty ? [] : ["  " + Console.printable(table.caption)]
    return [Console.printable(table.title)] + rows.map { "  " + $0 } + caption + [""]
  }
}
