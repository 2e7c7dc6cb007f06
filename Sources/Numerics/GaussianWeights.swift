#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The weights of a Gaussian blur, which reach 4σ far, and how a line is continued beyond its ends:
/// the definitions of `scipy.ndimage.gaussian_filter`.
public struct GaussianWeights: Sendable {
  /// exp(−x²/2σ²) for whole x from −4σ to 4σ, summing to one; a single 1 for very small σ.
  public let values: [Double]

  /// Makes the weights for a standard deviation of `sigma` pixels.
  public init(sigma: Double) {
    precondition(sigma >= 0 && sigma.isFinite, "a blur of \(sigma) pixels has no meaning")
    let reach = Int(4 * sigma + 0.5)
    guard reach > 0 else {
      values = [1]
      return
    }
    let weights = (-reach...reach).map { exp(-0.5 * Double($0 * $0) / (sigma * sigma)) }
    let sum = weights.reduce(0, +)
    values = weights.map { $0 / sum }
  }

  /// Number of neighbours on each side that count.
  public var reach: Int { values.count / 2 }

  /// Returns the place in a line that a place outside it mirrors, the entries at both ends being
  /// doubled: d c b a | a b c d | d c b a.
  public static func mirrored(_ index: Int, _ count: Int) -> Int {
    let period = 2 * count
    let wrapped = ((index % period) + period) % period
    return wrapped < count ? wrapped : period - 1 - wrapped
  }
}
