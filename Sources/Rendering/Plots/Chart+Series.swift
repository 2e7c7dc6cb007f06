extension Chart {
  /// Data that belong together, in one colour.
  public struct Series: Hashable, Sendable {
    /// How data are drawn.
    public enum Style: String, CaseIterable, Hashable, Sendable {
      /// A line through all points.
      case line
      /// A line, and a dot at each point.
      case markedLine = "marked-line"
      /// A line that keeps each value until the next point.
      case step
      /// A line, and a tint between it and 0 (or the lower edge, on a logarithmic axis).
      case area
    }

    /// What the legend calls it; empty where it has no line there.
    public var name: String
    /// The places on the horizontal axis, in the order in which they are joined.
    public var positions: [Double]
    /// The values there.
    public var values: [Double]
    /// How they are drawn.
    public var style: Style
    /// Which of the colours is used; that of the series' own place where nil.
    public var colorIndex: Int?
    /// Whether the line is dashed.
    public var isDashed: Bool

    /// Makes a series; of positions and values, those without a partner are left out.
    public init(
      name: String = "", positions: [Double], values: [Double], style: Style = .line,
      colorIndex: Int? = nil, isDashed: Bool = false
    ) {
      self.name = name
      self.positions = positions
      self.values = values
      self.style = style
      self.colorIndex = colorIndex
      self.isDashed = isDashed
    }
  }
}
