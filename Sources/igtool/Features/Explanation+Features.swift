import Explaining
import Foundation
import Inputs
import Rendering

extension Explanation {
  /// The columns of a row as bars; nil for what is no row, or attributions of a layer.
  var bars: AttributionBars? {
    guard case .row(let row, let table) = sample.subject, let sums = featureAttributions else {
      return nil
    }
    let bars = sums.indices.map { place in
      AttributionBars.Bar(
        name: table.reader.columns[place].name, value: row.texts[place],
        attribution: sums[place])
    }
    return AttributionBars(
      bars, title: "\(sample.source.fileName): \(findings.quantity.shortLabel)",
      caption: findings.caption, unit: findings.setting.unit)
  }

  /// A text with its words marked; nil for what is no text, or attributions of a layer.
  var markedText: MarkedText? {
    guard case .text(let text, let reader) = sample.subject, let words, featureAttributions != nil
    else {
      return nil
    }
    return MarkedText(
      reader.pieces(of: text).map { piece in
        MarkedText.Piece(piece.text, attribution: piece.word.flatMap { words[$0].attribution })
      }, unit: findings.setting.unit)
  }

  /// Bars or marked words for a terminal, one line each; nothing for a picture. Of several inputs those
  /// of each, below its name and sum.
  var terminalLines: [String] {
    if !parts.isEmpty {
      return parts.flatMap { name, explanation in
        [Console.printable(name) + String(format: "  sum %+.4g", explanation.map.sum)]
          + explanation.terminalLines.map { "  " + $0 }
      }
    }
    if let bars {
      let printable = bars.printable
      return TerminalBars(printable).lines(
        width: TerminalSize.outputWidth - 2, cutsNames: TerminalSize.limitsOutput,
        usesColor: Console.hasColorOutput,
        unicode: Console.hasUnicodeOutput, displayWidth: \.displayWidth)
    }
    guard let text = markedText else { return [] }
    return text.terminalText(usesColor: Console.hasColorOutput, escaping: Console.printable)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}

extension AttributionBars {
  /// The same with texts that cannot steer a terminal.
  fileprivate var printable: AttributionBars {
    var bars = self
    for place in bars.bars.indices {
      bars.bars[place].name = Console.printable(bars.bars[place].name)
      bars.bars[place].value = Console.printable(bars.bars[place].value)
    }
    return bars
  }
}

extension [CollectedExplanation] {
  /// What the columns of rows say together, for every target that several rows have, the one of most
  /// rows first; nothing for what are no rows.
  var columnSummaries: [ColumnSummary] {
    var byTarget: [String: [CollectedExplanation]] = [:]
    for entry in self { byTarget[entry.explanation.quantity.label, default: []].append(entry) }
    return byTarget.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
      .compactMap { label, entries in
        guard var summary = entries.summary else { return nil }
        summary.title = "\(entries.count) rows, what each column adds to \"\(label)\""
        return summary
      }
  }

  /// What the columns of rows of one target say together; nil for fewer than two, or what are no rows.
  private var summary: ColumnSummary? {
    let rows = compactMap { entry -> (row: TableRow, table: ReadTable, sums: [Double])? in
      guard case .row(let row, let table) = entry.explanation.sample.subject,
        let sums = entry.explanation.featureAttributions
      else { return nil }
      return (row, table, sums)
    }
    guard rows.count > 1, let first = rows.first else { return nil }
    let columns = first.table.reader.columns.indices.map { place in
      ColumnSummary.Column(
        name: first.table.reader.columns[place].name, attributions: rows.map { $0.sums[place] },
        values: rows.map { $0.row.values[place] })
    }
    return ColumnSummary(columns, unit: self[0].explanation.setting.unit)
  }
}
