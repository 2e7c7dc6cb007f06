/// The number that is made of a network's output, and whose gradient is asked for.
public enum Seed: Sendable {
  /// Σ wᵢ yᵢ, with one weight for each entry of the output.
  case weights([Float])
  /// The largest entry, which may be another one at every point; the first of equal ones.
  case largest
  /// Any other number that has a gradient.
  case function(any OutputFunction)

  /// The number that is made of an output.
  public func value(at output: [Float]) -> Double { linearized(at: output).value }

  /// The number at a point with the given output, and its derivative by every entry.
  func linearized(at output: [Float]) -> (value: Double, slopes: [Float]) {
    switch self {
    case .weights(let weights): return (dot(output, weights), weights)
    case .largest:
      var weights = [Float](repeating: 0, count: output.count)
      if let largest = output.indices.max(by: { output[$0] < output[$1] }) { weights[largest] = 1 }
      return (dot(output, weights), weights)
    case .function(let function): return function.linearized(at: output)
    }
  }
}

/// A number that is made of the entries of a network's output.
public protocol OutputFunction: Sendable {
  /// Returns the number at an output, and its derivative by every entry of it.
  func linearized(at output: [Float]) -> (value: Double, slopes: [Float])
}

/// Σ aᵢ bᵢ in double precision.
func dot(_ a: [Float], _ b: [Float]) -> Double {
  var sum = 0.0
  for index in a.indices where b[index] != 0 { sum += Double(a[index]) * Double(b[index]) }
  return sum
}
