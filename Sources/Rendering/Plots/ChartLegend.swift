import Imaging

/// The lines of a legend, and where they stand.
struct ChartLegend {
  /// One line: a piece of the series, and its name.
  struct Entry: Hashable {
    var text: String
    var ink: Ink
    var isDashed: Bool
    var isMarked: Bool

    /// The length of the piece, the gap and the name.
    var width: Double {
      ChartLegend.swatch + 6 + Lettering.width(of: text, size: ChartLayout.Measure.textSize)
    }
  }

  static let swatch = 20.0
  private static let gap = 16.0
  private static let rowHeight = ChartLayout.Measure.rowHeight

  /// The lines, in order.
  let entries: [Entry]
  /// The index of the first line that is no series.
  private let firstNote: Int

  /// Makes the legend of a chart: nothing where one series alone needs no name.
  init(_ chart: Chart) {
    let named = chart.series.enumerated().filter { !$1.name.isEmpty }
    var entries = named.prefix(12).map { index, series in
      Entry(
        text: Self.shortened(series.name), ink: .series(series.colorIndex ?? index),
        isDashed: series.isDashed, isMarked: series.style == .markedLine)
    }
    if named.count > 12 {
      entries.append(
        Entry(
          text: "and \(named.count - 12) more", ink: .grid, isDashed: false, isMarked: false))
    }
    firstNote = entries.count
    entries += chart.notes.map {
      Entry(text: Self.shortened($0.text), ink: .mutedText, isDashed: $0.isDashed, isMarked: false)
    }
    self.entries = entries.count > 1 || named.count < chart.series.count ? entries : []
  }

  private static func shortened(_ name: String) -> String {
    Lettering.shortened(name, toWidth: 170, size: ChartLayout.Measure.textSize)
  }

  /// Returns the places of the lines in rows of at most a width, counted from the upper left corner.
  /// Notes begin a row of their own unless all fits in one.
  func rows(width: Double) -> [(entry: Entry, x: Double, row: Int)] {
    let length = entries.reduce(-Self.gap) { $0 + $1.width + Self.gap }
    var (x, row) = (0.0, 0)
    return entries.enumerated().map { index, entry in
      let beginsNotes = index == firstNote && length > width
      if x > 0 && (beginsNotes || x + entry.width > width) { (x, row) = (0, row + 1) }
      defer { x += entry.width + Self.gap }
      return (entry, x, row)
    }
  }

  /// Returns a place inside of the plot where the legend, one line below the other, hides none of the
  /// points; nothing where there is none, or the legend is large.
  func place(in plot: Rectangle, avoiding points: [Point]) -> Rectangle? {
    let width = (entries.map(\.width).max() ?? 0) + 16
    let height = Double(entries.count) * Self.rowHeight + 8
    guard !entries.isEmpty, entries.count <= 5, width < plot.width * 0.6,
      height < plot.height * 0.6
    else { return nil }
    let shares = [(1.0, 1.0), (1, 0), (0, 0), (0, 1), (1, 0.5), (0, 0.5), (0.5, 0), (0.5, 1)]
    let places = shares.map { x, y in
      Rectangle(
        x: plot.x + 8 + x * (plot.width - width - 16),
        y: plot.y + 6 + y * (plot.height - height - 16),
        width: width, height: height)
    }
    return places.first { place in
      !points.contains { point in
        point.x > place.x - 6 && point.x < place.x + width + 6 && point.y > place.y - 6
          && point.y < place.y + height + 6
      }
    }
  }
}
