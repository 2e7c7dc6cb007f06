import Imaging

/// Draws a chart.
struct ChartDrawing {
  private typealias Measure = ChartLayout.Measure

  /// The drawing.
  private(set) var figure: Figure
  private let chart: Chart
  private let layout: ChartLayout
  private let legend: ChartLegend
  private let lines: [(series: Chart.Series, ink: Ink, lines: [[Point]])]

  init(_ chart: Chart) {
    self.chart = chart
    figure = Figure(
      width: chart.width, height: chart.height, title: chart.title, description: chart.description)
    legend = ChartLegend(chart)
    let compact = ChartLayout(chart, legendRows: 0)
    let inside = legend.place(in: compact.plot, avoiding: Self.points(of: chart, in: compact))
    let left = compact.plot.x
    let rows = inside == nil ? legend.rows(width: chart.width - left - Measure.margin) : []
    let layout =
      rows.isEmpty ? compact : ChartLayout(chart, legendRows: (rows.map(\.row).max() ?? 0) + 1)
    self.layout = layout
    lines = chart.series.enumerated().map { index, series in
      (series, .series(series.colorIndex ?? index), layout.lines(of: series))
    }
    drawHeader()
    drawGrid()
    drawMarkers()
    drawData()
    drawRug()
    if let inside {
      drawLegend(in: inside)
    } else {
      for (entry, x, row) in rows {
        let y = layout.headerHeight + Double(row) * Measure.rowHeight
        draw(entry, at: Point(x: left + x, y: y + 12))
      }
    }
  }

  // MARK: - Around the data

  private mutating func drawHeader() {
    let room = chart.width - 2 * Measure.margin
    var y = Measure.margin / 2 + 2
    if !chart.title.isEmpty {
      let title = Lettering.shortened(
        chart.title, toWidth: room, size: Measure.titleSize, weight: .bold)
      figure.text(
        title, at: Point(x: Measure.margin, y: y + 14), size: Measure.titleSize, weight: .bold)
      y += Measure.titleHeight
    }
    let caption = Lettering.shortened(
      chart.vertical.caption, toWidth: room, size: Measure.textSize)
    figure.text(
      caption, at: Point(x: Measure.margin, y: y + 12), size: Measure.textSize, ink: .mutedText)
  }

  private mutating func drawGrid() {
    let plot = layout.plot
    let (right, bottom) = (plot.x + plot.width, plot.y + plot.height)
    for tick in layout.vertical.ticks {
      let y = plot.y + (1 - tick.position) * plot.height
      level(y, from: plot.x, to: right, ink: .grid)
      figure.text(
        tick.label, at: Point(x: plot.x - 8, y: y + 4), size: Measure.textSize, ink: .mutedText,
        alignment: .end)
    }
    if let zero = layout.vertical.position(of: 0), zero > 0, zero <= 1 {
      level(plot.y + (1 - zero) * plot.height, from: plot.x, to: right, ink: .axis)
    }
    level(bottom, from: plot.x, to: right, ink: .axis)
    for tick in layout.horizontal.ticks {
      let x = plot.x + tick.position * plot.width
      upright(x, from: bottom, to: bottom + Measure.tickLength, ink: .axis)
      figure.text(
        tick.label, at: Point(x: x, y: bottom + 17), size: Measure.textSize, ink: .mutedText,
        alignment: .middle)
    }
    let caption = Lettering.shortened(
      chart.horizontal.caption, toWidth: plot.width, size: Measure.textSize)
    figure.text(
      caption, at: Point(x: plot.x + plot.width / 2, y: bottom + 34), size: Measure.textSize,
      ink: .mutedText, alignment: .middle)
  }

  private mutating func drawMarkers() {
    let plot = layout.plot
    let height = Measure.markerRowHeight
    for label in layout.markerLabels {
      let top = plot.y - Double(label.row + 1) * height
      upright(label.line, from: top, to: plot.y + plot.height, ink: .mutedText, dashes: [2, 3])
    }
    for label in layout.markerLabels {
      let top = plot.y - Double(label.row + 1) * height
      let place = Rectangle(
        x: label.left - 2, y: top, width: label.right - label.left + 4, height: height)
      figure.rectangle(place, ink: .background)
      figure.text(label.text, at: Point(x: label.left, y: top + 9), size: Measure.textSize)
    }
    drawLevelMarkers()
  }

  /// Draws the level lines, with labels beside the plot that are moved apart where they would overlap;
  /// labels for which there is no room are left out.
  private mutating func drawLevelMarkers() {
    let plot = layout.plot
    let levels = chart.markers.filter { $0.axis == .vertical }.compactMap { marker in
      layout.vertical.position(of: marker.value).map { (marker.label, (1 - $0) * plot.height) }
    }.sorted { $0.1 < $1.1 }
    for (_, height) in levels {
      level(
        plot.y + height, from: plot.x, to: plot.x + plot.width, ink: .mutedText, dashes: [2, 3])
    }
    let labelled = levels.prefix(Int(plot.height / Measure.levelLabelHeight))
    var baselines = labelled.map { plot.y + $0.1 + 4 }
    var limit = plot.y + 6
    for index in baselines.indices {
      baselines[index] = max(baselines[index], limit)
      limit = baselines[index] + Measure.levelLabelHeight
    }
    limit = plot.y + plot.height + 4
    for index in baselines.indices.reversed() {
      baselines[index] = min(baselines[index], limit)
      limit = baselines[index] - Measure.levelLabelHeight
    }
    for ((text, _), baseline) in zip(labelled, baselines) {
      let label = Lettering.shortened(
        text, toWidth: Measure.levelLabelLimit, size: Measure.textSize)
      figure.text(
        label, at: Point(x: plot.x + plot.width + 6, y: baseline), size: Measure.textSize)
    }
  }

