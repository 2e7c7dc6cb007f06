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
    guard let gap = map.relativeCompletenessGap, gap > Self.gapWarning else { return [] }
    let share = String(format: "%.1f %%", gap * 100)
    return [
      "attributions of \"\(target.label)\" miss the change of its score by \(share); "
        + "try more --steps"
    ]
  }
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
