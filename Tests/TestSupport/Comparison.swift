import Tensors

/// Largest distance between entries, divided by the largest magnitude of `expected` (or by 1 where
/// that is smaller than 1). Infinite where lengths differ, or where one is not a number.
package func relativeDifference(_ found: [Double], _ expected: [Double]) -> Double {
  guard found.count == expected.count else { return .infinity }
  var (distance, magnitude) = (0.0, 1.0)
  for (a, b) in zip(found, expected) where a != b {
    guard (a - b).isFinite else { return .infinity }
    distance = max(distance, abs(a - b))
  }
  for b in expected where b.isFinite { magnitude = max(magnitude, abs(b)) }
  return distance / magnitude
}

/// Largest distance between entries, divided by the largest magnitude of `expected` (or by 1 where
/// that is smaller than 1).
package func relativeDifference(_ found: [Float], _ expected: [Double]) -> Double {
  relativeDifference(found.map(Double.init), expected)
}

/// Largest distance between entries, divided by the largest magnitude of `expected` (or by 1 where
/// that is smaller than 1).
package func relativeDifference(_ found: [Float], _ expected: [Float]) -> Double {
  relativeDifference(found.map(Double.init), expected.map(Double.init))
}

/// What a sum of `terms` products in single precision may differ from the exact sum, relative to
/// the largest entry: one rounding per product and addition, and a few for what is around the sum.
package func roundingTolerance(terms: Int) -> Double {
  Double(terms + 8) * Double(Float.ulpOfOne)
}

/// Central finite differences of `function` along every entry of `argument` of `inputs`, or along
/// `limit` entries spread evenly over it; other entries are nil.
package func finiteDifferences(
  of function: ([DoubleTensor]) -> Double, at inputs: [DoubleTensor], argument: Int,
  limit: Int = .max
) -> [Double?] {
  // The error of the step is of order step², that of rounding of order 1e-16 / step.
  let step = 1e-5
  let count = inputs[argument].values.count
  var result = [Double?](repeating: nil, count: count)
  let chosen = min(count, limit)
  for index in 0..<chosen {
    let entry = index * count / chosen
    var moved = inputs
    moved[argument].values[entry] += step
    let upper = function(moved)
    moved[argument].values[entry] -= 2 * step
    result[entry] = (upper - function(moved)) / (2 * step)
  }
  return result
}
