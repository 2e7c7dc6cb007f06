import Imaging

/// Pictures in rows and columns with captions, below a photo and what is said of it: maps of one photo
/// by different means, side by side.
public struct ContactSheet: Hashable, Sendable {
  /// A picture and what is to be said of it.
  public struct Cell: Hashable, Sendable {
    /// The picture; nil where there is none, and the note says why.
    public var picture: Image?
    /// One line below it.
    public var note: String
    /// What it is, in bold letters before the note, where that is not said by its column and row.
    public var title = ""

    /// Makes a cell.
    public init(_ picture: Image?, note: String = "") {
      self.picture = picture
      self.note = note
    }
  }

  /// What all of it is about; shown beside the heading.
  public var photo: Image
  /// Lines beside the photo, the first one in bold letters.
  public var heading: [String]
  /// What the columns are.
  public var columns: [String]
  /// What the rows are; all empty where there is only one kind.
  public var rows: [String]
  /// The cells, row by row; rows may be short.
  public var cells: [[Cell]]
  /// Size of the pictures in cells.
  public var cellSize: Size
  /// The colours and numbers that all cells share.
  public var legend: Legend?

  private static let ink = Color(red: 30, green: 30, blue: 30)
  private static let mutedInk = Color(red: 105, green: 105, blue: 105)

  /// Makes a sheet.
  public init(
    photo: Image, heading: [String], columns: [String], rows: [String], cells: [[Cell]],
    cellSize: Size, legend: Legend? = nil
  ) {
    precondition(rows.count == cells.count, "every row of a sheet has a caption")
    precondition(
      cells.allSatisfy { $0.count <= columns.count }, "every column of a sheet has a caption")
    self.photo = photo
    self.heading = heading
    self.columns = columns
    self.rows = rows
    self.cells = cells
    self.cellSize = cellSize
    self.legend = legend
  }

  /// The sheet, in RGB.
  public var image: Image {
    let layout = Layout(self)
    var canvas = Canvas(width: layout.width, height: layout.height, color: .white)
    drawHeading(layout, on: &canvas)
    for (column, caption) in columns.enumerated() {
      write(
        Lettering.wrapped(
          caption, width: Double(cellSize.width), size: layout.textSize, weight: .bold,
          maximumLines: layout.columnLines),
        weight: .bold, left: layout.left(column), bottom: layout.gridTop, layout, on: &canvas)
    }
    for (row, cells) in cells.enumerated() {
      let lines = Lettering.wrapped(
        rows[row], width: Double(layout.rowCaption - layout.gap), size: layout.textSize,
        weight: .bold, maximumLines: 8)
      canvas.write(
        lines, left: Double(layout.gap), top: Double(layout.top(row)), size: layout.textSize,
        weight: .bold, color: Self.ink)
      for (column, cell) in cells.enumerated() {
        draw(cell, left: layout.left(column), top: layout.top(row), layout, on: &canvas)
      }
    }
    if let legend {
      let left = layout.left(0) - layout.gap / 2
      let bar = legend.image(
        width: min(layout.width - left, 3 * cellSize.width), textSize: layout.textSize)
      canvas.paste(bar, left: left, top: layout.height - bar.height - layout.gap)
    }
    return canvas.image
  }

  private func drawHeading(_ layout: Layout, on canvas: inout Canvas) {
    canvas.paste(layout.thumbnail, left: layout.gap, top: layout.gap)
    let left = Double(2 * layout.gap + layout.thumbnail.width)
    let room = Double(layout.width) - left - Double(layout.gap)
    var y = Double(layout.gap)
    for (index, line) in heading.enumerated() {
      let size = index == 0 ? layout.textSize * 1.5 : layout.textSize
      let weight: TextWeight = index == 0 ? .bold : .regular
      canvas.write(
        [Lettering.shortened(line, toWidth: room, size: size, weight: weight)], left: left, top: y,
        size: size, weight: weight, color: index == 0 ? Self.ink : Self.mutedInk)
      y += Lettering.lineHeight(size: size) + size * 0.15
    }
  }

