#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Two methods compared on the same inputs: how often one is better, and how likely that or more would be if
/// neither were. Inputs on which both are alike do not count.
///
/// The exact two-sided sign test: p = min(1, 2 · P[X ≤ min(wins, losses)]), X binomial with ½.
public struct SignTest: Sendable, Equatable {
  /// Inputs on which the first is better.
  public let wins: Int
  /// Inputs on which the second is better.
  public let losses: Int
  /// Inputs on which both are alike.
  public let ties: Int

  /// Compares pairs of numbers.
  public init(_ pairs: [(Double, Double)], largerIsBetter: Bool) {
    let better = pairs.count { largerIsBetter ? $0 > $1 : $0 < $1 }
    ties = pairs.count { $0 == $1 }
    (wins, losses) = (better, pairs.count - better - ties)
  }

  /// The probability of a result as uneven as this or more, if neither is better.
  public var probability: Double {
    let count = wins + losses
    if count == 0 { return 1 }
    let tail = (0...min(wins, losses)).reduce(0.0) { sum, some in
      let ways =
        lgamma(Double(count + 1)) - lgamma(Double(some + 1)) - lgamma(Double(count - some + 1))
      return sum + exp(ways - Double(count) * log(2))
    }
    return min(1, 2 * tail)
  }
}
