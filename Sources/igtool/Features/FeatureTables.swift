import Explaining
import Inputs

extension [CollectedExplanation] {
  /// The rows of a table with what each column adds to the score, as CSV.
  var columnTable: String {
    let names = first?.columnNames ?? []
    let heading = ["row", "target", "score", "baseline_score", "sum", "completeness_gap"] + names
    let rows = map { entry -> [String] in
      let report = entry.published.report
      let scores: [String] = [
        report.row.map(String.init) ?? "", entry.explanation.quantity.label,
        "\(report.score.input)",
        report.score.baseline.map { "\($0)" } ?? "", "\(report.sum)",
        report.completenessGap.map { "\($0)" } ?? "",
      ]
      return scores + (entry.explanation.featureAttributions ?? []).map { "\($0)" }
    }
    return CSVText.table([heading] + rows)
  }

  /// The tokens of texts with what each adds to the score, as CSV.
  var tokenTable: String {
    let heading = ["line", "target", "token", "id", "word", "attribution"]
    return CSVText.table(
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
