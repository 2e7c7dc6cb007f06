/// What the columns of a table mean to a score, over many rows: how much each matters, how much
/// that varies, and into which direction.
public struct ColumnSummary: Sendable {
  /// A column with one number of each row.
  public struct Column: Hashable, Sendable {
    /// The name.
    public var name: String
    /// What the column adds to the score in each row; what is not finite is left out.
    public var attributions: [Double]
    /// What each row has there; nil where it is no number, such as a category.
    public var values: [Double?]

    /// Makes a column, with as many values as attributions.
    public init(name: String, attributions: [Double], values: [Double?]) {
      precondition(attributions.count == values.count, "each row has an attribution and a value")
      self.name = name
      self.attributions = attributions
      self.values = values
    }
  }

  /// What is said of a column.
  public struct Statistics: Hashable, Sendable {
    /// The name of the column.
    public var name: String
    /// mean |a|: how much the column matters; 0 without rows.
    public var meanMagnitude: Double
    /// The standard deviation of |a|, √mean (|a| − mean |a|)².
    public var magnitudeDeviation: Double
    /// mean a: positive where the column mostly raises the score.
    public var mean: Double
  }

  /// The columns, in the order of the table, with equally many rows.
  public let columns: [Column]
  /// The statistics of each column, in the order of the table.
  public let statistics: [Statistics]
  /// Positions of the columns, the largest mean |a| first; of equal ones the first in the table.
  public let ranking: [Int]
  /// What the attributions are measured in: "logit", "probability", …; may be empty.
  public var unit: String
  /// What the figure is about; nothing where empty.
  public var title = ""
  /// How many columns are shown, at least one: those that matter most.
  public var limit = 30
  /// How many points a column has in the figure at most; of more rows, evenly many are left out.
  /// All columns together have 20 000 points at most, so that the figure stays a small file.
  public var pointLimit = 2000
  /// Extent of the figure to the right, in its units, at least 320.
  public var width = 720.0

  /// Makes the summary of columns that have equally many rows.
  public init(_ columns: [Column], unit: String = "") {
    let count = columns.first?.attributions.count ?? 0
    precondition(
      columns.allSatisfy { $0.attributions.count == count }, "columns have equally many rows")
    let statistics = columns.map(Statistics.init)
    self.columns = columns
    self.statistics = statistics
    self.unit = unit
    ranking = statistics.indices.sorted { first, second in
      let (one, other) = (statistics[first].meanMagnitude, statistics[second].meanMagnitude)
      return one == other ? first < second : one > other
    }
  }

  /// The statistics of all columns, the largest mean |a| first.
  public var ranked: [Statistics] { ranking.map { statistics[$0] } }

  /// Points of rows by columns: to the right the attribution, from above the columns that matter
  /// most.
  ///
  /// Points of a column lie beside each other where they would cover each other, so that a row is
  /// thick where many are. Their colour says where the value lies between the 5th and the 95th
  /// percentile of the column, in five levels from low to high; without numbers, or where all are
  /// alike, it is grey.
  public var figure: Figure { ColumnSummaryDrawing(self).figure }
}

extension ColumnSummary.Statistics {
  /// Reckons with shares of the largest magnitude, whose squares have an end.
  fileprivate init(_ column: ColumnSummary.Column) {
    name = column.name
    let values = column.attributions.filter(\.isFinite)
    let largest = values.map(\.magnitude).max() ?? 0
    guard largest > 0 else {
      (meanMagnitude, magnitudeDeviation, mean) = (0, 0, 0)
      return
    }
    let shares = values.map { $0 / largest }
    let count = Double(shares.count)
    let average = shares.reduce(0) { $0 + $1.magnitude } / count
    let variance = shares.reduce(0) { sum, share in
      sum + (share.magnitude - average) * (share.magnitude - average)
    }
    meanMagnitude = average * largest
    magnitudeDeviation = (variance / count).squareRoot() * largest
    mean = shares.reduce(0, +) / count * largest
  }
}

// MARK: - Text

extension ColumnSummary {
  /// Returns one line for each column, up to `limit`: name, a bar of mean |a|, mean |a| ± its
  /// standard deviation. None is wider than the width, or than `TerminalBars.leastWidth`, unless names
  /// have to be whole.
  ///
  /// - Parameters:
  ///   - width: how many cells a line may take.
  ///   - cutsNames: whether names are cut to that; otherwise lines are as wide as these need.
  ///   - unicode: whether bars are of block elements; otherwise all that is added to names is
  ///     ASCII.
  ///   - displayWidth: how many cells a text takes; names are harmless in a terminal already.
  public func lines(
    width: Int, cutsNames: Bool = true, unicode: Bool = true, displayWidth: (String) -> Int
  ) -> [String] {
    withoutActuallyEscaping(displayWidth) { displayWidth in
      let text = TerminalText(isUnicode: unicode, displayWidth: displayWidth)
      let names = text.widest(ranked.prefix(max(limit, 1)).map(\.name))
      // Names take two fifths at most.
      let whole = cutsNames ? 0 : (names * 5 + 1) / 2
      return lines(width: max(width, whole, TerminalBars.leastWidth), text: text)
    }
  }

  private func lines(width: Int, text: TerminalText) -> [String] {
    let rows = Array(ranked.prefix(max(limit, 1)))
    let format = NumberColumn(rows.flatMap { [$0.meanMagnitude, $0.magnitudeDeviation] })
    let means = rows.map { text.plain(format.label($0.meanMagnitude)) }
    let spreads = rows.map { text.plain(format.label($0.magnitudeDeviation)) }
    let (mean, spread) = (text.widest(means), text.widest(spreads))
    let sign = text.isUnicode ? " ± " : " +/- "
    let gap = TerminalText.gap.count
    let isSpread = mean + sign.count + spread + gap + 8 <= width
    let numbers = isSpread ? mean + sign.count + spread : mean
    let names = text.widest(rows.map(\.name))
    let shortened = min(names, max(width * 2 / 5, 8))
    let bar = width - shortened - numbers - 2 * gap
    let hasBars = bar >= TerminalBars.shortestBar
    let name = hasBars ? shortened : min(names, width - numbers - gap)
    let largest = rows.first?.meanMagnitude ?? 0
    return rows.indices.map { index in
      var cells = [text.padded(rows[index].name, to: name)]
      if hasBars {
        let share = largest > 0 ? rows[index].meanMagnitude / largest : 0
        cells.append(
          text.bar(share * Double(bar), room: bar, direction: .right, color: nil))
      }
      let number = text.padded(means[index], to: mean, alignment: .end)
      cells.append(
        isSpread
          ? number + sign + text.padded(spreads[index], to: spread, alignment: .end) : number)
      return cells.joined(separator: TerminalText.gap)
    }
  }
}
