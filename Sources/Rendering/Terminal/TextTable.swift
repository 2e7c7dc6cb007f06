/// Texts in columns below each other, for terminals and files.
public struct TextTable: Hashable, Sendable {
  /// A column.
  public struct Column: Hashable, Sendable {
    /// What stands above; nothing anywhere where all titles are empty.
    public var title: String
    /// Whether the cells are numbers, which stand at the right edge.
    public var isNumeric: Bool

    /// Makes a column.
    public init(_ title: String, isNumeric: Bool = false) {
      (self.title, self.isNumeric) = (title, isNumeric)
    }
  }

  /// The columns, from left to right.
  public var columns: [Column]
  /// The texts of the cells, row by row; missing ones are empty.
  public var rows: [[String]]

  private static let leastWidth = 8

  /// Makes a table.
  public init(_ columns: [Column], rows: [[String]]) {
    (self.columns, self.rows) = (columns, rows)
  }

  /// Returns one line for the titles, unless all are empty, and one for each row, without blanks at
  /// their ends.
  ///
  /// - Parameters:
  ///   - width: how many cells a line may take: the widest columns of texts are cut to that in their
  ///     middle, to eight cells at least; nil where nothing is cut.
  ///   - unicode: whether what is cut is marked by more than ASCII.
  ///   - displayWidth: how many cells a text takes; all texts are harmless in a terminal already.
  public func lines(width: Int?, unicode: Bool = true, displayWidth: (String) -> Int) -> [String] {
    withoutActuallyEscaping(displayWidth) { displayWidth in
      let text = TerminalText(isUnicode: unicode, displayWidth: displayWidth)
      let hasTitles = columns.contains { !$0.title.isEmpty }
      let all = (hasTitles ? [columns.map(\.title)] : []) + rows
      var widths = columns.indices.map { index in
        text.widest(all.map { index < $0.count ? $0[index] : "" })
      }
      if let width { shorten(&widths, to: width) }
      return all.map { row in
        let cells = columns.indices.map { index in
          text.padded(
            index < row.count ? row[index] : "", to: widths[index],
            alignment: columns[index].isNumeric ? .end : .start)
        }
        var line = cells.joined(separator: TerminalText.gap)
        while line.last == " " { line.removeLast() }
        return line
      }
    }
  }

  /// Takes cells from the widest column of texts until all fit.
  private func shorten(_ widths: inout [Int], to width: Int) {
    let gaps = TerminalText.gap.count * max(columns.count - 1, 0)
    while widths.reduce(gaps, +) > width {
      let texts = columns.indices.filter { !columns[$0].isNumeric }
      guard let widest = texts.max(by: { widths[$0] < widths[$1] }),
        widths[widest] > Self.leastWidth
      else { return }
      widths[widest] -= 1
    }
  }
}
