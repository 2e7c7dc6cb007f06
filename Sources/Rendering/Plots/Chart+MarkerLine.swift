extension Chart {
  /// A number of interest on one of the axes: a thin line across the plot, with a label at its end.
  public struct MarkerLine: Hashable, Sendable {
    /// The axis that the number is on.
    public enum Axis: String, Hashable, Sendable {
      /// The horizontal one: the line is upright, and its label above the plot.
      case horizontal
      /// The vertical one: the line is level, and its label to the right of the plot.
      case vertical
    }

    /// What the number is.
    public var label: String
    /// The number.
    public var value: Double
    /// The axis that it is on.
    public var axis: Axis

    /// Makes a marker line.
    public init(_ label: String, at value: Double, on axis: Axis) {
      self.label = label
      self.value = value
      self.axis = axis
    }
  }
}
