import Attribution
import Classification
import Foundation
import Tensors

/// What there is to say and to draw about one class of one photo.
struct Explanation {
  let photo: Photo
  let target: ClassLabel
  let contrast: ClassLabel?
  let top: [RankedClass]
  let map: AttributionMap
  /// H×W×3, red, green, blue.
  let attributions: Tensor
  let seconds: Double

  /// A gap above this share of the change of the score deserves a warning: the bound that the
  /// authors of Integrated Gradients recommend.
  static let gapWarning = 0.05

  /// Things that make the map less trustworthy, one line each.
  var warnings: [String] {
    [gapWarning, qualityWarning].compactMap(\.self)
  }

  private var gapWarning: String? {
    guard let gap = map.relativeCompletenessGap, gap > Self.gapWarning else { return nil }
    let advice = map.quality == nil ? "try more --steps, or none" : "try a smaller --tolerance"
    return "attributions of \"\(target.label)\" miss the change of its score by "
      + "\(Self.percent(gap)); \(advice)"
  }

  private var qualityWarning: String? {
    guard let quality = map.quality, !quality.isConverged else { return nil }
    let change = abs(map.scoreAtInput - (map.scoreAtBaseline ?? 0))
    return "after \(map.evaluations) evaluations for \"\(target.label)\", the map's error is still "
      + "about \(Self.percent(quality.mapError))"
      + (change > 0 ? ", and that of the sum \(Self.percent(quality.residuals / change))" : "")
      + "; try more --max-evaluations"
  }

  private static func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }
}

/// Measures seconds from its making on.
struct Stopwatch {
  private let start = ContinuousClock.now

  /// Seconds so far.
  var seconds: Double {
    let passed = (ContinuousClock.now - start).components
    return Double(passed.seconds) + Double(passed.attoseconds) * 1e-18
  }
}
