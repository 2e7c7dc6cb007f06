/// Measures a map.
public protocol MapMetric: Sendable {
  /// Returns what was found.
  ///
  /// - Throws: what evaluating the function throws.
  func measured(_ map: EvaluatedMap) throws -> Measured
}

/// Measures a map by removing features of the point.
public protocol FillMetric: Sendable {
  /// Returns what was found when a fill takes the place of what is removed.
  ///
  /// - Throws: what evaluating the function throws.
  func measured(_ map: EvaluatedMap, _ filling: Filling) throws -> Measured
}

/// What a metric has found.
public enum Measured: Sendable, Equatable {
  /// A number.
  case value(Double)
  /// A number that is the area under a curve.
  case area(Double, RemovalCurve)
  /// Nothing, and why.
  case nothing(String)

  /// The number, if there is one.
  public var value: Double? {
    switch self {
    case .value(let value), .area(let value, _): value
    case .nothing: nil
    }
  }
}

/// A metric of the table: everything that people and programs must know of it.
public struct MetricEntry: Sendable {
  /// What large numbers mean.
  public enum Better: String, Sendable {
    case higher, lower
    /// The number describes a map and does not judge it.
    case neither
  }

  /// What a metric does with a map.
  public enum Form: Sendable {
    case ofMap(any MapMetric)
    case ofFill(any FillMetric)
  }

  /// What it is called.
  public let name: String
  /// What it says, in a line.
  public let summary: String
  /// The definition that it follows.
  public let source: String
  /// What large numbers mean.
  public let better: Better
  /// Which number of the network's answer it looks at; nil where it looks at none.
  public let score: ScoreChoice?
  /// Whether it is measured where nothing is said.
  public let isStandard: Bool
  /// Whether it counts removed features in equal parts.
  public let hasParts: Bool
  /// How it measures.
  public let form: Form

  /// Whether features are removed, so that a fill counts.
  public var needsFill: Bool { if case .ofFill = form { true } else { false } }
}

/// The metrics, by name. A new one is a file in `Metrics/` and a line here.
public enum MetricTable {
  /// All of them, in the order in which they are shown.
  public static let entries: [MetricEntry] = [
    SingleDeletion.entry, RemovalArea.deletion, RemovalArea.insertion, RemovalDifference.entry,
    ComponentDifference.entry, RemovalArea.normalizedDeletion, RemovalArea.normalizedInsertion,
    PerformanceInformation.softmax, PerformanceInformation.accuracy, Infidelity.entry,
    CompletenessGap.entry, MaxSensitivity.entry, Sparseness.entry, Complexity.entry,
  ]

  /// Returns the metric of a name.
  public static subscript(name: String) -> MetricEntry? { entries.first { $0.name == name } }
}
