import Evaluation
import Inputs

/// Measures how much of maps lies on what is known to matter, sample by sample.
public struct TruthStudy: Sendable {
  private let truth: GroundTruth
  private let explainer: Explainer

  /// Prepares to measure an explainer's maps.
  public init(_ truth: GroundTruth, of explainer: Explainer) {
    (self.truth, self.explainer) = (truth, explainer)
  }

  /// What was found about one map.
  public struct Finding: Sendable {
    /// What the map is of.
    public let label: String
    /// How much of it lies where.
    public let report: TruthReport
    /// Evaluations that the map took.
    public let evaluations: Int
    /// The same of the controls, by their names: maps that no network has a part in.
    public let controls: [(name: String, report: TruthReport)]
  }

  /// Explains a sample, and measures each of its maps.
  ///
  /// - Parameters:
  ///   - sample: what is explained.
  ///   - place: which sample it is; random controls depend on it.
  ///   - progress: told evaluations of a map that are done, and of all.
  /// - Throws: what the explainer throws; `TruthError` where truth and sample do not fit.
  public func findings(
    on sample: Sample, at place: Int, progress: (Int, Int) -> Void
  ) throws -> [Finding] {
    let known = try truth.known(in: sample, of: explainer.network)
    let ranking = try explainer.classify(sample)
    let controls = ControlMap.all(
      for: sample, parts: known.count, seed: explainer.request.seed, place: place
    ).map {
      (name: $0.name, report: TruthReport(of: $0.values, known: known))
    }
    return try explainer.quantities(ranking).map { quantity in
      let found = try explainer.explain(sample, [quantity], ranking: ranking, progress: progress)
      guard let explanation = found.first,
        let map = FeatureMap(explanation, layer: explainer.layerGrid)
      else {
        throw ExplainingError.mapWithoutPlaces(method: explainer.request.method)
      }
      return Finding(
        label: quantity.label, report: TruthReport(of: map.values, known: known),
        evaluations: explanation.map.evaluations, controls: controls)
    }
  }
}
