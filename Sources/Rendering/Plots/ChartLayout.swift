import Imaging

/// Where the parts of a chart are, so that no text overlaps another or is cut off.
struct ChartLayout {
  /// The sizes that charts have in common, in units of a figure.
  enum Measure {
    static let margin = 16.0
    static let titleSize = 14.0
    static let textSize = 11.0
    static let titleHeight = 20.0
    static let rowHeight = 16.0
    static let tickLength = 4.0
    /// A row of labels of upright marker lines.
    static let markerRowHeight = 14.0
    /// The distance of the labels of level marker lines, and the length that they may have.
    static let levelLabelHeight = 13.0
    static let levelLabelLimit = 96.0
  }

  /// The rectangle that the data are in.
  let plot: Rectangle
  /// The axis at the lower edge.
  let horizontal: AxisScale
  /// The axis at the left edge.
  let vertical: AxisScale
  /// Where the labels above the plot are.
  let markerLabels: [MarkerLabel]
  /// The lower edge of title and caption.
  let headerHeight: Double

  /// The label of an upright marker line.
  struct MarkerLabel {
    var text: String
    /// Where the line is.
    var line: Double
    /// The left end of the label.
    var left: Double
    /// The right end of the label.
    var right: Double
    /// The row that it is in, from 0 right above the plot.
    var row: Int
  }

  /// Lays out a chart that has `legendRows` rows of legend above the plot.
  init(_ chart: Chart, legendRows: Int) {
    typealias M = Measure
    let captions = [chart.horizontal.caption, chart.vertical.caption].map { $0.isEmpty ? 0 : 1.0 }
    let header =
      M.margin / 2 + 2 + (chart.title.isEmpty ? 0 : M.titleHeight) + captions[1] * (M.rowHeight + 1)
    let footer = 18 + captions[0] * (M.rowHeight + 1) + 8
    let aboveMarkers = header + Double(legendRows) * M.rowHeight + 10
    let roughHeight = max(chart.height - aboveMarkers - footer, 40)
    let vertical = AxisScale(
      showing: chart.verticalValues, scale: chart.vertical.scale,
      count: Int(min(max(roughHeight / 44, 2), 8)))
    let labelWidth = max(Self.width(of: vertical), chart.labelWidth)
    var left = M.margin + labelWidth + 8
    var right = max(M.margin, chart.levelLabelWidth + 12)
    let rough = Self.horizontalScale(of: chart, width: max(chart.width - left - right, 40))
    left = max(left, Self.overhang(of: rough.ticks.first))
    right = max(right, Self.overhang(of: rough.ticks.last))
    let plotWidth = max(chart.width - left - right, 40)
    horizontal = Self.horizontalScale(of: chart, width: plotWidth)
    let markerLabels = Self.markerLabels(
      of: chart, scale: horizontal, left: left, width: plotWidth)
    let rows = (markerLabels.map(\.row).max() ?? -1) + 1
    let top = aboveMarkers + Double(rows) * M.markerRowHeight
    plot = Rectangle(
      x: left.rounded(), y: top.rounded(), width: plotWidth.rounded(.down),
      height: max(chart.height - footer - top, 40).rounded(.down))
    (self.vertical, self.markerLabels, headerHeight) = (vertical, markerLabels, header)
  }

  /// The room that the labels of the vertical axis need.
  static func width(of scale: AxisScale) -> Double {
    scale.ticks.map { Lettering.width(of: $0.label, size: Measure.textSize) }.max() ?? 0
  }

  /// The room that half of the label at an end of the horizontal axis needs.
  private static func overhang(of tick: AxisScale.Tick?) -> Double {
    tick.map { Lettering.width(of: $0.label, size: Measure.textSize) / 2 + 6 } ?? 0
  }

  /// Returns where a number of each axis is in the figure; nothing for what cannot be shown.
  func point(x: Double, y: Double) -> Point? {
    guard let x = horizontal.position(of: x), let y = vertical.position(of: y) else { return nil }
    return Point(x: plot.x + x * plot.width, y: plot.y + (1 - y) * plot.height)
  }

