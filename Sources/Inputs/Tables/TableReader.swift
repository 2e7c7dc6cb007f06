import Models
import Tensors

/// Brings rows of a table to a network's numbers: its columns are found by their names, numbers
/// standardised, categories encoded.
public struct TableReader: Hashable, Sendable {
  /// Most cells that one error tells of.
  private static let badCellLimit = 5

  /// The network's columns, in its order.
  public let columns: [TableColumn]
  /// Shape of a point, as the function takes it.
  public let shape: Shape
  /// What is taken for granted, one line each.
  public let assumed: [String]
  /// What of the table is not heeded, one line each.
  public let warnings: [String]

  /// What people call the table.
  let file: String
  let readers: [TableColumnReader]

  /// Knows how rows of a table are read for one input of a network.
  ///
  /// - Parameters:
  ///   - columns: What the manifest says of the columns; without any the columns are those of the
  ///     table, in its order, as they are.
  ///   - shape: The input's shape, as the function takes it.
  ///   - name: The input's name, for messages.
  ///   - file: The network's file, for messages.
  ///   - table: The table that is explained.
  /// - Throws: `TableError.wrongWidth` where the columns are not as many numbers as the input has,
  ///   `.wrongColumnCount` where nothing says what the columns are and the table has another number
  ///   of them, `.missingColumns` where the table has not all of them.
  public init(
    columns: [TableColumn]?, shape: Shape, name: String, file: String, table: TableFile
  ) throws(TableError) {
    let known = columns ?? []
    if known.isEmpty {
      guard table.header.count == shape.count else {
        throw .wrongColumnCount(
          network: file, expected: shape.count, file: table.displayName,
          found: table.header.count)
      }
      self.columns = table.header.map { TableColumn(name: $0) }
      assumed = [
        "nothing says which columns \(file) reads: it is fed those of \(table.displayName), in "
          + "their order, as they are"
      ]
    } else {
      let width = known.reduce(0) { $0 + $1.width }
      guard width == shape.count else {
        throw .wrongWidth(
          network: file, input: name, expected: shape, columns: known.count, found: width)
      }
      self.columns = known
      assumed = []
    }
    self.shape = shape
    self.file = table.displayName
    readers = self.columns.map(TableColumnReader.init)
    let match = try ColumnMatch(self.columns.map(\.name), in: table)
    warnings =
      match.ignored.isEmpty
      ? []
      : ["\(table.displayName): columns that the network does not read: \(match.ignored.listed)"]
  }

  /// Which numbers of a point belong to which column.
  public var features: Features {
    .columns(names: columns.map(\.name), lengths: columns.map(\.width))
  }

  /// Reads the rows of a table, all or those that are chosen.
  ///
  /// - Throws: `TableError.missingColumns`; `.noSuchRow` for a chosen row beyond the last;
  ///   `.badCells` for cells that are empty, no finite numbers, or no categories.
  public func rows(
    of table: TableFile, _ selection: RowSelection? = nil
  ) throws(TableError) -> [TableRow] {
    let places = try ColumnMatch(columns.map(\.name), in: table).places
    let count = table.rows.count
    let numbers =
      try selection?.numbers(among: count, of: table.displayName) ?? Array(1...count)
    var bad: [TableError.BadCell] = []
    var badCount = 0
    var rows: [TableRow] = []
    rows.reserveCapacity(numbers.count)
    for number in numbers {
      let texts = places.map { table.rows[number - 1][$0].trimmed }
      var values = [Double?](repeating: nil, count: texts.count)
      for index in texts.indices {
        do {
          let value = try readers[index].value(of: texts[index])
          if !readers[index].isOneHot { values[index] = value }
        } catch {
          badCount += 1
          guard bad.count < Self.badCellLimit else { continue }
          bad.append(.init(row: number, column: readers[index].name, problem: error.text))
        }
      }
      rows.append(TableRow(number: number, texts: texts, values: values))
    }
    guard bad.isEmpty else {
      throw .badCells(file: table.displayName, bad, more: badCount - bad.count)
    }
    return rows
  }

  /// What the network is fed for a row: x = (value − mean) / std, and 1 for a one-hot category
  /// among zeros.
  public func point(_ row: TableRow) -> Tensor { standardized(numbers(of: row)) }

  /// A row's numbers in the unit of the table, one-hot categories expanded.
  func numbers(of row: TableRow) -> [Double] {
    precondition(row.values.count == columns.count, "a row of another reader")
    var numbers: [Double] = []
    numbers.reserveCapacity(shape.count)
    for index in readers.indices {
      if readers[index].isOneHot {
        numbers += expanded(place(in: row, of: index), column: index)
      } else {
        numbers.append(place(in: row, of: index))
      }
    }
    return numbers
  }

  /// A cell's number, or the place of its category.
  func place(in row: TableRow, of column: Int) -> Double {
    if let value = row.values[column] { return value }
    guard let place = try? readers[column].value(of: row.texts[column]) else {
      preconditionFailure("a row of another reader")
    }
    return place
  }

  /// The numbers that a column's number, or the place of its category, becomes.
  func expanded(_ value: Double, column: Int) -> [Double] {
    guard readers[column].isOneHot else { return [value] }
    var numbers = [Double](repeating: 0, count: readers[column].width)
    numbers[Int(value)] = 1
    return numbers
  }

  /// Numbers in the unit of the table as the network reads them.
  func standardized(_ numbers: [Double]) -> Tensor {
    var values: [Float] = []
    values.reserveCapacity(shape.count)
    for index in readers.indices {
      for _ in 0..<readers[index].width {
        let number = numbers[values.count]
        values.append(Float((number - readers[index].mean) / readers[index].std))
      }
    }
    return Tensor(shape, values)
  }
}
