import Imaging

/// Draws the points of rows by columns.
struct ColumnSummaryDrawing {
  /// Sizes, in units of a figure.
  private enum Measure {
    static let margin = 16.0
    static let gap = 12.0
    static let titleSize = 14.0
    static let textSize = 12.0
    static let smallSize = 11.0
    /// The ticks and the caption of the axis below the columns.
    static let axisHeight = 42.0
    static let swatch = Rectangle(x: 0, y: 0, width: 16, height: 9)
  }

  /// Points of all columns together.
  private static let largestCount = 20_000

  /// The drawing.
  private(set) var figure: Figure
  private let summary: ColumnSummary
  /// The columns that are shown, from above.
  private let shown: [Int]
  private let names: [String]
  private let means: [String]
  private let levels: [ValueLevels]
  private let axis: AxisScale
  private let plot: Rectangle
  private let rowHeight: Double

  init(_ summary: ColumnSummary) {
    self.summary = summary
    shown = Array(summary.ranking.prefix(max(summary.limit, 1)))
    let width = max(summary.width.finiteOrZero, 320)
    let room = width - 2 * Measure.margin
    names = shown.map {
      MiddleCut.cut(summary.columns[$0].name, toWidth: room * 0.28, size: Measure.textSize)
    }
    let magnitudes = shown.map { summary.statistics[$0].meanMagnitude }
    means = magnitudes.map(NumberColumn(magnitudes).label)
    levels = shown.map { ValueLevels(summary.columns[$0].values) }
    let nameWidth = names.map { Lettering.width(of: $0, size: Measure.textSize) }.max() ?? 0
    let meanWidth =
      (means + ["mean |a|"]).map {
        Lettering.width(of: $0, size: Measure.smallSize)
      }.max() ?? 0
    let left = Measure.margin + nameWidth + Measure.gap + meanWidth + Measure.gap
    let right = width - Measure.margin
    axis = AxisScale(
      showing: shown.flatMap { summary.columns[$0].attributions } + [0], scale: .linear,
      count: max(Int((right - left) / 70), 2))
    rowHeight = shown.count <= 10 ? 38 : 28
    let top = Measure.margin + (summary.title.isEmpty ? 0 : 26) + 18
    plot = Rectangle(
      x: left, y: top, width: right - left, height: Double(shown.count) * rowHeight)
    figure = Figure(
      width: width, height: top + plot.height + Measure.axisHeight + Measure.margin,
      title: summary.title, description: Self.description(of: summary, shown: shown))
    drawHeader()
    drawAxis()
    for row in shown.indices { drawColumn(row) }
  }

  private static func description(of summary: ColumnSummary, shown: [Int]) -> String {
    let rows = summary.columns.first?.attributions.count ?? 0
    let strongest = shown.prefix(3).map { index in
      let column = summary.statistics[index]
      return "\(column.name) \(NumberLabel.short(column.meanMagnitude))"
    }
    return "Attributions of \(rows) rows in \(summary.columns.count) columns; the largest mean"
      + " magnitudes: \(strongest.joined(separator: ", "))."
  }

  // MARK: - Around the data

  private mutating func drawHeader() {
    var y = Measure.margin
    if !summary.title.isEmpty {
      figure.text(
        Lettering.shortened(
          summary.title, toWidth: figure.width - 2 * Measure.margin, size: Measure.titleSize,
          weight: .bold),
        at: Point(x: Measure.margin, y: y + 11), size: Measure.titleSize, weight: .bold)
      y += 26
    }
    guard !shown.isEmpty else { return }
    figure.text(
      "mean |a|", at: Point(x: plot.x - Measure.gap, y: y + 8), size: Measure.smallSize,
      ink: .mutedText, alignment: .end)
    if levels.contains(where: \.isGraded) { drawKey(y: y + 8) }
  }

  /// Draws which colours are those of low and of high values.
  private mutating func drawKey(y: Double) {
    var right = plot.x + plot.width
    func width(_ text: String) -> Double { Lettering.width(of: text, size: Measure.smallSize) }
    figure.text(
      "high", at: Point(x: right, y: y), size: Measure.smallSize, ink: .mutedText, alignment: .end)
    let swatch = Measure.swatch
    right -= width("high") + 6 + Double(ValueLevels.inks.count) * swatch.width
    for (index, ink) in ValueLevels.inks.enumerated() {
      figure.rectangle(
        Rectangle(
          x: right + Double(index) * swatch.width, y: y - swatch.height, width: swatch.width,
          height: swatch.height), ink: ink)
    }
    figure.text(
      "value: low", at: Point(x: right - 6, y: y), size: Measure.smallSize, ink: .mutedText,
      alignment: .end)
  }

  private mutating func drawAxis() {
    let bottom = plot.y + plot.height
    for tick in axis.ticks {
      let x = (plot.x + tick.position * plot.width).rounded(.down) + 0.5
      figure.line([Point(x: x, y: plot.y), Point(x: x, y: bottom)], ink: .grid)
      figure.text(
        tick.label, at: Point(x: x, y: bottom + 16), size: Measure.smallSize, ink: .mutedText,
        alignment: .middle)
    }
    if let zero = axis.position(of: 0) {
      let x = (plot.x + zero * plot.width).rounded(.down) + 0.5
      figure.line([Point(x: x, y: plot.y), Point(x: x, y: bottom)], ink: .axis)
    }
    let unit = summary.unit.isEmpty ? "" : ", in units of \(summary.unit)"
    figure.text(
      Lettering.shortened("attribution\(unit)", toWidth: plot.width, size: Measure.smallSize),
      at: Point(x: plot.x + plot.width / 2, y: bottom + 34), size: Measure.smallSize,
      ink: .mutedText, alignment: .middle)
    let hidden = summary.columns.count - shown.count
    guard hidden > 0 else { return }
    figure.text(
      hidden == 1 ? "1 other column" : "\(hidden) other columns",
      at: Point(x: Measure.margin, y: bottom + 34), size: Measure.smallSize, ink: .mutedText)
  }

  // MARK: - Data

  private mutating func drawColumn(_ row: Int) {
    let column = summary.columns[shown[row]]
    let middle = plot.y + (Double(row) + 0.5) * rowHeight
    figure.text(
      names[row], at: Point(x: Measure.margin, y: middle + 4), size: Measure.textSize)
    figure.text(
      means[row], at: Point(x: plot.x - Measure.gap, y: middle + 4), size: Measure.smallSize,
      ink: .mutedText, alignment: .end)
    let points = sample(column.attributions.count).compactMap { index in
      axis.position(of: column.attributions[index]).map {
        (x: plot.x + $0 * plot.width, ink: levels[row].ink(of: column.values[index]))
      }
    }
    let radius = points.count > 400 ? 1.75 : 2.5
    let offsets = PointSwarm.offsets(
      of: points.map(\.x), diameter: 2 * radius, room: rowHeight / 2 - radius - 2)
    for (point, offset) in zip(points, offsets) {
      figure.circle(Point(x: point.x, y: middle + offset), radius: radius, ink: point.ink)
    }
  }

  /// Positions of the rows that are shown, evenly far apart.
  private func sample(_ count: Int) -> [Int] {
    let limit = max(min(summary.pointLimit, Self.largestCount / max(shown.count, 1)), 1)
    guard count > limit else { return Array(0..<count) }
    return (0..<limit).map { $0 * count / limit }
  }
}
