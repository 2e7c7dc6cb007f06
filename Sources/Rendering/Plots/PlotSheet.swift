/// Several figures on one, in rows, below a heading line.
public struct PlotSheet: Sendable {
  /// What the sheet is about; nothing where empty.
  public var heading: String
  /// What stands below the heading in small letters; nothing where empty.
  public var subheading: String
  /// The figures, row by row.
  public var rows: [[Figure]]

  /// Makes a sheet whose rows are given.
  public init(heading: String, subheading: String = "", rows: [[Figure]]) {
    self.heading = heading
    self.subheading = subheading
    self.rows = rows.filter { !$0.isEmpty }
  }

  /// Makes a sheet with up to `columns` figures in a row.
  public init(
    heading: String, subheading: String = "", figures: [Figure], columns: Int = 2
  ) {
    let columns = max(columns, 1)
    let rows = stride(from: 0, to: figures.count, by: columns).map {
      Array(figures[$0..<min($0 + columns, figures.count)])
    }
    self.init(heading: heading, subheading: subheading, rows: rows)
  }

  /// The sheet, drawn.
  public var figure: Figure {
    let (margin, gap) = (8.0, 16.0)
    let width = rows.map { row in row.reduce(-gap) { $0 + $1.width + gap } }.max() ?? 480
    let heights = rows.map { $0.map(\.height).max() ?? 0 }
    var top = margin + (heading.isEmpty ? 0 : 34) + (subheading.isEmpty ? 0 : 18)
    var figure = Figure(
      width: width + 2 * margin, height: heights.reduce(top + margin - gap) { $0 + $1 + gap },
      title: heading, description: description)
    drawHeading(on: &figure, width: width)
    for (row, height) in zip(rows, heights) {
      var x = margin
      for part in row {
        figure.append(part, at: Point(x: x, y: top))
        x += part.width + gap
      }
      top += height + gap
    }
    return figure
  }

  private var description: String {
    ([subheading] + rows.joined().map { [$0.title, $0.description].joined(separator: ": ") })
      .filter { !$0.isEmpty }.joined(separator: " ")
  }

  private func drawHeading(on figure: inout Figure, width: Double) {
    let room = width - 32
    var y = 32.0
    if !heading.isEmpty {
      figure.text(
        Lettering.shortened(heading, toWidth: room, size: 18, weight: .bold),
        at: Point(x: 24, y: y), size: 18, weight: .bold)
      y += 20
    }
    figure.text(
      Lettering.shortened(subheading, toWidth: room, size: 12), at: Point(x: 24, y: y), size: 12,
      ink: .mutedText)
  }
}
