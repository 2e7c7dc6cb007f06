/// The number that is made of a network's output, and whose gradient is asked for.
public enum Seed: Hashable, Sendable {
  /// Σ wᵢ yᵢ, with one weight for each entry of the output.
  case weights([Float])
  /// The largest entry, which may be another one at every point; the first of equal ones.
  case largest

  /// The number that is made of an output.
  public func value(at output: [Float]) -> Double { dot(output, weights(at: output)) }

  /// Weight of every entry at a point with the given output: the number's gradient.
  func weights(at output: [Float]) -> [Float] {
    switch self {
    case .weights(let weights): return weights
    case .largest:
      var weights = [Float](repeating: 0, count: output.count)
      if let largest = output.indices.max(by: { output[$0] < output[$1] }) { weights[largest] = 1 }
      return weights
    }
  }
}

/// Σ aᵢ bᵢ in double precision.
func dot(_ a: [Float], _ b: [Float]) -> Double {
  var sum = 0.0
  for index in a.indices where b[index] != 0 { sum += Double(a[index]) * Double(b[index]) }
  return sum
}
