import Attribution
import Classification
import Inputs

/// What maps of a comparison differ in.
public enum ComparisonAxis: String, CaseIterable, Sendable {
  case target, baseline, steps, method
}

/// A method with a number of steps, by their places among those that are compared.
public struct ComparisonVariant: Sendable {
  /// The place of the method.
  public let method: Int
  /// The place of the number of steps; nil for a method that does not heed them.
  public let steps: Int?
  /// How it explains.
  public let explainer: Explainer

  /// Makes a variant of its parts.
  public init(method: Int, steps: Int?, explainer: Explainer) {
    (self.method, self.steps, self.explainer) = (method, steps, explainer)
  }

  /// The baselines that it is compared from, by their places; nil for its own all at once.
  fileprivate func places(of baselines: [Baseline]) -> [Int?] {
    let heedsBaselines = explainer.request.entry.choices.contains(.baseline)
    return heedsBaselines && !baselines.isEmpty ? Array(baselines.indices) : [nil]
  }
}

/// Maps of one sample by all means that are compared.
public struct Comparison: Sendable {
  /// The place of a map: one index for every axis; nil where the map is the same for all.
  public struct Place: Hashable, Sendable {
    /// The place of the method.
    public let method: Int
    /// The place of the number of steps; nil where steps mean nothing.
    public let steps: Int?
    /// The place of the baseline; nil where all count, or none.
    public let baseline: Int?
    /// The place of what is explained.
    public let target: Int
  }

  /// Where a comparison stands.
  public struct Progress: Sendable {
    /// The map, from 1.
    public let map: Int
    /// Number of maps.
    public let mapCount: Int
    /// Evaluations of the map that are done.
    public let done: Int
    /// Evaluations that it takes, as far as that is known.
    public let all: Int
  }

  /// What is explained.
  public let quantities: [Quantity]
  /// The maps.
  public private(set) var maps: [Place: Explanation] = [:]
  /// Reports on the maps, in the order in which they were made.
  public private(set) var reports: [Report] = []

  /// Explains a sample by every variant (one at least), from every baseline, for every target.
  public init(
    of sample: Sample, by variants: [ComparisonVariant], baselines: [Baseline],
    progress: (Progress) -> Void
  ) throws {
    let ranking = try variants[0].explainer.classify(sample)
    quantities = try variants[0].explainer.quantities(ranking)
    let mapCount =
      variants.reduce(0) { $0 + $1.places(of: baselines).count } * quantities.count
    for variant in variants {
      for index in variant.places(of: baselines) {
        let explainer = index.map { variant.explainer.beginning(at: [baselines[$0]]) }
        try add(sample, variant, explainer ?? variant.explainer, baseline: index, ranking) {
          progress(Progress(map: $0, mapCount: mapCount, done: $1, all: $2))
        }
      }
    }
  }

  /// Adds the maps of all targets by one variant from one baseline.
  private mutating func add(
    _ sample: Sample, _ variant: ComparisonVariant, _ explainer: Explainer, baseline: Int?,
    _ ranking: Ranking, progress: (Int, Int, Int) -> Void
  ) throws {
    for first in stride(from: 0, to: quantities.count, by: Explainer.quantitiesAtATime) {
      let some = Array(quantities[first...].prefix(Explainer.quantitiesAtATime))
      let number = reports.count + 1
      let found = try explainer.explain(sample, some, ranking: ranking) { progress(number, $0, $1) }
      for (offset, explanation) in found.enumerated() {
        let place = Place(
          method: variant.method, steps: variant.steps, baseline: baseline, target: first + offset)
        maps[place] = explanation
        reports.append(Report(explanation, explainer: explainer))
      }
    }
  }

  /// The map at a combination of choices.
  public func map(
    _ choice: [ComparisonAxis: Int]
  ) -> (place: Place, explanation: Explanation)? {
    func index(_ axis: ComparisonAxis) -> Int { choice[axis] ?? 0 }
    return maps.first { place, _ in
      place.method == index(.method) && place.target == index(.target)
        && (place.steps ?? index(.steps)) == index(.steps)
        && (place.baseline ?? index(.baseline)) == index(.baseline)
    }.map { ($0.key, $0.value) }
  }
}
