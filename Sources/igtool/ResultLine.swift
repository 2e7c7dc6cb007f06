import Classification
import Explaining
import Foundation
import Inputs

/// What was explained and how well, in one line for people; lines of one run have their columns below
/// each other. Sources have different names, so that their folders need not be told.
struct ResultLine {
  /// Columns that the longest name takes.
  let nameWidth: Int

  private static let widestName = 32
  private static let labelWidth = 22

  /// Makes lines for some sources.
  init(_ sources: [InputSource]) {
    let names = sources.map { Console.printable($0.fileName) }
    nameWidth = min(names.map(\.displayWidth).max() ?? 0, Self.widestName)
  }

  /// Returns the line of a report on a source.
  func text(_ report: Report, on source: InputSource) -> String {
    var columns = [
      Self.column(source.fileName, width: nameWidth),
      Self.column(report.shortLabel, width: Self.labelWidth),
      Self.change(report.score).padded(to: 18),
      "\(report.evaluations) \(report.evaluations == 1 ? "evaluation" : "evaluations")"
        .padded(to: 16),
      String(format: "%.2f s", report.seconds).padded(to: 7),
    ]
    if let gap = report.completenessGapRelative {
      columns.append("gap " + Report.percent(gap).padded(to: 6))
    }
    return columns.joined(separator: "  ")
  }

  /// The score at the baseline and at the input.
  private static func change(_ score: Report.Score) -> String {
    if score.kind == ScoreKind.probability.rawValue {
      let input = Report.percent(score.input)
      return score.baseline.map { String(format: "%.1f → ", $0 * 100) + input } ?? input
    }
    let input = String(format: "%.4g", score.input)
    return score.baseline.map { String(format: "%.4g → ", $0) + input } ?? input
  }

  /// A text from outside, cut in the middle or filled up.
  private static func column(_ text: String, width: Int) -> String {
    let text = Console.printable(text).cutInTheMiddle(columns: width)
    return text + String(repeating: " ", count: max(0, width - text.displayWidth))
  }
}

extension String {
  /// The text with spaces before it, so that it ends at a column.
  fileprivate func padded(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}
