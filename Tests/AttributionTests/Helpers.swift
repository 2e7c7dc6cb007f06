import Tensors

/// A vector of numbers.
func vector(_ values: Float...) -> Tensor { Tensor([values.count], values) }

/// Largest distance between entries.
func distance(_ found: Tensor, _ expected: [Double]) -> Double {
  guard found.values.count == expected.count else { return .infinity }
  return zip(found.values, expected).reduce(0) { max($0, abs(Double($1.0) - $1.1)) }
}

/// What single precision leaves of a number of this size: positions on the path, gradients and
/// results are each rounded once, and a polynomial of low degree multiplies the first by its degree.
func singlePrecision(_ magnitude: Double) -> Double { 16 * Double(Float.ulpOfOne) * magnitude }