  /// Returns the lines of a series in the figure, interrupted where a point cannot be shown.
  func lines(of series: Chart.Series) -> [[Point]] {
    var (lines, current): ([[Point]], [Point]) = ([], [])
    for (position, value) in zip(series.positions, series.values) {
      guard let point = point(x: position, y: value) else {
        lines.append(current)
        current = []
        continue
      }
      if series.style == .step, let last = current.last {
        current.append(Point(x: point.x, y: last.y))
      }
      current.append(point)
    }
    return (lines + [current]).filter { !$0.isEmpty }
  }

  /// Makes the horizontal axis with as many ticks as have room for their labels.
  private static func horizontalScale(of chart: Chart, width: Double) -> AxisScale {
    var count = Int(min(max(width / 64, 1), 10))
    while true {
      let scale = AxisScale(
        showing: chart.horizontalValues, scale: chart.horizontal.scale, count: count)
      let widths = scale.ticks.map { Lettering.width(of: $0.label, size: Measure.textSize) }
      let isTight = scale.ticks.indices.dropFirst().contains { index in
        let distance = scale.ticks[index].position - scale.ticks[index - 1].position
        return distance * width < (widths[index] + widths[index - 1]) / 2 + 10
      }
      if !isTight || count == 1 { return scale }
      count -= 1
    }
  }

  /// Places labels to the right of their lines, or to the left near the edge of the figure, in as many
  /// rows as needed. Those on the right are placed from right to left, the others from left to right, so
  /// that a label stands above the lines that it reaches over.
  private static func markerLabels(
    of chart: Chart, scale: AxisScale, left: Double, width: Double
  ) -> [MarkerLabel] {
    let lines = chart.markers.filter { $0.axis == .horizontal }.compactMap { marker in
      scale.position(of: marker.value).map { (marker.label, left + $0 * width) }
    }
    let labels = lines.map { text, line in
      let room = max(chart.width - 8 - (line + 5), line - 5 - left)
      let text = Lettering.shortened(text, toWidth: room, size: Measure.textSize)
      let length = Lettering.width(of: text, size: Measure.textSize)
      let start = line + 5 + length <= chart.width - 8 ? line + 5 : line - 5 - length
      return MarkerLabel(text: text, line: line, left: start, right: start + length, row: 0)
    }
    let rightwards = labels.filter { $0.left > $0.line }.sorted { $0.line > $1.line }
    let leftwards = labels.filter { $0.left < $0.line }.sorted { $0.line < $1.line }
    var placed: [MarkerLabel] = []
    for var label in rightwards + leftwards {
      while placed.contains(where: { $0.obstructs(label) }) { label.row += 1 }
      placed.append(label)
    }
    return placed
  }
}

extension ChartLayout.MarkerLabel {
  /// Whether another label of the same row would touch this one, or stand in the way of its line.
  fileprivate func obstructs(_ other: Self) -> Bool {
    let crossesLine = other.left < line + 4 && line - 4 < other.right && row >= other.row
    let touches = row == other.row && other.left < right + 10 && left < other.right + 10
    return crossesLine || touches
  }
}

extension Chart {
  /// All numbers that the horizontal axis shows.
  fileprivate var horizontalValues: [Double] {
    series.flatMap { series in
      zip(series.positions, series.values).filter { $0.1.isFinite }.map(\.0)
    } + horizontal.included + rug
      + markers.filter { $0.axis == .horizontal }.map(\.value)
  }

  /// All numbers that the vertical axis shows.
  fileprivate var verticalValues: [Double] {
    series.flatMap { series in
      zip(series.positions, series.values).filter { $0.0.isFinite }.map(\.1)
    } + vertical.included + markers.filter { $0.axis == .vertical }.map(\.value)
  }

  /// The longest label of a level marker line, as far as there is room for it.
  fileprivate var levelLabelWidth: Double {
    markers.filter { $0.axis == .vertical && $0.value.isFinite }.map { marker in
      min(
        Lettering.width(of: marker.label, size: ChartLayout.Measure.textSize),
        ChartLayout.Measure.levelLabelLimit
      )
    }.max() ?? 0
  }
}
