import Imaging

/// The size of a terminal.
public struct TerminalSize: Hashable, Sendable {
  /// Number of characters in a line.
  public let columns: Int
  /// Number of lines.
  public let rows: Int
  /// Pixels of one character cell; nil where the terminal does not tell.
  public let cell: Size?

  /// A terminal of `columns` × `rows` cells. Numbers that are not positive stand for what is not
  /// known: then it is one of 80 × 24.
  public init(columns: Int, rows: Int, cell: Size? = nil) {
    self.columns = columns > 0 ? columns : 80
    self.rows = rows > 0 ? rows : 24
    self.cell = cell.flatMap { $0.width > 0 && $0.height > 0 ? $0 : nil }
  }
}

/// The part of a terminal that a picture takes.
///
/// The picture is as large as fits into the width, into all rows but three (so that the line above it
/// and the prompt below it stay visible), and into `maximumColumns`; its sides keep their ratio up to
/// rounding to whole cells.
public struct TerminalCanvas: Hashable, Sendable {
  /// Rows of the terminal that a picture leaves free.
  public static let freeRows = 3
  /// The usual limit of the width: more shows no more of a map, and takes the screen from all else.
  public static let usualColumns = 80

  /// Cells from left to right.
  public let columns: Int
  /// Cells from top to bottom.
  public let rows: Int
  /// Halves of cells from top to bottom, `2 * rows` or one less.
  public let halfRows: Int
  /// The size in pixels, exact where the terminal tells the size of its cells; of cells of 10 × 20
  /// where it does not.
  public let pixels: Size

  /// Finds the place for a picture of a size.
  public init(
    of picture: Size, in terminal: TerminalSize, maximumColumns: Int = TerminalCanvas.usualColumns
  ) {
    precondition(picture.width > 0 && picture.height > 0, "a picture has pixels")
    let cell = terminal.cell ?? Size(width: 10, height: 20)
    let limit = Size(
      width: max(1, min(terminal.columns, maximumColumns)) * cell.width,
      height: max(1, terminal.rows - Self.freeRows) * cell.height)
    let scale = min(
      Double(limit.width) / Double(picture.width), Double(limit.height) / Double(picture.height))
    let width = Double(picture.width) * scale
    let height = Double(picture.height) * scale
    // The scale makes one side equal to its limit; rounding errors must not go beyond it.
    func whole(_ length: Double, of unit: Double, limit: Int) -> Int {
      min(limit, max(1, Int((length / unit).rounded())))
    }
    pixels = Size(
      width: whole(width, of: 1, limit: limit.width),
      height: whole(height, of: 1, limit: limit.height))
    columns = whole(width, of: Double(cell.width), limit: limit.width / cell.width)
    halfRows = whole(height, of: Double(cell.height) / 2, limit: 2 * limit.height / cell.height)
    rows = (halfRows + 1) / 2
  }
}
