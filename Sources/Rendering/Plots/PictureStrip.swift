import Imaging

/// Pictures in a row, or several, each with a caption below, such as those on the way from a baseline to a photo.
public struct PictureStrip: Sendable {
  /// A picture and what it is.
  public struct Entry: Sendable {
    /// The picture.
    public var image: Image
    /// What stands below it, in at most two lines.
    public var caption: String

    /// Makes an entry.
    public init(_ image: Image, caption: String) {
      self.image = image
      self.caption = caption
    }
  }

  /// The pictures, from left to right.
  public var entries: [Entry]
  /// What stands above them; nothing where empty.
  public var title: String
  /// What they show, in a sentence, for readers who cannot see them.
  public var description: String
  /// Height of the pictures, in units of a figure.
  public var pictureHeight = 112.0
  /// The extent to the right that the strip may have; pictures become smaller where it is not enough.
  public var maximumWidth = 976.0

  /// Most pictures in a row; nil for all.
  public var rowLength: Int?
  /// Height of the letters below the pictures.
  public var textSize = 11.0

  /// Makes a strip.
  public init(_ entries: [Entry], title: String = "", description: String = "") {
    self.entries = entries
    self.title = title
    self.description = description
  }

  /// Height of the letters of the title, a little larger than those below the pictures.
  private var titleSize: Double { max(14, textSize + 2) }

  /// The strip, drawn.
  public var figure: Figure {
    let (margin, gap, lineHeight) = (16.0, 8.0, textSize + 4)
    let rows = rows
    let ratios = rows.map { $0.map { Double($0.image.width) / Double($0.image.height) } }
    let rooms = ratios.map { ratios -> Double in
      let room = maximumWidth - 2 * margin - gap * Double(max(ratios.count - 1, 0))
      return room / max(ratios.reduce(0, +), 1e-9)
    }
    let height = max(rooms.reduce(pictureHeight, min), 8).rounded(.down)
    let widths = ratios.map { $0.map { max(($0 * height).rounded(), 1) } }
    let captions = zip(rows, widths).map { row, widths in
      zip(row, widths).map { entry, width in
        Lettering.wrapped(entry.caption, width: width + gap - 2, size: textSize, maximumLines: 2)
      }
    }
    let lines = Double(captions.joined().map(\.count).max() ?? 0)
    let top = title.isEmpty ? margin : 38
    let rowHeight = height + lines * lineHeight + (lines > 0 ? 4 : 0) + 12
    let width = widths.map { $0.reduce(2 * margin - gap) { $0 + $1 + gap } }.max() ?? 0
    let titleWidth = Lettering.width(of: title, size: titleSize, weight: .bold) + 2 * margin
    var figure = Figure(
      width: max(width, min(titleWidth, maximumWidth)),
      height: top + rowHeight * Double(max(rows.count, 1)), title: title,
      description: description)
    figure.text(
      Lettering.shortened(
        title, toWidth: maximumWidth - 2 * margin, size: titleSize, weight: .bold),
      at: Point(x: margin, y: 24), size: titleSize, weight: .bold)
    for (index, row) in rows.enumerated() {
      var x = margin
      for ((entry, width), caption) in zip(zip(row, widths[index]), captions[index]) {
        let place = Rectangle(
          x: x, y: top + rowHeight * Double(index), width: width, height: height)
        draw(entry.image, caption, in: place, lineHeight: lineHeight, on: &figure)
        x += width + gap
      }
    }
    return figure
  }

  private var rows: [[Entry]] {
    let length = max(rowLength ?? entries.count, 1)
    return stride(from: 0, to: entries.count, by: length).map {
      Array(entries[$0...].prefix(length))
    }
  }

  private func draw(
    _ image: Image, _ caption: [String], in place: Rectangle, lineHeight: Double,
    on figure: inout Figure
  ) {
    figure.picture(image, in: place)
    for (row, line) in caption.enumerated() {
      let baseline = place.y + place.height + textSize + 5 + Double(row) * lineHeight
      figure.text(
        line, at: Point(x: place.x + place.width / 2, y: baseline), size: textSize,
        ink: .mutedText, alignment: .middle)
    }
  }
}
