/// Data over a horizontal and a vertical axis, with a title, ticks, a grid and a legend.
///
/// Numbers that are not finite, and those that a logarithmic axis cannot show, are left out: lines have
/// a gap there. Axes show all other data. The legend stands inside where no data are; where there is no
/// such place, it stands above.
public struct Chart: Hashable, Sendable {
  /// What the chart is about.
  public var title: String
  /// What it shows, in a sentence, for readers who cannot see it.
  public var description: String
  /// The axis at the lower edge.
  public var horizontal: Axis
  /// The axis at the left edge.
  public var vertical: Axis
  /// What is shown.
  public var series: [Series]
  /// Numbers of interest.
  public var markers: [MarkerLine] = []
  /// Numbers on the horizontal axis that get a short stroke there each.
  public var rug: [Double] = []
  /// Lines of the legend that explain what several series have in common; they follow the names of the
  /// series.
  public var notes: [Note] = []
  /// Extent to the right, in units of a figure.
  public var width = 480.0
  /// Extent downwards.
  public var height = 320.0
  /// Least room for the labels of the vertical axis: for charts whose axes should be aligned.
  public var labelWidth = 0.0

  /// What a kind of line stands for.
  public struct Note: Hashable, Sendable {
    /// The explanation.
    public var text: String
    /// Whether it is about dashed lines.
    public var isDashed: Bool

    /// Makes a line of the legend.
    public init(_ text: String, isDashed: Bool) {
      self.text = text
      self.isDashed = isDashed
    }
  }

  /// Makes a chart of 480×320 units.
  public init(
    title: String, description: String, horizontal: Axis, vertical: Axis, series: [Series]
  ) {
    self.title = title
    self.description = description
    self.horizontal = horizontal
    self.vertical = vertical
    self.series = series
  }

  /// The chart, drawn.
  public var figure: Figure { ChartDrawing(self).figure }
}
