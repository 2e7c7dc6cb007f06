import Attribution
import Classification
import Foundation
import Imaging
import Rendering

/// Maps of one photo by all means that are compared.
struct Comparison {
  /// The place of a map: one index for every axis; nil where the map is the same for all.
  struct Place: Hashable {
    let method: Int
    let steps: Int?
    let baseline: Int?
    let target: Int
  }

  /// What the axes hold, in words.
  let names: [ComparisonAxis: [String]]
  private(set) var maps: [Place: Explanation] = [:]
  private(set) var reports: [Report] = []

  /// Explains a photo by every variant, from every baseline, for every target.
  init(
    of photo: Photo, by explainers: [(variant: ComparisonVariant, explainer: Explainer)],
    options: CompareOptions, baselines: [Baseline], loadSeconds: Double, isQuiet: Bool
  ) throws {
    let ranking = try explainers[0].explainer.classify(photo)
    let targets = try explainers[0].explainer.resolveTargets(ranking)
    names = [
      .method: options.methods.map(\.rawValue), .steps: options.steps.map { "\($0) steps" },
      .baseline: baselines.map(\.description), .target: targets.map(\.shortLabel),
    ]
    let heed = explainers.map { $0.variant.heedsBaselines ? max(baselines.count, 1) : 1 }
    let mapCount = heed.reduce(0, +) * targets.count
    for (variant, explainer) in explainers {
      let heedsBaselines = variant.heedsBaselines && !baselines.isEmpty
      for index in heedsBaselines ? Array(baselines.indices) : [0] {
        var explainer = explainer
        if heedsBaselines { explainer.baselines = [baselines[index]] }
        for first in stride(from: 0, to: targets.count, by: Explainer.quantitiesAtATime) {
          let some = Array(targets[first...].prefix(Explainer.quantitiesAtATime))
          let bar = ProgressBar(
            photo.picture.displayName, position: "map \(reports.count + 1) of \(mapCount)",
            unit: .evaluations, isQuiet: isQuiet)
          let found = try explainer.explain(photo, some, ranking: ranking) {
            bar.update($0, of: $1)
          }
          bar.finish()
          for (offset, explanation) in found.enumerated() {
            let place = Place(
              method: variant.method, steps: variant.steps, baseline: heedsBaselines ? index : nil,
              target: first + offset)
            maps[place] = explanation
            reports.append(
              Report(
                explanation, explainer: explainer, display: nil, outputs: [],
                seconds: Report.Seconds(
                  load: loadSeconds, attribute: explanation.seconds, render: 0)))
          }
        }
      }
    }
  }

  /// The map at a combination of choices.
  func map(_ choice: [ComparisonAxis: Int]) -> (place: Place, explanation: Explanation)? {
    func index(_ axis: ComparisonAxis) -> Int { choice[axis] ?? 0 }
    return maps.first { place, _ in
      place.method == index(.method) && place.target == index(.target)
        && (place.steps ?? index(.steps)) == index(.steps)
        && (place.baseline ?? index(.baseline)) == index(.baseline)
    }.map { ($0.key, $0.value) }
  }

  /// The attribution that each map shows as the full colour: the same for all maps that are parts of
  /// a score, and for all of one method where they are something else.
  func sharedScales(_ style: MapStyle) -> [Place: Double] {
    func group(_ place: Place) -> Int {
      maps[place]?.map.expectedSum == nil ? place.method : -1
    }
    let own = maps.mapValues { ReducedMap($0.attributions, style: style).scale(style) }
    let largest = Dictionary(own.map { (group($0.key), $0.value) }) { max($0, $1) }
    return Dictionary(uniqueKeysWithValues: own.keys.map { ($0, largest[group($0)] ?? 0) })
  }
}
