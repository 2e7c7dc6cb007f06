import Models
import Tensors

/// What can go wrong between a table and what a network reads. Each description is one line: where,
/// what was expected, what was found, what to do.
///
/// Names and cells are quoted as given, long ones shortened; whoever prints them escapes them.
public enum TableError: Error, Equatable {
  // MARK: - Files

  /// A file that is not there or that the system refuses to read.
  case unreadable(file: String, reason: String)
  /// A file of more bytes than are read.
  case tooLarge(file: String, limit: Int)
  /// A file of something else than text in UTF-8; `line` is where that begins, if that is known.
  case notText(file: String, line: Int?, found: String, advice: String)
  /// A row of more bytes than are read, beginning in a line counted from 1.
  case longRow(file: String, line: Int, limit: Int)
  /// A quotation mark where none can be, or that has no partner.
  case badQuotes(file: String, line: Int, problem: String)
  /// A file without a header, or without a row below it.
  case noRows(file: String, found: String)
  /// More rows than are read.
  case manyRows(file: String, limit: Int)
  /// A header whose names are no names.
  case badHeader(file: String, problem: String)
  /// A row of more or fewer cells than the header has.
  case raggedRow(file: String, line: Int, row: Int, expected: Int, found: Int)

  // MARK: - Columns and cells

  /// A manifest whose columns are not as many numbers as the network's input has.
  case wrongWidth(network: String, input: String, expected: Shape, columns: Int, found: Int)
  /// A table of another number of columns than the network's input has numbers, where nothing says
  /// which are meant.
  case wrongColumnCount(network: String, expected: Int, file: String, found: Int)
  /// Columns that the network needs and the table has not, with those of similar names.
  case missingColumns(file: String, [MissingColumn], header: [String])
  /// Cells that are not what their columns are, the first of them, and how many more there are.
  case badCells(file: String, [BadCell], more: Int)

  // MARK: - What is asked

  /// Rows that are chosen in a way that is not understood.
  case badSelection(text: String, problem: String)
  /// A row that the table has not.
  case noSuchRow(file: String, row: Int, count: Int)
  /// A baseline that is none of rows.
  case badBaseline(text: String, expected: String)
  /// A table of baselines of more rows than are averaged over.
  case manyBaselines(file: String, limit: Int, found: Int)
  /// A table of baselines that cannot be read.
  indirect case baselineTable(TableError)

  /// A column that a table has not.
  public struct MissingColumn: Equatable, Sendable {
    /// Its name.
    public let name: String
    /// Columns of the table that may be meant.
    public let similar: [String]
  }

  /// A cell that is not what its column is.
  public struct BadCell: Equatable, Sendable {
    /// The row, counted from 1 below the header.
    public let row: Int
    /// The column's name.
    public let column: String
    /// What is wrong with it, after its name.
    public let problem: String
  }

  /// What the error is about, for an exit status.
  public var kind: ModelsError.Kind {
    switch self {
    case .unreadable: .noInput
    case .badSelection, .noSuchRow, .badBaseline: .usage
    case .baselineTable(let error): error.kind
    case .tooLarge, .notText, .longRow, .badQuotes, .noRows, .manyRows, .badHeader, .raggedRow,
      .wrongWidth, .wrongColumnCount, .missingColumns, .badCells, .manyBaselines:
      .badData
    }
  }
}
