import Numerics

/// A magnitude, said by the share of pixels or of the attribution that lies below it.
///
/// Both are common and differ widely under the same number: of a map with a few hot pixels, the
/// 99th percentile by rank leaves out a hundredth of the pixels, but by mass only those few that
/// carry the last hundredth of the sum.
public enum Threshold: Hashable, Sendable {
  /// By rank, 0–100: so many per cent of the pixels have smaller magnitudes (PAIR saliency).
  case percentile(Double)
  /// By mass, 0–100: the largest magnitude such that it and all larger ones carry at least the rest
  /// of the sum, 100 − p per cent (the authors of Integrated Gradients, Captum). 0 is the smallest
  /// magnitude.
  case mass(Double)

  /// Returns the magnitude among some in ascending order, one at least.
  package func value(ofSorted magnitudes: [Double]) -> Double {
    switch self {
    case .percentile(let percentile): return magnitudes.percentileOfSorted(percentile)
    case .mass(let share):
      precondition((0...100).contains(share), "a share lies between 0 and 100")
      guard share > 0, let largest = magnitudes.last, largest > 0 else { return magnitudes[0] }
      // A power of two as unit keeps the sum from overflowing, and changes no digit.
      let unit = largest.binade
      let total = magnitudes.reduce(0) { $0 + $1 / unit }
      let wanted = total * (100 - share) / 100
      var sum = 0.0
      for magnitude in magnitudes.reversed() {
        sum += magnitude / unit
        if sum >= wanted { return magnitude }
      }
      return magnitudes[0]
    }
  }
}
