import Evaluation

/// How much of a method's maps, or of a control's, lies on what is known to matter: means over maps.
public struct TruthSummary: Sendable, Encodable {
  /// The three measures, of numbers as they are or of absolute values.
  public struct Measures: Sendable, Encodable {
    /// Whether the largest number is on what matters.
    public let pointing: MeanMeasure?
    /// The share of positive numbers on what matters; of absolute values the relevance mass accuracy.
    public let energyInside: MeanMeasure?
    /// The share of the largest numbers, as many as parts matter, that are on what matters.
    public let rankAccuracy: MeanMeasure?

    init(_ measures: [TruthMeasures]) {
      pointing = MeanMeasure(measures.map(\.pointing))
      energyInside = MeanMeasure(measures.map(\.energyInside))
      rankAccuracy = MeanMeasure(measures.map(\.rankAccuracy))
    }

    /// All of them, in the order of tables.
    public var all: [MeanMeasure?] { [pointing, energyInside, rankAccuracy] }

    private enum CodingKeys: String, CodingKey {
      case pointing
      case energyInside = "energy_inside"
      case rankAccuracy = "rank_accuracy"
    }
  }

  /// The method with its settings, or the control.
  public let name: String
  /// Whether the map knows nothing of the network.
  public let isControl: Bool
  /// Of numbers as they are.
  public let signed: Measures
  /// Of absolute values.
  public let absolute: Measures
  /// Evaluations per map; nil of a control.
  public let evaluations: Double?

  /// Sums up what was found about a method's maps.
  public init(_ name: String, _ findings: [TruthStudy.Finding]) {
    let evaluations = findings.reduce(0) { $0 + $1.evaluations }
    self.init(
      name, findings.map(\.report), isControl: false,
      evaluations: findings.isEmpty ? nil : Double(evaluations) / Double(findings.count))
  }

  private init(_ name: String, _ reports: [TruthReport], isControl: Bool, evaluations: Double?) {
    (self.name, self.isControl, self.evaluations) = (name, isControl, evaluations)
    signed = Measures(reports.map(\.signed))
    absolute = Measures(reports.map(\.absolute))
  }

  /// Sums up the controls of the same samples, and what chance gives.
  public static func controls(_ findings: [TruthStudy.Finding]) -> [TruthSummary] {
    let chance = findings.map { TruthReport(chance: $0.report.knownShare) }
    let names = findings.first?.controls.map(\.name) ?? []
    let reports = names.indices.map { place in findings.map { $0.controls[place].report } }
    return [TruthSummary("chance", chance, isControl: true, evaluations: nil)]
      + zip(names, reports).map {
        TruthSummary($0, $1, isControl: true, evaluations: nil)
      }
  }

  private enum CodingKeys: String, CodingKey {
    case name, signed, absolute, evaluations
    case isControl = "control"
  }
}