  private mutating func drawRug() {
    let bottom = layout.plot.y + layout.plot.height
    for value in chart.rug {
      guard let position = layout.horizontal.position(of: value) else { continue }
      let x = layout.plot.x + position * layout.plot.width
      figure.line(
        [Point(x: x, y: bottom - 6), Point(x: x, y: bottom - 1)], width: 1, ink: .mutedText)
    }
  }

  // MARK: - Data

  private mutating func drawData() {
    if lines.allSatisfy({ $0.lines.isEmpty }) {
      figure.text(
        "no data",
        at: Point(
          x: layout.plot.x + layout.plot.width / 2, y: layout.plot.y + layout.plot.height / 2),
        size: Measure.textSize, ink: .mutedText, alignment: .middle)
    }
    for (series, ink, lines) in lines where series.style == .area {
      for line in lines { fillBelow(line, ink: ink) }
    }
    let width = lines.count > 5 ? 1.5 : 2
    for (series, ink, lines) in lines {
      for line in lines {
        if line.count == 1 {
          figure.circle(line[0], radius: 3, ink: ink)
        } else {
          figure.line(line, width: width, ink: ink, dashes: series.isDashed ? [5, 5] : [])
        }
      }
    }
    for (series, ink, lines) in lines where series.style == .markedLine {
      let points = lines.joined()
      guard points.count <= 100 else { continue }
      for point in points { figure.circle(point, radius: width + 0.75, ink: ink) }
    }
  }

  private mutating func fillBelow(_ line: [Point], ink: Ink) {
    guard let first = line.first, let last = line.last, line.count > 1 else { return }
    let base = min(max(layout.vertical.position(of: 0) ?? 0, 0), 1)
    let y = layout.plot.y + (1 - base) * layout.plot.height
    figure.area(
      line + [Point(x: last.x, y: y), Point(x: first.x, y: y)], ink: ink, opacity: 0.13)
  }

  /// Points along all lines, close enough to find out what a legend would hide.
  private static func points(of chart: Chart, in layout: ChartLayout) -> [Point] {
    let plot = layout.plot
    var lines = chart.series.flatMap { layout.lines(of: $0) }
    lines += layout.markerLabels.map {
      [Point(x: $0.line, y: plot.y), Point(x: $0.line, y: plot.y + plot.height)]
    }
    lines += chart.markers.filter { $0.axis == .vertical }.compactMap { marker in
      layout.vertical.position(of: marker.value).map { position in
        let y = plot.y + (1 - position) * plot.height
        return [Point(x: plot.x, y: y), Point(x: plot.x + plot.width, y: y)]
      }
    }
    return lines.flatMap { line in
      line.prefix(1)
        + zip(line, line.dropFirst()).flatMap { start, end in
          let steps = max((end.x - start.x).magnitude, (end.y - start.y).magnitude) / 8
          let count = Int(min(steps, 1000)) + 1
          return (1...count).map {
            start.interpolated(to: end, at: Double($0) / Double(count))
          }
        }
    }
  }

  // MARK: - Legend

  private mutating func drawLegend(in place: Rectangle) {
    figure.rectangle(place, ink: .background, opacity: 0.8)
    for (index, entry) in legend.entries.enumerated() {
      let y = place.y + 4 + Double(index) * Measure.rowHeight + 12
      draw(entry, at: Point(x: place.x + 8, y: y))
    }
  }

  private mutating func draw(_ entry: ChartLegend.Entry, at origin: Point) {
    let y = origin.y - 4
    figure.line(
      [Point(x: origin.x, y: y), Point(x: origin.x + ChartLegend.swatch, y: y)], width: 2,
      ink: entry.ink, dashes: entry.isDashed ? [5, 5] : [])
    if entry.isMarked {
      figure.circle(
        Point(x: origin.x + ChartLegend.swatch / 2, y: y), radius: 2.75, ink: entry.ink)
    }
    figure.text(
      entry.text, at: Point(x: origin.x + ChartLegend.swatch + 6, y: origin.y),
      size: Measure.textSize)
  }

  // MARK: - Thin lines

  /// Draws a level line exactly on a row of pixels.
  private mutating func level(
    _ y: Double, from left: Double, to right: Double, ink: Ink, dashes: [Double] = []
  ) {
    let y = y.rounded(.down) + 0.5
    figure.line([Point(x: left, y: y), Point(x: right, y: y)], ink: ink, dashes: dashes)
  }

  /// Draws an upright line exactly on a column of pixels.
  private mutating func upright(
    _ x: Double, from top: Double, to bottom: Double, ink: Ink, dashes: [Double] = []
  ) {
    let x = x.rounded(.down) + 0.5
    figure.line([Point(x: x, y: top), Point(x: x, y: bottom)], ink: ink, dashes: dashes)
  }
}
