/// Bars of attributions as lines of text: name, value, bar, signed number, in columns.
public struct TerminalBars: Sendable {
  /// The least width that lines are made for.
  public static let leastWidth = 20
  /// A bar of fewer cells says nothing.
  static let shortestBar = 8
  /// Cells that bars have at least where nothing limits a line.
  static let usualBar = 24

  private let rows: [AttributionBars.Bar]

  /// Makes the lines of a chart: the same bars in the same order. Names and values are harmless in
  /// a terminal already.
  public init(_ chart: AttributionBars) {
    rows = chart.shown.map(\.bar)
  }

  /// Returns one line for each bar, none of which is wider than the width, or than `leastWidth`, unless
  /// names have to be whole.
  ///
  /// Names are cut in the middle where they take more than about a third. Where there is too little
  /// room for bars, the values are left out, and then the bars.
  ///
  /// - Parameters:
  ///   - width: how many cells a line may take.
  ///   - cutsNames: whether names and values are cut to that; otherwise lines are as wide as these need.
  ///   - usesColor: whether bars have colours, from the palette of 256.
  ///   - unicode: whether bars are of block elements, in eighths of a cell; otherwise all that is
  ///     added to names and values is ASCII.
  ///   - displayWidth: how many cells a text takes.
  public func lines(
    width: Int, cutsNames: Bool = true, usesColor: Bool, unicode: Bool,
    displayWidth: (String) -> Int
  ) -> [String] {
    withoutActuallyEscaping(displayWidth) { displayWidth in
      let text = TerminalText(isUnicode: unicode, displayWidth: displayWidth)
      let width = max(width, Self.leastWidth)
      let format = NumberColumn(rows.map(\.attribution))
      let numbers = rows.map { text.plain(format.signed($0.attribution)) }
      let columns =
        cutsNames
        ? columns(width: width, numbers: text.widest(numbers), text: text)
        : wholeColumns(width: width, numbers: text.widest(numbers), text: text)
      return lines(columns, numbers, usesColor: usesColor, text: text)
    }
  }

  private func lines(
    _ columns: Columns, _ numbers: [String], usesColor: Bool, text: TerminalText
  ) -> [String] {
    let extent = BarExtent(rows.map(\.attribution))
    let gauge = Gauge(extent, width: columns.bar)
    return zip(rows, numbers).map { row, number in
      var cells = [text.padded(row.name, to: columns.name)]
      if columns.value > 0 { cells.append(text.padded(row.value, to: columns.value)) }
      if columns.bar > 0 {
        cells.append(gauge.bar(row.attribution, text: text, usesColor: usesColor))
      }
      cells.append(text.padded(number, to: columns.number, alignment: .end))
      return cells.joined(separator: TerminalText.gap)
    }
  }

  private struct Columns {
    var name: Int
    var value: Int
    var bar: Int
    var number: Int
  }

  /// Names and values whole, and bars of what is left, but of a usual length at least.
  private func wholeColumns(width: Int, numbers: Int, text: TerminalText) -> Columns {
    let (name, value) = (text.widest(rows.map(\.name)), text.widest(rows.map(\.value)))
    let gap = TerminalText.gap.count
    let rest = name + numbers + 2 * gap + (value > 0 ? value + gap : 0)
    return Columns(
      name: name, value: value, bar: max(width - rest, Self.usualBar), number: numbers)
  }

  private func columns(width: Int, numbers: Int, text: TerminalText) -> Columns {
    let gap = TerminalText.gap.count
    let names = text.widest(rows.map(\.name))
    var name = min(names, max(width * 35 / 100, 8))
    var value = min(text.widest(rows.map(\.value)), width / 5)
    func bar() -> Int {
      width - name - numbers - 2 * gap - (value > 0 ? value + gap : 0)
    }
    if bar() < Self.shortestBar { value = 0 }
    guard bar() >= Self.shortestBar else {
      name = min(names, width - numbers - gap)
      return Columns(name: name, value: 0, bar: 0, number: numbers)
    }
    return Columns(name: name, value: value, bar: bar(), number: numbers)
  }

  /// Where bars begin in their column, and how long they are.
  private struct Gauge {
    let left: Int
    let right: Int
    /// Cells from end to end, of the longest bars.
    let length: Double
    let extent: BarExtent
    let hasZeroLine: Bool

    init(_ extent: BarExtent, width: Int) {
      self.extent = extent
      hasZeroLine = extent.hasBothSigns && width > 2
      let room = width - (hasZeroLine ? 1 : 0)
      guard hasZeroLine else {
        (left, right) = extent.negative > 0 ? (room, 0) : (0, room)
        length = Double(room)
        return
      }
      let (negative, positive) = (
        extent.share(of: extent.negative), extent.share(of: extent.positive)
      )
      left = min(max(Int((Double(room) * negative).rounded()), 1), room - 1)
      right = room - left
      // Where a share is 0, because it is too small for a number, the other side decides.
      length = min(Double(left) / negative, Double(right) / positive)
    }

    func bar(_ attribution: Double, text: TerminalText, usesColor: Bool) -> String {
      let length = extent.share(of: attribution) * (attribution < 0 ? -length : length)
      let line = hasZeroLine ? (text.isUnicode ? "│" : "|") : ""
      return text.bar(
        -length, room: left, direction: .left,
        color: usesColor ? TerminalText.negativeColor : nil) + line
        + text.bar(
          length, room: right, direction: .right,
          color: usesColor ? TerminalText.positiveColor : nil)
    }
  }
}
