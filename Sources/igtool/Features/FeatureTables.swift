import Explaining
import Foundation
import Inputs

extension [CollectedExplanation] {
  /// The rows of a table with what each column adds to the score, as CSV.
  var columnTable: String {
    let names = first?.columnNames ?? []
    let heading = ["row", "target", "score", "baseline_score", "sum", "completeness_gap"] + names
    return CSV.text(
      [heading]
        + map { entry in
          let report = entry.published.report
          return [
            report.row.map(String.init) ?? "", entry.explanation.quantity.label,
            "\(report.score.input)",
            report.score.baseline.map { "\($0)" } ?? "", "\(report.sum)",
            report.completenessGap.map { "\($0)" } ?? "",
          ] + (entry.explanation.featureAttributions ?? []).map { "\($0)" }
        })
  }

  /// The tokens of texts with what each adds to the score, as CSV.
  var tokenTable: String {
    let heading = ["line", "target", "token", "id", "word", "attribution"]
    return CSV.text(
      [heading]
        + flatMap { entry -> [[String]] in
          let report = entry.published.report
          guard case .text(let text, _) = entry.explanation.sample.subject else { return [] }
          return (report.tokens ?? []).enumerated().map { place, token in
            let word = text.words.first { $0.tokens.contains(place) }?.text ?? ""
            return [
              report.line.map(String.init) ?? "", entry.explanation.quantity.label, token.text,
              "\(token.id)",
              word, token.attribution.map { "\($0)" } ?? "",
            ]
          }
        })
  }
}

extension CollectedExplanation {
  /// The columns of the row.
  var columnNames: [String] { published.report.columns?.map(\.name) ?? [] }
}

/// Tables as RFC 4180 has them.
enum CSV {
  /// Returns lines that end with a line end each, cells in quotes where they need them.
  static func text(_ rows: [[String]]) -> String {
    rows.map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
  }

  private static func cell(_ text: String) -> String {
    let needsQuotes = text.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
    return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}
