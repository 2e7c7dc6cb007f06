import Evaluation

/// How good maps of one sample are that explain the same number: what there is to say of every method, and
/// of controls beside them.
public struct SampleEvaluation: Codable, Sendable {
  /// What people call the sample.
  public let input: String
  /// What is explained.
  public let target: String
  /// The place of the class in the network's output; nil for what is no class.
  public let index: Int?
  /// The probability of the class, if it is one.
  public let probability: Double?
  /// What was measured, a map after another.
  public let maps: [MapEvaluation]
}

/// What was measured of one map.
public struct MapEvaluation: Codable, Sendable {
  /// The method, or the control.
  public let method: String
  /// Whether it knows nothing of the network.
  public let isControl: Bool
  /// The kind of score that was explained; nil for controls.
  public let score: String?
  /// Where its paths begin.
  public let baselines: [String]
  /// Evaluations of the network that the map took.
  public let evaluations: Int
  /// How long it took.
  public let seconds: Seconds
  /// What was found.
  public let values: [MetricValue]

  /// Seconds that a map took.
  public struct Seconds: Codable, Sendable {
    /// To explain.
    public let explaining: Double
    /// To measure.
    public let measuring: Double
  }

  private enum CodingKeys: String, CodingKey {
    case method, score, baselines, evaluations, seconds, values
    case isControl = "control"
  }
}

/// A number that a metric has found, with everything that decides it.
public struct MetricValue: Codable, Sendable {
  /// Which metric, of which fill; what numbers of several maps are compared by.
  public struct Key: Hashable, Sendable {
    /// The metric's name.
    public let metric: String
    /// What stands in the place of what is removed; nil where nothing is.
    public let fill: String?
  }

  /// The points of a curve.
  public struct Curve: Codable, Sendable {
    /// Shares of the features that were removed or put back.
    public let shares: [Double]
    /// The score there.
    public let scores: [Double]
  }

  /// The metric's name.
  public let metric: String
  /// What stands in the place of what is removed; nil where nothing is.
  public let fill: String?
  /// Features that are removed at a time; nil where that means nothing.
  public let step: Int?
  /// The kind of score that it looks at; nil for none.
  public let score: String?
  /// The number; nil where there is none.
  public let value: Double?
  /// Why there is no number.
  public let reason: String?
  /// What the number is the area under.
  public let curve: Curve?

  /// Which metric, of which fill.
  public var key: Key { Key(metric: metric, fill: fill) }
}
