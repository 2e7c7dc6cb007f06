/// The cosine of the angle between two lists of numbers.
public enum VectorCosine {
  /// Returns `Σ aᵢ bᵢ / (‖a‖ ‖b‖)`: 1 for lists in proportion to each other, 0 for those that have nothing
  /// in common, −1 for opposite ones. Nil where one of them is zero everywhere, and so has no direction.
  public static func between(_ first: [Double], _ second: [Double]) -> Double? {
    precondition(first.count == second.count, "two lists of the same things")
    var (product, squares) = (0.0, (0.0, 0.0))
    for (one, other) in zip(first, second) {
      product += one * other
      squares.0 += one * one
      squares.1 += other * other
    }
    guard squares.0 > 0, squares.1 > 0 else { return nil }
    return min(1, max(-1, product / (squares.0.squareRoot() * squares.1.squareRoot())))
  }
}
