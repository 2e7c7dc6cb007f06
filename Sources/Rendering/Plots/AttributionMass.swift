import Numerics

/// How much of an attribution the strongest pixels hold.
struct AttributionMass {
  /// A share of all pixels, and the share of Σ|a| that those have.
  struct Place: Hashable {
    var pixels: Double
    var mass: Double
  }

  /// The magnitudes, the largest first.
  private let sorted: [Double]
  /// Entry k is the sum of the k largest.
  private let sums: [Double]

  /// Makes the sums; what is not finite counts as 0. Magnitudes are scaled by the largest one.
  init(_ magnitudes: [Double]) {
    let finite = magnitudes.map { $0.isFinite ? $0 : 0 }
    sorted = finite.sortedMagnitudes.reversed()
    let largest = sorted.first ?? 0
    var sums = [0.0]
    sums.reserveCapacity(sorted.count + 1)
    for (index, value) in sorted.enumerated() {
      sums.append(sums[index] + (largest > 0 ? value / largest : 0))
    }
    self.sums = sums
  }

  /// Returns points of the curve, more of them where it is steep; none where there is no attribution.
  func curve(count: Int) -> [Place] {
    guard let total = sums.last, total > 0 else { return [] }
    let pixels = sorted.count
    let numbers = (0...count).map { step in
      let share = Double(step) / Double(count)
      return Int((share * share * Double(pixels)).rounded())
    }
    return Array(Set(numbers)).sorted().map {
      Place(pixels: Double($0) / Double(pixels), mass: sums[$0] / total)
    }
  }

  /// Returns where a magnitude is on the curve: the shares of all pixels that are not below it. Nothing
  /// where there is no attribution, or the magnitude is no number.
  func place(of magnitude: Double) -> Place? {
    guard let total = sums.last, total > 0, magnitude.isFinite else { return nil }
    var (lower, upper) = (0, sorted.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if sorted[middle] >= magnitude { lower = middle + 1 } else { upper = middle }
    }
    return Place(pixels: Double(lower) / Double(sorted.count), mass: sums[lower] / total)
  }
}
