import Explaining
import Foundation
import Rendering

/// What sanity checks of a method have found. Encoded, it is what `--json` tells.
struct SanityAnswer: Encodable {
  let version = Igtool.version
  let model: String
  let report: SanityReport

  private enum CodingKeys: String, CodingKey {
    case version, model, report
  }

  /// A line for each check, and a table of the stages of the first.
  var lines: [String] {
    let checks = report.checks.map { name, check in
      [name, Self.word(check.verdict), check.text]
    }
    let maps = report.maps == 1 ? "1 map" : "\(report.maps) maps"
    return [Console.printable("\(report.method) on \(model), \(maps)")]
      + table(["", "", ""], checks, numeric: []) + [""] + stageLines + [""]
  }

  private var stageLines: [String] {
    let rows = report.stages.map { stage in
      [String(stage.layers)]
        + [stage.likeness.signed, stage.likeness.absolute, stage.likeness.structural].map {
          $0.map(Self.text) ?? "–"
        }
    }
    let titles = ["layers in a random order", "rank correlation", "of absolute values", "SSIM"]
    return rows.isEmpty ? [] : table(titles, rows, numeric: [0, 1, 2, 3])
  }

  private func table(_ titles: [String], _ rows: [[String]], numeric: Set<Int>) -> [String] {
    TextTable(
      titles.enumerated().map { TextTable.Column($1, isNumeric: numeric.contains($0)) },
      rows: rows.map { $0.map(Console.printable) }
    ).lines(width: nil, unicode: Console.hasUnicodeOutput, displayWidth: \.displayWidth)
      .map { "  " + $0 }
  }

  private static func word(_ verdict: SanityReport.Verdict) -> String {
    switch verdict {
    case .passes: "passes"
    case .fails: "FAILS"
    case .undefined: "undefined"
    case .none: "–"
    }
  }

  private static func text(_ measure: MeanMeasure) -> String {
    String(format: "%.3f", measure.mean)
      + (measure.standardError.map { String(format: " ± %.3f", $0) } ?? "")
  }
}