  private func draw(
    _ cell: Cell, left: Int, top: Int, _ layout: Layout, on canvas: inout Canvas
  ) {
    if let picture = cell.picture {
      canvas.paste(picture, left: left, top: top)
    } else {
      canvas.fill(
        rectangle: Rectangle(
          x: Double(left), y: Double(top), width: Double(cellSize.width),
          height: Double(cellSize.height)),
        color: Color(red: 240, green: 240, blue: 240))
    }
    let (size, bottom) = (layout.noteSize, Double(top + cellSize.height))
    canvas.write(
      [cell.title], left: Double(left), top: bottom, size: size, weight: .bold, color: Self.ink)
    let indent =
      cell.title.isEmpty ? 0 : Lettering.width(of: cell.title + "  ", size: size, weight: .bold)
    let note = Lettering.shortened(
      cell.note, toWidth: Double(cellSize.width) - indent, size: size)
    canvas.write(
      [note], left: Double(left) + indent, top: bottom, size: size, color: Self.mutedInk)
  }

  /// Writes lines that end above a place.
  private func write(
    _ lines: [String], weight: TextWeight, left: Int, bottom: Int, _ layout: Layout,
    on canvas: inout Canvas
  ) {
    canvas.write(
      lines, left: Double(left),
      top: Double(bottom) - PictureFrame.height(of: lines.count, size: layout.textSize),
      size: layout.textSize, weight: weight, color: Self.ink)
  }
}

extension ContactSheet {
  /// Where everything lies, in whole pixels.
  fileprivate struct Layout {
    let textSize: Double
    let noteSize: Double
    let gap: Int
    let thumbnail: Image
    /// Width of the captions of rows, with a gap before them.
    let rowCaption: Int
    let columnLines: Int
    let gridTop: Int
    let width: Int
    let height: Int
    private let cell: Size
    private let noteHeight: Int

    init(_ sheet: ContactSheet) {
      cell = sheet.cellSize
      let size = max(11, (Double(cell.width) / 18).rounded())
      textSize = size
      noteSize = max(10, (size * 0.85).rounded())
      gap = Int(size)
      thumbnail = Self.thumbnail(sheet, height: Int(size * 8))
      let widest = sheet.rows.map { Lettering.width(of: $0, size: size, weight: .bold) }.max() ?? 0
      rowCaption = widest > 0 ? Int(min(widest.rounded(.up), size * 10)) + gap : 0
      let lines = sheet.columns.map {
        Lettering.wrapped(
          $0, width: Double(sheet.cellSize.width), size: size, weight: .bold, maximumLines: 3
        ).count
      }
      columnLines = lines.max() ?? 0
      noteHeight = Int(PictureFrame.height(of: 1, size: noteSize))
      gridTop =
        2 * gap + thumbnail.height + Int(PictureFrame.height(of: columnLines, size: size))
      let bar = sheet.legend?.image(width: 100, textSize: size)
      width = max(
        rowCaption + gap + sheet.columns.count * (cell.width + gap),
        3 * gap + thumbnail.width + Int(size * 24))
      height =
        gridTop + sheet.cells.count * (cell.height + noteHeight + gap)
        + (bar == nil ? 0 : gap) + (bar?.height ?? 0)
    }

    func left(_ column: Int) -> Int { rowCaption + gap + column * (cell.width + gap) }
    func top(_ row: Int) -> Int { gridTop + row * (cell.height + noteHeight + gap) }

    /// The photo, no larger than its place.
    private static func thumbnail(_ sheet: ContactSheet, height: Int) -> Image {
      let (photo, width) = (sheet.photo, 2 * height)
      let scale = min(
        1, Double(height) / Double(photo.height), Double(width) / Double(photo.width))
      return photo.resampled(
        width: max(1, Int(Double(photo.width) * scale)),
        height: max(1, Int(Double(photo.height) * scale)))
    }
  }
}
