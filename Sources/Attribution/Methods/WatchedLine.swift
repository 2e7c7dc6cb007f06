import Tensors

/// A straight line from a baseline to an input that is integrated gradient by gradient, in the order
/// of its points, with a record of what is seen.
///
/// With the trapezoid rule, every second, fourth, … point makes a coarser integral beside the real
/// one: how good it is tells how the map converges.
struct WatchedLine {
  /// An integral over some of the points.
  private struct Level {
    /// Weights of the points, 0 for those left out.
    let weights: [Double]
    var gradient: [Double]
    /// Σ of the attributions.
    var sum = 0.0

    /// Number of points that count.
    var evaluations: Int { weights.count { $0 != 0 } }
  }

  private static let coarsestEvaluations = 5

  private let quadrature: Quadrature
  private let isTrapezoid: Bool
  private let way: [Float]
  private var levels: [Level]
  private var observed: [ObservedPoint] = []

  init(_ quadrature: Quadrature, isTrapezoid: Bool, from start: Tensor, to end: Tensor) {
    self.quadrature = quadrature
    self.isTrapezoid = isTrapezoid
    way = zip(end.values, start.values).map { $0 - $1 }
    let nothing = [Double](repeating: 0, count: way.count)
    levels = [Level(weights: quadrature.weights, gradient: nothing)]
    guard isTrapezoid else { return }
    var stride = 2
    while quadrature.positions.count / stride + 1 >= Self.coarsestEvaluations {
      levels.append(
        Level(weights: Self.weights(quadrature.positions, every: stride), gradient: nothing))
      stride *= 2
    }
  }

  /// The mean gradient along the line.
  var gradient: [Double] { levels[0].gradient }
  /// F at the points.
  var values: [Double] { observed.map(\.score) }

  /// Adds what was found at the next point.
  mutating func add(_ score: Double, _ gradient: [Float]) {
    let index = observed.count
    let summary = GradientSummary(gradient, along: way)
    observed.append(
      ObservedPoint(position: quadrature.positions[index], score: score, gradient: summary))
    for level in levels.indices {
      let weight = levels[level].weights[index]
      if weight == 0 { continue }
      levels[level].sum += weight * summary.slope
      levels[level].gradient.add(gradient, times: weight)
    }
  }

  /// What was seen; gaps are sums of attributions until ``PathRecord/measureGaps(from:)``.
  var record: PathRecord {
    var record =
      isTrapezoid ? PathRecord(observed) : PathRecord(observed, weights: quadrature.weights)
    guard levels.count > 1 else { return record }
    record.convergence = levels.indices.reversed().map { level in
      PathRecord.Convergence(
        evaluations: levels[level].evaluations, gap: levels[level].sum,
        mapError: level == 0 ? nil : distance(levels[level].gradient))
    }
    return record
  }

  /// ‖a − final a‖₂ / ‖final a‖₂ of the map that a mean gradient gives.
  private func distance(_ gradient: [Double]) -> Double {
    var (difference, norm) = (0.0, 0.0)
    for entry in way.indices {
      let (found, final) = (gradient[entry], levels[0].gradient[entry])
      let step = Double(way[entry]) * Double(way[entry])
      difference += step * (found - final) * (found - final)
      norm += step * final * final
    }
    return norm > 0 ? (difference / norm).squareRoot() : 0
  }

  /// Weights of the trapezoid rule over every so many points, and the last one.
  private static func weights(_ positions: [Double], every stride: Int) -> [Double] {
    var weights = [Double](repeating: 0, count: positions.count)
    var last = 0
    while last < positions.count - 1 {
      let next = min(last + stride, positions.count - 1)
      let half = (positions[next] - positions[last]) / 2
      weights[last] += half
      weights[next] += half
      last = next
    }
    return weights
  }
}

extension [Double] {
  /// Adds as many numbers, each times a weight.
  mutating func add(_ numbers: [Float], times weight: Double) {
    precondition(numbers.count == count, "a number for each sum")
    withUnsafeMutableBufferPointer { sums in
      numbers.withUnsafeBufferPointer { numbers in
        for entry in sums.indices { sums[entry] += weight * Double(numbers[entry]) }
      }
    }
  }
}

extension PathRecord {
  /// Turns sums of attributions into their distances from the change of the score.
  mutating func measureGaps(from change: Double) {
    for index in convergence.indices {
      convergence[index].gap = abs(convergence[index].gap - change)
    }
  }
}
