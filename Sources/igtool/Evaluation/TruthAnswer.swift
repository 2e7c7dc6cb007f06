import Explaining
import Foundation
import Rendering

/// How much of maps lies on what is known to matter: methods first, then controls, which know nothing of
/// the network. Encoded, it is what `--json` tells.
struct TruthAnswer: Encodable {
  let version = Igtool.version
  /// What the inputs are.
  let inputs: String
  let model: String
  let methods: [TruthSummary]
  let controls: [TruthSummary]

  init(_ inputs: String, _ model: String, _ methods: [TruthSummary], _ controls: [TruthSummary]) {
    (self.inputs, self.model, self.methods, self.controls) = (inputs, model, methods, controls)
  }

  private enum CodingKeys: String, CodingKey {
    case version, inputs, model, methods, controls
  }

  private static let columns = [
    "per cent", "pointing", "energy inside", "rank accuracy", "|a| pointing", "mass accuracy",
    "|a| rank accuracy", "evaluations",
  ].enumerated().map { TextTable.Column($1, isNumeric: $0 > 0) }

  /// The same as a table for people.
  var lines: [String] {
    let rows =
      methods.map(Self.row) + (controls.isEmpty ? [] : [[""], ["controls"]])
      + controls.map(Self.row)
    let table = TextTable(Self.columns, rows: rows.map { $0.map(Console.printable) })
    return [Console.printable("\(model): \(inputs)")]
      + table.lines(
        width: TerminalSize.limitsOutput ? TerminalSize.outputWidth : nil,
        unicode: Console.hasUnicodeOutput, displayWidth: \.displayWidth)
  }

  private static func row(_ summary: TruthSummary) -> [String] {
    let measures = (summary.signed.all + summary.absolute.all).map { measure in
      measure.map { share($0) } ?? "–"
    }
    return [summary.name] + measures + [
      summary.evaluations.map { String(format: "%.0f", $0) } ?? "–"
    ]
  }

  private static func share(_ measure: MeanMeasure) -> String {
    String(format: "%.1f", 100 * measure.mean)
      + (measure.standardError.map { String(format: " ± %.1f", 100 * $0) } ?? "")
  }
}
