import Numerics
import Tensors

extension TableReader {
  /// Most rows of a table of baselines.
  public static let baselineLimit = 10_000

  /// Returns the points that a baseline of rows stands for.
  ///
  /// Means, medians and modes are those of each column alone. `zero` is a row of zeros in the unit
  /// of the table, and of one-hot categories none. `mean` is the manifest's mean of a column where
  /// it has one; of one-hot categories it is their shares. The median of a column of categories is,
  /// like its mode, the most frequent one; of equally frequent values the lowest counts.
  ///
  /// - Parameters:
  ///   - baseline: One of rows, or the path of a table with the same columns, each of whose rows is
  ///     a baseline, or of whose rows all together one is made.
  ///   - all: All rows of the table that is explained; for `zero` and a table of baselines they do
  ///     not matter.
  ///   - limits: The most that is read of a table of baselines.
  /// - Throws: `TableError.badBaseline` for a baseline of pictures or texts, `.noSuchRow` for a row
  ///   that is not among them, `.baselineTable` for a table that cannot be read, `.manyBaselines`
  ///   for one of more than 10,000 rows.
  public func starts(
    at baseline: Baseline, among all: [TableRow], limits: ReadingLimits = ReadingLimits()
  ) throws(TableError) -> [Tensor] {
    switch baseline {
    case .zero: return [standardized([Double](repeating: 0, count: shape.count))]
    case .mean: return [standardized(columns.indices.flatMap { knownMean(of: $0, all) })]
    case .median: return [summary(.median, of: all)]
    case .mode: return [summary(.mode, of: all)]
    case .dataset(let statistic, let path): return [try summary(statistic, ofTable: path, limits)]
    case .row(let number):
      guard let row = all.first(where: { $0.number == number }) else {
        throw .noSuchRow(file: file, row: number, count: all.count)
      }
      return [point(row)]
    case .file(let path): return try starts(in: path, limits)
    case .uniform, .blur, .noise, .pad, .mask, .unknown, .boundary:
      throw .badBaseline(text: baseline.description, expected: Baseline.rowsText)
    }
  }

  private func starts(
    in path: String, _ limits: ReadingLimits
  ) throws(TableError) -> [Tensor] {
    do throws(TableError) {
      let table = try TableFile(path: path, limits: limits)
      let count = table.rows.count
      guard count <= Self.baselineLimit else {
        throw .manyBaselines(file: table.displayName, limit: Self.baselineLimit, found: count)
      }
      return try rows(of: table).map { point($0) }
    } catch {
      throw .baselineTable(error)
    }
  }

  /// What the rows of another table have in common.
  private func summary(
    _ statistic: DatasetStatistic, ofTable path: String, _ limits: ReadingLimits
  ) throws(TableError) -> Tensor {
    do throws(TableError) {
      return summary(statistic, of: try rows(of: try TableFile(path: path, limits: limits)))
    } catch {
      throw .baselineTable(error)
    }
  }

  /// What rows have in common, column by column.
  private func summary(_ statistic: DatasetStatistic, of all: [TableRow]) -> Tensor {
    standardized(
      columns.indices.flatMap { column in
        switch statistic {
        case .mean: mean(of: column, all)
        case .median: median(of: column, all)
        case .mode: mode(of: column, all)
        }
      })
  }

  /// The manifest's mean of a column where it has one, else that of the rows.
  private func knownMean(of column: Int, _ all: [TableRow]) -> [Double] {
    if !columns[column].isOneHot, let mean = columns[column].mean { return [mean] }
    return mean(of: column, all)
  }

  private func mean(of column: Int, _ all: [TableRow]) -> [Double] {
    var sums = [Double](repeating: 0, count: columns[column].width)
    for row in all {
      let value = place(in: row, of: column)
      if columns[column].isOneHot { sums[Int(value)] += 1 } else { sums[0] += value }
    }
    return sums.map { $0 / Double(all.count) }
  }

  private func median(of column: Int, _ all: [TableRow]) -> [Double] {
    guard columns[column].categories == nil else { return mode(of: column, all) }
    return [all.map { place(in: $0, of: column) }.sorted().percentileOfSorted(50)]
  }

  private func mode(of column: Int, _ all: [TableRow]) -> [Double] {
    var counts: [Double: Int] = [:]
    for row in all { counts[place(in: row, of: column), default: 0] += 1 }
    let most = counts.values.max()
    let value = counts.filter { $0.value == most }.keys.min() ?? 0
    return expanded(value, column: column)
  }
}
