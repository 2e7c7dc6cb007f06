import Imaging

/// Pictures in rows and columns with captions, below a photo and what is said of it: maps of one photo
/// by different means, side by side.
public struct ContactSheet: Hashable, Sendable {
  /// A picture and what is to be said of it.
  public struct Cell: Hashable, Sendable {
    /// The picture; nil where there is none, and the note says why.
    public var picture: Image?
    /// What is said below it, in two lines at most.
    public var note: String
    /// What it is, in bold letters before the note, where that is not said by its column and row.
    public var title = ""

    /// Makes a cell.
    public init(_ picture: Image?, note: String = "") {
      self.picture = picture
      self.note = note
    }
  }

  /// What all of it is about, shown beside the heading; nil where that is not one photo.
  public var photo: Image?
  /// Lines beside the photo, the first one in bold letters.
  public var heading: [String]
  /// What the columns are.
  public var columns: [String]
  /// What the rows are; all empty where there is only one kind.
  public var rows: [String]
  /// What else is said of the rows, below what they are; may be empty.
  public var rowNotes: [String] = []
  /// The cells, row by row; rows may be short.
  public var cells: [[Cell]]
  /// Size of the largest pictures in cells.
  public var cellSize: Size
  /// What the colours of the cells stand for.
  public var legend: Legend?

  private static let ink = Color(red: 30, green: 30, blue: 30)
  private static let mutedInk = Color(red: 105, green: 105, blue: 105)

  /// Makes a sheet.
  public init(
    photo: Image?, heading: [String], columns: [String], rows: [String], cells: [[Cell]],
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
      drawCaption(ofRow: row, layout, on: &canvas)
      for (column, cell) in cells.enumerated() {
        draw(
          cell, left: layout.left(column), top: layout.top(row), height: layout.heights[row],
          layout, on: &canvas)
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

  /// Writes what a row is, and below it what else is said of it, as far as there is room.
  private func drawCaption(ofRow row: Int, _ layout: Layout, on canvas: inout Canvas) {
    let (left, top) = (Double(layout.gap), Double(layout.top(row)))
    let width = Double(layout.rowCaption - layout.gap)
    let lines = Lettering.wrapped(
      rows[row], width: width, size: layout.textSize, weight: .bold, maximumLines: 8)
    canvas.write(
      lines, left: left, top: top, size: layout.textSize, weight: .bold, color: Self.ink)
    guard rowNotes.indices.contains(row) else { return }
    let captionHeight = PictureFrame.height(of: lines.count, size: layout.textSize)
    let room = Double(layout.top(row + 1) - layout.gap) - top - captionHeight
    let most = Int(room / Lettering.lineHeight(size: layout.noteSize))
    guard most > 0 else { return }
    canvas.write(
      Lettering.wrapped(rowNotes[row], width: width, size: layout.noteSize, maximumLines: most),
      left: left, top: top + captionHeight, size: layout.noteSize, color: Self.mutedInk)
  }

  private func drawHeading(_ layout: Layout, on canvas: inout Canvas) {
    var left = Double(layout.gap)
    if let thumbnail = layout.thumbnail {
      canvas.paste(thumbnail, left: layout.gap, top: layout.gap)
      left += Double(thumbnail.width + layout.gap)
    }
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
    _ cell: Cell, left: Int, top: Int, height: Int, _ layout: Layout, on canvas: inout Canvas
  ) {
    if let picture = cell.picture {
      canvas.paste(picture, left: left, top: top)
    } else {
      canvas.fill(
        rectangle: Rectangle(
          x: Double(left), y: Double(top), width: Double(cellSize.width),
          height: Double(height)),
        color: Color(red: 240, green: 240, blue: 240))
    }
    let (size, bottom) = (layout.noteSize, Double(top + height))
    let title = Lettering.shortened(
      cell.title, toWidth: Double(cellSize.width), size: size, weight: .bold)
    canvas.write(
      [title], left: Double(left), top: bottom, size: size, weight: .bold, color: Self.ink)
    canvas.write(
      lines(ofNote: cell, size: size), left: Double(left),
      top: bottom + (cell.title.isEmpty ? 0 : Lettering.lineHeight(size: size)), size: size,
      color: Self.mutedInk)
  }

  private func lines(ofNote cell: Cell, size: Double) -> [String] {
    Lettering.wrapped(cell.note, width: Double(cellSize.width), size: size, maximumLines: 2)
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
    let thumbnail: Image?
    /// Width of the captions of rows, with a gap before them.
    let rowCaption: Int
    let columnLines: Int
    let gridTop: Int
    /// Heights of the pictures of each row.
    let heights: [Int]
    let width: Int
    let height: Int
    private let cell: Size
    private let noteHeight: Int

    init(_ sheet: ContactSheet) {
      cell = sheet.cellSize
      let size = max(11, (Double(cell.width) / 18).rounded())
      textSize = size
      let noteSize = max(10, (size * 0.85).rounded())
      self.noteSize = noteSize
      gap = Int(size)
      thumbnail = sheet.photo.map { Self.thumbnail($0, height: Int(size * 8)) }
      let headingHeight =
        thumbnail?.height
        ?? Int(Double(sheet.heading.count + 1) * Lettering.lineHeight(size: size) * 1.15)
      let widest = sheet.rows.map { Lettering.width(of: $0, size: size, weight: .bold) }.max() ?? 0
      let least = sheet.rowNotes.allSatisfy(\.isEmpty) ? 0 : size * 9
      rowCaption =
        widest > 0 ? Int(min(max(widest.rounded(.up), least), size * 10)) + gap : 0
      let lines = sheet.columns.map {
        Lettering.wrapped(
          $0, width: Double(sheet.cellSize.width), size: size, weight: .bold, maximumLines: 3
        ).count
      }
      columnLines = lines.max() ?? 0
      let notes = sheet.cells.joined().map {
        sheet.lines(ofNote: $0, size: noteSize).count + ($0.title.isEmpty ? 0 : 1)
      }
      noteHeight = Int(PictureFrame.height(of: notes.max() ?? 0, size: noteSize))
      gridTop =
        2 * gap + headingHeight + Int(PictureFrame.height(of: columnLines, size: size))
      heights = sheet.cells.map { row in
        row.compactMap(\.picture?.height).max() ?? sheet.cellSize.height
      }
      let bar = sheet.legend?.image(width: 100, textSize: size)
      width = max(
        rowCaption + gap + sheet.columns.count * (cell.width + gap),
        3 * gap + (thumbnail?.width ?? 0) + Int(size * 24))
      let gridHeight = heights.reduce(0, +) + heights.count * (noteHeight + gap)
      height = gridTop + gridHeight + (bar == nil ? 0 : gap) + (bar?.height ?? 0)
    }

    func left(_ column: Int) -> Int { rowCaption + gap + column * (cell.width + gap) }
    func top(_ row: Int) -> Int {
      heights.prefix(row).reduce(gridTop, +) + row * (noteHeight + gap)
    }

    /// The photo, no larger than its place.
    private static func thumbnail(_ photo: Image, height: Int) -> Image {
      let width = 2 * height
      let scale = min(
        1, Double(height) / Double(photo.height), Double(width) / Double(photo.width))
      return photo.resampled(
        width: max(1, Int(Double(photo.width) * scale)),
        height: max(1, Int(Double(photo.height) * scale)))
    }
  }
}
