import Imaging

/// Draws bars of attributions.
struct AttributionBarsDrawing {
  /// Sizes, in units of a figure.
  private enum Measure {
    static let margin = 16.0
    static let gap = 14.0
    static let titleSize = 14.0
    static let textSize = 12.0
    static let captionSize = 11.0
    static let captionHeight = 15.0
    static let rowHeight = 22.0
    static let barHeight = 13.0
    static let labelGap = 5.0
  }

  /// A bar with its texts, cut to the room that they have.
  private struct Row {
    let bar: AttributionBars.Bar
    let isRest: Bool
    let name: String
    let value: String
    let number: String
  }

  /// The drawing.
  private(set) var figure: Figure
  private let rows: [Row]
  private let captionLines: [String]
  /// Where the values begin.
  private let valueLeft: Double
  /// Where the numbers of bars with a negative attribution may begin.
  private let plotLeft: Double
  private let zero: Double
  /// From the end of the longest bar to the left to that of the longest to the right.
  private let length: Double
  private let extent: BarExtent

  init(_ chart: AttributionBars) {
    let width = max(chart.width.finiteOrZero, 240)
    let room = width - 2 * Measure.margin
    let shown = chart.shown
    let numbers = NumberColumn(shown.map(\.bar.attribution))
    rows = shown.map { Self.row($0, numbers: numbers, room: room) }
    extent = BarExtent(rows.map(\.bar.attribution))
    valueLeft = Measure.margin + Self.widest(rows.map(\.name)) + Measure.gap
    let valueWidth = Self.widest(rows.map(\.value))
    plotLeft = valueLeft + (valueWidth > 0 ? valueWidth + Measure.gap : 0)
    let numberWidth = Self.widest(rows.map(\.number)) + Measure.labelGap
    let left = plotLeft + (extent.negative > 0 ? numberWidth : 0)
    // Without positive bars there are no numbers on their side.
    let right = width - Measure.margin - (extent.isNegative ? 0 : numberWidth)
    length = max(right - left, 1)
    zero = (left + length * extent.share(of: extent.negative)).rounded(.down) + 0.5
    captionLines = chart.caption.flatMap {
      Lettering.wrapped($0, width: room, size: Measure.captionSize, maximumLines: 4)
    }
    let header =
      (chart.title.isEmpty ? 0 : 24) + Double(captionLines.count) * Measure.captionHeight
      + (captionLines.isEmpty ? 0 : 6)
    let height = header + Double(rows.count) * Measure.rowHeight + 2 * Measure.margin + 20
    figure = Figure(
      width: width, height: height, title: chart.title, description: Self.description(of: chart))
    drawHeader(chart.title)
    drawRows(top: Measure.margin + header)
    drawUnit(chart.unit, y: height - Measure.margin)
  }

  private static func row(
    _ shown: AttributionBars.ShownBar, numbers: NumberColumn, room: Double
  ) -> Row {
    let bar = shown.bar
    return Row(
      bar: bar, isRest: shown.isRest,
      name: MiddleCut.cut(bar.name, toWidth: room * 0.3, size: Measure.textSize),
      value: MiddleCut.cut(bar.value, toWidth: room * 0.18, size: Measure.textSize),
      number: numbers.signed(bar.attribution))
  }

  private static func widest(_ texts: [String]) -> Double {
    texts.map { Lettering.width(of: $0, size: Measure.textSize) }.max() ?? 0
  }

  private static func description(of chart: AttributionBars) -> String {
    let unit = chart.unit.isEmpty ? "" : " \(chart.unit)"
    let strongest = chart.ranking.prefix(3).map { chart.bars[$0] }
      .filter { $0.attribution.finiteOrZero != 0 }
      .map { bar in
        let name = MiddleCut.cut(bar.name) { $0.count <= 60 }
        return "\(name) \(NumberLabel.signed(bar.attribution))\(unit)"
      }
    let count = chart.bars.count == 1 ? "1 column" : "\(chart.bars.count) columns"
    guard !strongest.isEmpty else { return "\(count), none of which has an attribution." }
    return "Attributions of \(count); the strongest: \(strongest.joined(separator: ", "))."
  }

  // MARK: - Parts

  private mutating func drawHeader(_ title: String) {
    var y = Measure.margin
    if !title.isEmpty {
      let room = figure.width - 2 * Measure.margin
      figure.text(
        Lettering.shortened(title, toWidth: room, size: Measure.titleSize, weight: .bold),
        at: Point(x: Measure.margin, y: y + 11), size: Measure.titleSize, weight: .bold)
      y += 24
    }
    for line in captionLines {
      figure.text(
        line, at: Point(x: Measure.margin, y: y + 8), size: Measure.captionSize, ink: .mutedText)
      y += Measure.captionHeight
    }
  }

  private mutating func drawRows(top: Double) {
    let bottom = top + Double(rows.count) * Measure.rowHeight
    for (index, row) in rows.enumerated() {
      let middle = top + (Double(index) + 0.5) * Measure.rowHeight
      if index > 0 {
        let y = (middle - Measure.rowHeight / 2).rounded(.down) + 0.5
        figure.line(
          [Point(x: Measure.margin, y: y), Point(x: figure.width - Measure.margin, y: y)],
          ink: .grid)
      }
      draw(row, middle: middle)
    }
    if !rows.isEmpty {
      figure.line([Point(x: zero, y: top), Point(x: zero, y: bottom)], ink: .axis)
    }
  }

  private mutating func draw(_ row: Row, middle: Double) {
    let baseline = middle + 4
    figure.text(
      row.name, at: Point(x: Measure.margin, y: baseline), size: Measure.textSize,
      ink: row.isRest ? .mutedText : .text)
    figure.text(
      row.value, at: Point(x: valueLeft, y: baseline), size: Measure.textSize, ink: .mutedText)
    let isNegative = row.bar.attribution < 0
    let length = extent.share(of: row.bar.attribution) * (self.length - 1)
    if length > 0 {
      let place = Rectangle(
        x: isNegative ? zero - length : zero, y: middle - Measure.barHeight / 2, width: length,
        height: Measure.barHeight)
      figure.rectangle(
        place, ink: isNegative ? .negative : .positive, opacity: row.isRest ? 0.5 : 1)
    }
    let isLeft = isNegative || extent.isNegative
    let end = isLeft ? zero - length - Measure.labelGap : zero + length + Measure.labelGap
    figure.text(
      row.number, at: Point(x: end, y: baseline), size: Measure.textSize,
      ink: row.isRest ? .mutedText : .text, alignment: isLeft ? .end : .start)
  }

  private mutating func drawUnit(_ unit: String, y: Double) {
    let text = unit.isEmpty ? "attribution" : "attribution, in units of \(unit)"
    let room = figure.width - Measure.margin - plotLeft
    figure.text(
      Lettering.shortened(text, toWidth: room, size: Measure.captionSize),
      at: Point(x: figure.width - Measure.margin, y: y), size: Measure.captionSize,
      ink: .mutedText, alignment: .end)
  }
}

extension Ink {
  /// What raises a score: the blue of `ColorMap.redBlue`'s positive half.
  static let positive = Ink.series(0)
  /// What lowers a score.
  static let negative = Ink.series(1)
}
