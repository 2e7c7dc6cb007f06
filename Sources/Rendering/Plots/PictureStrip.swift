import Imaging

/// Pictures in a row, each with a caption below, such as those on the way from a baseline to a photo.
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

  /// Makes a strip.
  public init(_ entries: [Entry], title: String = "", description: String = "") {
    self.entries = entries
    self.title = title
    self.description = description
  }

  /// The strip, drawn.
  public var figure: Figure {
    let (margin, gap, textSize) = (16.0, 8.0, 11.0)
    let ratios = entries.map { Double($0.image.width) / Double($0.image.height) }
    let room = maximumWidth - 2 * margin - gap * Double(max(entries.count - 1, 0))
    let height = max(min(pictureHeight, room / max(ratios.reduce(0, +), 1e-9)), 8).rounded(.down)
    let widths = ratios.map { max(($0 * height).rounded(), 1) }
    let captions = zip(entries, widths).map { entry, width in
      Lettering.wrapped(entry.caption, width: width + gap - 2, size: textSize, maximumLines: 2)
    }
    let lines = Double(captions.map(\.count).max() ?? 0)
    let top = title.isEmpty ? margin : 38
    let width = widths.reduce(2 * margin - gap) { $0 + $1 + gap }
    let titleWidth = Lettering.width(of: title, size: 14, weight: .bold) + 2 * margin
    var figure = Figure(
      width: max(width, min(titleWidth, maximumWidth)),
      height: top + height + lines * 15 + (lines > 0 ? 4 : 0) + 12, title: title,
      description: description)
    figure.text(
      Lettering.shortened(title, toWidth: maximumWidth - 2 * margin, size: 14, weight: .bold),
      at: Point(x: margin, y: 24), size: 14, weight: .bold)
    var x = margin
    for ((entry, width), caption) in zip(zip(entries, widths), captions) {
      figure.picture(entry.image, in: Rectangle(x: x, y: top, width: width, height: height))
      for (row, line) in caption.enumerated() {
        figure.text(
          line, at: Point(x: x + width / 2, y: top + height + 16 + Double(row) * 15),
          size: textSize, ink: .mutedText, alignment: .middle)
      }
      x += width + gap
    }
    return figure
  }
}
