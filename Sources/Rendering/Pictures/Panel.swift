import Imaging

/// Pictures of one size next to each other, with a thin gap between them.
public struct Panel: Hashable, Sendable {
  /// The pictures, row by row; all of one size.
  public let pictures: [Image]
  /// Number of pictures in a row.
  public let columns: Int
  /// Width of the gaps in pixels.
  public let gap: Int
  /// The colour of the gaps, and of places in the last row that have no picture.
  public let gapColor: Color

  /// Makes a panel; one row of all pictures where `columns` is not given.
  public init(
    _ pictures: [Image], columns: Int? = nil, gap: Int = 4, gapColor: Color = .white
  ) {
    let columns = columns ?? pictures.count
    precondition(!pictures.isEmpty && columns > 0 && gap >= 0, "a panel has pictures and columns")
    precondition(
      pictures.allSatisfy { $0.width == pictures[0].width && $0.height == pictures[0].height },
      "the pictures of a panel have one size")
    self.pictures = pictures
    self.columns = min(columns, pictures.count)
    self.gap = gap
    self.gapColor = gapColor
  }

  /// The whole panel, in RGB.
  public var image: Image {
    let rows = (pictures.count + columns - 1) / columns
    let (cellWidth, cellHeight) = (pictures[0].width + gap, pictures[0].height + gap)
    var panel = Image(
      width: columns * cellWidth - gap, height: rows * cellHeight - gap, color: gapColor)
    for (index, picture) in pictures.enumerated() {
      panel.paste(
        picture.rgb, left: index % columns * cellWidth, top: index / columns * cellHeight)
    }
    return panel
  }
}

extension Image {
  /// Copies an RGB picture into this one, into which it fits.
  fileprivate mutating func paste(_ picture: Image, left: Int, top: Int) {
    let rowLength = 3 * picture.width
    for row in 0..<picture.height {
      let target = 3 * ((top + row) * width + left)
      samples.replaceSubrange(
        target..<target + rowLength,
        with: picture.samples[row * rowLength..<(row + 1) * rowLength])
    }
  }
}
