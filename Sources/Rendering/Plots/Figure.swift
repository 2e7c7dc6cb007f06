import Imaging

/// A drawing that can be shown as an SVG and as a picture, both alike: lines, areas, text and pictures
/// in the order in which they cover each other, on paper of one colour.
///
/// Lengths are in units of a CSS pixel; x to the right, y downwards. Points that are no numbers are left
/// out.
public struct Figure: Hashable, Sendable {
  /// Extent to the right.
  public let width: Double
  /// Extent downwards.
  public let height: Double
  /// What a reader is told who cannot see it, in a few words.
  public var title: String
  /// What it shows, in a sentence.
  public var description: String
  /// What is drawn, in order.
  public private(set) var items: [Item] = []

  /// One thing that is drawn.
  public enum Item: Hashable, Sendable {
    /// A line with round ends; `dashes` are the lengths of strokes and gaps in turn, none for a line
    /// without gaps.
    case line([Point], width: Double, ink: Ink, dashes: [Double])
    /// A filled polygon.
    case area([Point], ink: Ink, opacity: Double)
    /// A filled circle.
    case circle(center: Point, radius: Double, ink: Ink)
    /// A filled rectangle.
    case rectangle(Rectangle, ink: Ink, opacity: Double)
    /// A line of text.
    case label(Label)
    /// A picture, scaled to a rectangle.
    case picture(Image, Rectangle)
  }

  /// A line of text in a figure.
  public struct Label: Hashable, Sendable {
    /// The characters.
    public var text: String
    /// The start, the middle or the end of the line, on the baseline.
    public var origin: Point
    /// Height of the em.
    public var size: Double
    /// What the text is for.
    public var ink: Ink
    /// Which point of the line the origin is.
    public var alignment: TextAlignment
    /// How bold the letters are.
    public var weight: TextWeight
  }

  /// Makes an empty figure, at least one unit wide and high.
  public init(width: Double, height: Double, title: String, description: String = "") {
    self.width = width.isFinite ? max(width, 1) : 1
    self.height = height.isFinite ? max(height, 1) : 1
    self.title = title
    self.description = description
  }

  /// Draws a line.
  public mutating func line(
    _ points: [Point], width: Double = 1, ink: Ink, dashes: [Double] = []
  ) {
    items.append(
      .line(points.filter(\.isDrawable), width: width, ink: ink, dashes: dashes))
  }

  /// Fills a polygon.
  public mutating func area(_ points: [Point], ink: Ink, opacity: Double = 1) {
    items.append(.area(points.filter(\.isDrawable), ink: ink, opacity: opacity))
  }

  /// Fills a circle.
  public mutating func circle(_ center: Point, radius: Double, ink: Ink) {
    guard center.isDrawable else { return }
    items.append(.circle(center: center, radius: radius, ink: ink))
  }

  /// Fills a rectangle.
  public mutating func rectangle(_ rectangle: Rectangle, ink: Ink, opacity: Double = 1) {
    items.append(.rectangle(rectangle, ink: ink, opacity: opacity))
  }

  /// Writes a line of text.
  public mutating func text(
    _ text: String, at origin: Point, size: Double, ink: Ink = .text,
    alignment: TextAlignment = .start, weight: TextWeight = .regular
  ) {
    guard origin.isDrawable, !text.isEmpty else { return }
    items.append(
      .label(
        Label(
          text: text, origin: origin, size: size, ink: ink, alignment: alignment, weight: weight)))
  }

  /// Shows a picture in a rectangle.
  public mutating func picture(_ image: Image, in rectangle: Rectangle) {
    items.append(.picture(image, rectangle))
  }

  /// Draws everything that is in another figure, whose upper left corner is at `corner`.
  public mutating func append(_ figure: Figure, at corner: Point) {
    items += figure.items.map { $0.moved(by: corner) }
  }
}

extension Figure.Item {
  /// Returns the same thing elsewhere.
  fileprivate func moved(by offset: Point) -> Self {
    func moved(_ point: Point) -> Point { Point(x: point.x + offset.x, y: point.y + offset.y) }
    func moved(_ rectangle: Rectangle) -> Rectangle {
      Rectangle(
        x: rectangle.x + offset.x, y: rectangle.y + offset.y, width: rectangle.width,
        height: rectangle.height)
    }
    switch self {
    case .line(let points, let width, let ink, let dashes):
      return .line(points.map { moved($0) }, width: width, ink: ink, dashes: dashes)
    case .area(let points, let ink, let opacity):
      return .area(points.map { moved($0) }, ink: ink, opacity: opacity)
    case .circle(let center, let radius, let ink):
      return .circle(center: moved(center), radius: radius, ink: ink)
    case .rectangle(let rectangle, let ink, let opacity):
      return .rectangle(moved(rectangle), ink: ink, opacity: opacity)
    case .label(var label):
      label.origin = moved(label.origin)
      return .label(label)
    case .picture(let image, let rectangle):
      return .picture(image, moved(rectangle))
    }
  }
}
