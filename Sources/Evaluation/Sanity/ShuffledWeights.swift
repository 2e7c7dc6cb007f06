/// Weights that have forgotten what they had learned: each array's numbers in a random order.
///
/// An order, not new numbers: an array keeps its mean, spread and outliers to the bit, so signals stay
/// about as large in the network as they were (a normal distribution would give scales of
/// normalisations that are all near 1 both signs), and what is lost is which number was where.
public struct ShuffledWeights: Sendable {
  /// Where random numbers begin.
  public let seed: UInt64

  /// Makes other weights for a seed.
  public init(seed: UInt64) { self.seed = seed }

  /// Returns the numbers of one of a network's arrays in a random order, which depends on the seed and
  /// the array's number alone.
  public func callAsFunction(_ array: Int, _ numbers: [Float]) -> [Float] {
    var random = DrawnNumbers(seed: seed).generator(array)
    var numbers = numbers
    for last in stride(from: numbers.count - 1, to: 0, by: -1) {
      numbers.swapAt(last, random.index(below: last + 1))
    }
    return numbers
  }
}
