import Imaging
import Rendering

/// The maps of several photos by the same means, with a row for each photo.
struct ComparisonOverview {
  /// The maps of one photo.
  struct Row {
    /// The photo.
    let name: String
    /// What else is said of it.
    let note: String
    /// What the columns are.
    let columns: [String]
    /// The maps.
    let cells: [ContactSheet.Cell]
    /// What the colours stand for.
    let legend: Legend?
  }

  /// Name of the sheet's file.
  static let fileName = "compare.png"

  /// What is said first.
  let heading: [String]
  /// The rows, in the order of the photos.
  private(set) var rows: [Row] = []
  /// Whether there are more maps than a sheet holds, which none is kept of then.
  private(set) var isTooLarge = false

  /// Makes an overview without rows.
  init(heading: [String]) { self.heading = heading }

  /// Adds the maps of a photo.
  mutating func add(_ row: Row) {
    isTooLarge =
      isTooLarge || rows.reduce(row.cells.count) { $0 + $1.cells.count } > CompareOptions.mostCells
    rows = isTooLarge ? [] : rows + [row]
  }

  /// The sheet as a picture.
  func image() -> Image {
    let columns = rows.map(\.cells.count).max() ?? 0
    let pictures = rows.flatMap { $0.cells.compactMap(\.picture) }
    let titles = (rows.max { $0.columns.count < $1.columns.count })?.columns ?? []
    var sheet = ContactSheet(
      photo: nil, heading: heading, columns: titles, rows: rows.map(\.name),
      cells: rows.map { Array($0.cells.prefix(columns)) },
      cellSize: Size(
        width: pictures.map(\.width).max() ?? 1, height: pictures.map(\.height).max() ?? 1))
    sheet.rowNotes = rows.map(\.note)
    sheet.legend = rows.lazy.compactMap(\.legend).first.map {
      Legend(colorMap: $0.colorMap, fullColor: "full colour of the row")
    }
    return sheet.image
  }
}
