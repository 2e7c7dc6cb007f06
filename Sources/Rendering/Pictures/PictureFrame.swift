import Imaging

/// What stands around a picture: a title above, a legend and a caption below.
public struct PictureFrame: Hashable, Sendable {
  /// One line above the picture; nothing where empty.
  public var title: String
  /// The colours and their numbers.
  public var legend: Legend?
  /// Lines of text below, each of which may take two.
  public var caption: [String]
  /// Height of the letters in pixels; nil for what suits the picture.
  public var textSize: Double?

  /// Makes a frame.
  public init(
    title: String = "", legend: Legend? = nil, caption: [String] = [], textSize: Double? = nil
  ) {
    self.title = title
    self.legend = legend
    self.caption = caption
    self.textSize = textSize
  }

  /// Returns the height of letters that can be read when a picture is seen as a whole, and at least
  /// 11 pixels.
  public static func textSize(forWidth width: Int) -> Double {
    max(11, (Double(width) / 38).rounded())
  }

  /// Returns the picture with its frame, in RGB, on white; without a frame the picture as it is.
  public func image(around picture: Image) -> Image {
    if title.isEmpty && legend == nil && caption.isEmpty { return picture }
    let size = textSize ?? Self.textSize(forWidth: picture.width)
    let margin = (size * 0.5).rounded()
    let room = Double(picture.width) - 2 * margin
    let heading =
      title.isEmpty ? [] : [Lettering.shortened(title, toWidth: room, size: size, weight: .bold)]
    let lines = caption.flatMap {
      Lettering.wrapped($0, width: room, size: size, maximumLines: 2)
    }
    let bar = legend?.image(width: picture.width, textSize: size)
    let top = heading.isEmpty ? 0 : Int(Self.height(of: 1, size: size))
    let below = lines.isEmpty ? 0 : Int(Self.height(of: lines.count, size: size))
    let barHeight = bar?.height ?? 0
    var canvas = Canvas(
      width: picture.width, height: top + picture.height + barHeight + below, color: .white)
    canvas.write(heading, left: margin, top: 0, size: size, weight: .bold)
    canvas.paste(picture, left: 0, top: top)
    if let bar { canvas.paste(bar, left: 0, top: top + picture.height) }
    canvas.write(
      lines, left: margin, top: Double(top + picture.height + barHeight), size: size)
    return canvas.image
  }

  /// Height of a block of lines, with half a margin above and below.
  static func height(of lines: Int, size: Double) -> Double {
    (Double(lines) * Lettering.lineHeight(size: size) + size * 0.5).rounded(.up)
  }
}

extension Canvas {
  /// Writes a block of lines whose height is ``PictureFrame/height(of:size:)``.
  mutating func write(
    _ lines: [String], left: Double, top: Double, size: Double, weight: TextWeight = .regular,
    color: Color = Color(red: 30, green: 30, blue: 30)
  ) {
    for (index, line) in lines.enumerated() {
      let baseline =
        top + size * 0.25 + Lettering.ascent(size: size)
        + Double(index) * Lettering.lineHeight(size: size)
      text(line, at: Point(x: left, y: baseline), size: size, color: color, weight: weight)
    }
  }
}
