extension Chart {
  /// An axis of a chart.
  public struct Axis: Hashable, Sendable {
    /// How numbers are spread over an axis.
    public enum Scale: String, Hashable, Sendable {
      /// The same distance for the same difference.
      case linear
      /// The same distance for the same factor; numbers above 0 only.
      case logarithmic
    }

    /// What the numbers are.
    public var label: String
    /// In what they are counted; none where empty.
    public var unit: String
    /// How they are spread.
    public var scale: Scale
    /// Numbers that are on the axis even if no data are.
    public var included: [Double]

    /// Makes an axis.
    public init(
      label: String, unit: String = "", scale: Scale = .linear, included: [Double] = []
    ) {
      self.label = label
      self.unit = unit
      self.scale = scale
      self.included = included
    }

    /// Label and unit.
    var caption: String {
      unit.isEmpty ? label : label.isEmpty ? unit : "\(label) (\(unit))"
    }
  }
}
